"""What people said, out again: as tables for analysis, and as examples for training."""
