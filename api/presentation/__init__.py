"""What the pages for people who write programs show."""
