"""The corrections of a retraining, as its page asks for them."""

from __future__ import annotations

from django.db.models import Count, QuerySet

from learning.models import Correction, Retraining


def listed(row: Retraining, outcome: str = "") -> QuerySet[Correction]:
    """Those of one outcome, or all, in the order in which they were made."""
    found = row.corrections.select_related("feedback__version__family")
    return (found.filter(outcome=outcome) if outcome else found).order_by("pk")


def counted(row: Retraining) -> dict[str, int]:
    """How many there are of each outcome."""
    return dict(row.corrections.values_list("outcome").annotate(Count("pk")).order_by())
