"""What moves batches on: taking in what has ended, and sending as much as fits."""
