"""What training reads: examples, and how far they are from a model."""
