"""What is kept of work on many products."""
