"""Importing a file as a job: read whole, then written a chunk at a time."""
