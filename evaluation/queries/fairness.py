"""Every rater's answers in a campaign, as `domain.fairness` looks at them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Count

from accounts.models import User
from domain.fairness import Given, Look, fastest, look_at
from evaluation.models import Assignment, Campaign, Remark

_TAG: Final = re.compile(r"<[^<>]*>")
"""Enough to count words by: thousands of descriptions are looked through for one page."""


@dataclass(frozen=True, slots=True)
class RaterLook:
    """One rater, what their answers show, and what they said beside them."""

    rater: User
    look: Look
    skipped: int
    flagged: int
    late: int


def looks(campaign: Campaign) -> list[RaterLook]:
    """Everybody who has rated or remarked, those to look closer at first; four queries."""
    items = dict(_items(campaign))
    rated = Assignment.objects.filter(campaign=campaign, state=Assignment.State.RATED).order_by()
    columns = ("rater", "item", "scores", "choice", "swapped", "seconds")
    given: dict[int, list[Given]] = defaultdict(list)
    for rater, item, scores, choice, swapped, seconds in rated.values_list(*columns).iterator():
        words, expected = items[item]
        given[rater or 0].append(Given(scores, choice, swapped, seconds, words, expected))
    said = campaign.remarks.order_by().values_list("rater", "kind").annotate(count=Count("pk"))
    remarks = Counter({(rater, kind): count for rater, kind, count in said})
    limit = fastest([one.seconds for each in given.values() for one in each if one.seconds])
    kinds = Remark.Kind
    found = [
        RaterLook(
            person,
            look_at(given[pk], remarks[pk, kinds.SKIP], limit),
            remarks[pk, kinds.SKIP],
            remarks[pk, kinds.FLAG],
            remarks[pk, kinds.LATE],
        )
        for pk, person in User.objects.in_bulk({*given, *(pk for pk, _kind in remarks)}).items()
    ]
    return sorted(
        found, key=lambda one: (-len(one.look.reasons), -one.look.ratings, str(one.rater))
    )


def _items(campaign: Campaign) -> Iterator[tuple[int, tuple[int, dict[str, Any] | None]]]:
    """How many words there are to read in each item, and what is expected of a gold one."""
    columns = ("pk", "gold", "listing", "other")
    for pk, gold, listing, other in campaign.items.order_by().values_list(*columns).iterator():
        yield pk, (_words(listing) + (_words(other) if other else 0), gold)


def _words(kept: dict[str, Any]) -> int:
    texts = (kept["title"], *kept["features"], _TAG.sub(" ", kept["description"]))
    return sum(len(text.split()) for text in texts)
