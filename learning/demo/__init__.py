"""The loop played from beginning to end with real training, in a data folder of its own."""
