"""Training examples: kept while people work, read from and written to files, counted."""
