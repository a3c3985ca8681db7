"""Pages about feedback and retrainings."""
