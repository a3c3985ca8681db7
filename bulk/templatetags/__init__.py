"""What templates of bulk work may ask."""
