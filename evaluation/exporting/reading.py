"""The judged items of a campaign in pieces: a million answers need no more memory than a thousand.

Each piece is a query of its own that goes on behind the last item, and no cursor is held while
somebody downloads slowly (decision 15).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, NamedTuple

from evaluation.models import Assignment, Campaign, Item

PIECE: Final = 200
"""Items that are in memory at once, with all that was said of them."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an export is to hold beside the usual."""

    gold: bool = False
    """Gold items too: what is known of them is for finding raters who do not read."""
    names: bool = False
    """Raters by their names, where each otherwise is a pseudonym."""


class Said(NamedTuple):
    """One answer, as `evaluation.models.Assignment` keeps it."""

    item_id: int
    rater_id: int
    sequence: int
    swapped: bool
    scores: dict[str, int]
    choice: str
    comment: str
    seconds: float | None
    submitted_at: datetime
    times_taken_back: int


Piece = list[tuple[Item, list[Said]]]


def judged(campaign: Campaign, wanted: Wanted) -> Iterator[Piece]:
    """Piece by piece the items in their order, each with its answers in the order they came."""
    items = campaign.items.defer("facts", "evidence", "listing", "other")
    items = items.order_by("number").select_related("version__family", "other_version__family")
    if not wanted.gold:
        items = items.filter(gold__isnull=True)
    last = 0
    while piece := list(items.filter(number__gt=last)[:PIECE]):
        yield _answered(piece)
        last = piece[-1].number


def by_product(campaign: Campaign, wanted: Wanted) -> Iterator[Piece]:
    """The same with whole products in a piece, for what is said of several texts of one product.

    The keys of a campaign's items are in memory: there are at most `selecting.MOST_ITEMS`.
    """
    items = campaign.items.all() if wanted.gold else campaign.items.filter(gold__isnull=True)
    keys = items.order_by("product", "language", "number").values_list("product", "language", "pk")
    piece: list[int] = []
    before: Any = None
    for *product, pk in keys:
        if len(piece) >= PIECE and product != before:
            yield _loaded(piece)
            piece = []
        piece.append(pk)
        before = product
    if piece:
        yield _loaded(piece)


def _loaded(keys: Sequence[int]) -> Piece:
    found = Item.objects.defer("evidence").in_bulk(keys)
    return _answered([found[key] for key in keys if key in found])


def _answered(items: Sequence[Item]) -> Piece:
    rated = Assignment.objects.filter(
        item__in=[item.pk for item in items], state=Assignment.State.RATED
    )
    answers: dict[int, list[Said]] = defaultdict(list)
    # As tuples: objects of the model take three times as long.
    for row in rated.order_by("submitted_at", "pk").values_list(*Said._fields):
        answers[row[0]].append(Said(*row))
    return [(item, answers[item.pk]) for item in items]
