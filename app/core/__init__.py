"""Knows nothing of clubs; could serve another application."""
