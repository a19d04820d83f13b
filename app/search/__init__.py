"""Finding again what was shared: documents in, hits out; does not know what a post is."""
