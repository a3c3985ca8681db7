"""What pages read: querysets, each with a fixed number of queries."""
