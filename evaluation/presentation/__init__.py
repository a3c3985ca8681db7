"""What people are shown of models."""
