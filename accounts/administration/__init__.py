"""The administration: Django's admin, opened by the roles and by nothing else."""
