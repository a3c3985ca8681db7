"""How good listings and versions are: automatic validation and people's ratings."""
