"""What the report of ratings shows, part by part; `page` puts it together."""
