"""People - sign in, roles, and what each one prefers."""
