"""Feedback as what patterns are looked for in: two queries at most, a bounded number of rows.

What raters said in a campaign whose gold items they fail by now is no evidence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import QuerySet

from domain.patterns import MOST_ITEMS, Item, facts_text, parts_of
from learning.models import Feedback, Policy, Retraining
from learning.queries.counting import failing_of, said_of

MOST_SHOWN: Final = 2_000
"""The newest feedback of a policy that a page works out while somebody waits for it."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A policy's newest feedback, the newest first, and which of it no retraining has processed."""

    items: Sequence[Item]
    waiting: Sequence[Item]


def of_retraining(row: Retraining) -> list[Item]:
    """What a retraining looks at, the newest first: at most `MOST_ITEMS`."""
    return [item for item, _taken in _items(Feedback.objects.filter(uses__retraining=row))]


def of_policy(policy: Policy) -> Evidence:
    """What was said of the texts that a policy counts: at most `MOST_SHOWN`."""
    found = _items(Feedback.objects.filter(policy=policy), MOST_SHOWN)
    waiting = [item for item, taken in found if taken is None]
    return Evidence([item for item, _taken in found], waiting)


def _items(rows: QuerySet[Feedback], most: int = MOST_ITEMS) -> list[tuple[Item, int | None]]:
    wanted = (
        *("source", "is_negative", "findings", "scores", "category", "language", "code"),
        *("comment", "text", "better", "facts", "taken_by_id", "campaign_id", "person_id"),
        *("version__family__name", "version__major", "version__minor", "version__patch"),
    )
    chosen = list(rows.select_related("version__family").only(*wanted).order_by("-pk")[:most])
    failing = failing_of(rows, map(said_of, chosen))
    return [(_item(row), row.taken_by_id) for row in chosen if said_of(row) not in failing]


def _item(row: Feedback) -> Item:
    return Item(
        number=row.pk,
        is_negative=row.is_negative,
        codes=frozenset(str(found["code"]) for found in row.findings),
        scores=row.scores,
        category=row.category,
        language=row.language,
        version=row.version.name if row.version else "",
        rejection=row.code,
        # The marketplace's words are the same for everything that it rejects for one reason: they
        # would be a theme that nobody raised. Its code says it all.
        comment="" if row.source == Feedback.Source.REJECTION else row.comment,
        text=parts_of(row.text),
        better=parts_of(row.better) if row.better else (),
        facts=facts_text(row.facts),
    )
