"""What every command of manage.py shares: its language, its output, its tables."""
