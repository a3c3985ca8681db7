"""Upkeep of the database that the product brings along; a database server does its own."""

from __future__ import annotations

from django.db import connection


def refresh_statistics() -> None:
    """Let SQLite count what its indexes hold: it chooses them by that, and never counts unasked.

    Counted in full: estimates from a sample made searches among 100,000 listings slower than no
    statistics at all. That many take about a second, in which others wait with saving.
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
