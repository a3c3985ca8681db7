"""Products and listings - write, score, edit, approve, collect."""
