"""Reading feedback and retrainings, in a fixed number of queries a page."""
