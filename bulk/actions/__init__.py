"""Everything that changes work on many products: rights, one transaction, what follows."""
