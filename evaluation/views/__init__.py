"""The pages about models: what writes, how good it is, and what managers do about it."""
