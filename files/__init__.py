"""Rows as files, piece by piece: nothing here knows what the rows are about."""
