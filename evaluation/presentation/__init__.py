"""Results as pages and commands show them."""
