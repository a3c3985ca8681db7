"""The managers' pages about training."""
