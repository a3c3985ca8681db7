"""Tags and filters for the templates of every app."""
