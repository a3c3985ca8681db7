"""What changes what is kept here: feedback, policies, retrainings."""
