"""Long work as rows: what every kind of job has in common, whatever is done for it."""
