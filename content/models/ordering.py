"""What the library sorts by, written as the indexes have it.

The numbers stand in the SQL itself: an index on an expression serves only a query that repeats
the expression letter by letter, and a parameter is not the same letter.
"""

from __future__ import annotations

from django.db.models import CharField, F, Func, IntegerField

SCORE = Func(F("overall"), template="COALESCE(%(expressions)s, -1)", output_field=IntegerField())
"""The overall score; what has none yet comes after the worst."""
SCORE_WALKED = Func(SCORE, template="+%(expressions)s", output_field=IntegerField())
"""The same number, but no index's expression: for filters that an order's walk shall test."""
TITLE = Func(F("search"), template="SUBSTR(%(expressions)s, 1, 80)", output_field=CharField())
"""The folded title, or the product's name before there is one: with it `search` begins."""
FILTERED = ("status", "market", "language", "owner", "model", "errors")
"""What the library filters by: inside an order's index, no row is read just to be refused."""
