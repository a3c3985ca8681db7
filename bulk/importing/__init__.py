"""Importing a file as a job: read whole, then written a portion at a time."""
