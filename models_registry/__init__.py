"""Which models may write, and which of them does."""
