"""How fast it is, measured through the same doors that people and programs use."""
