"""What the pages of bulk work show."""
