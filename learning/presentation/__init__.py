"""What pages show of feedback and retrainings."""
