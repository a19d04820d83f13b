"""The first visit: the charter, then three steps that may be passed over."""
