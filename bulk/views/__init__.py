"""Pages of bulk work."""
