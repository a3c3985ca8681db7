"""One person's stars for the texts of a listing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from accounts.models import User
from content.models import Listing, Revision
from learning.models import Feedback

SHOWN = 5
"""Earlier stars that the panel shows; all of them stand on the person's own page."""


@dataclass(frozen=True, slots=True)
class Given:
    """Stars with the number of the text that they are for."""

    number: int
    feedback: Feedback


@dataclass(frozen=True, slots=True)
class Stars:
    """What a person has given: for the text before them, and for others of the listing."""

    now: Feedback | None
    earlier: tuple[Given, ...]


def stars_of(user: User, listing: Listing, seen: int) -> Stars:
    """The person's own stars; two queries whatever there is."""
    rows = Feedback.objects.filter(
        listing=listing, person=user, source=Feedback.Source.STARS
    ).order_by("-pk")
    given = list(_numbered(list(rows.defer("facts", "text", "better", "findings")[: SHOWN + 1])))
    now = next((one.feedback for one in given if one.number == seen), None)
    return Stars(now, tuple(one for one in given if one.number != seen)[:SHOWN])


def _numbered(rows: list[Feedback]) -> Iterator[Given]:
    revisions = {row.pk: int(row.key.split(":")[1]) for row in rows}
    numbers = dict(
        Revision.objects.filter(pk__in=set(revisions.values())).values_list("pk", "number")
    )
    for row in rows:
        if revisions[row.pk] in numbers:
            yield Given(numbers[revisions[row.pk]], row)
