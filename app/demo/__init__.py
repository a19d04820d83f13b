"""The demonstration network: fictional people of real professions, dates relative to today."""
