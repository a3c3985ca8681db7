"""The steps of a retraining, one a module: what each does, and what it waits for."""
