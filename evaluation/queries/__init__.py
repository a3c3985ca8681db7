"""What is read of models for their pages."""
