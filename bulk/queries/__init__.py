"""Reads of size, each with a fixed number of SQL queries."""
