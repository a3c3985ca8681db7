"""Doing a training for a row: the dataset, the process that learns, and what it leaves behind."""
