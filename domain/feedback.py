"""What feedback says of a text: whether it went wrong, by one rule for each kind of feedback.

Stars and ratings are negative under 3. An edit is negative where the draft could not have been
approved as it was, or where it changed a tenth of the words or more: what a person mends in
passing is no fault of the draft as a whole.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Final

from domain.listing import Listing
from domain.markup import plain
from domain.rating import OVERALL
from domain.turkish import nfc

NEGATIVE_UNDER: Final = 3
"""The document's own: negative = rating < 3."""
MUCH: Final = 0.1
"""From this share of changed words on an edit says that the draft was not good."""


def is_negative(rating: int) -> bool:
    """Whether so many stars, or such a rating, say that the text went wrong."""
    return rating < NEGATIVE_UNDER


def rating_of(scores: Mapping[str, int]) -> int | None:
    """The rating that scores by criterion stand for: the overall one, else their mean, halves up.

    None where there is none.
    """
    if OVERALL in scores:
        return scores[OVERALL]
    return (2 * sum(scores.values()) + len(scores)) // (2 * len(scores)) if scores else None


def changed_share(before: Listing, after: Listing) -> float:
    """Of all words of both texts, the share that only one of them has, from 0 to 1.

    Words are compared as they are read, field by field and however often each occurs; putting
    them in another order changes none of them, and neither do tags.
    """
    old, new = _words(before), _words(after)
    both = old.total() + new.total()
    return (both - 2 * (old & new).total()) / both if both else 0.0


def edit_is_negative(before: Listing, after: Listing, *, had_errors: bool) -> bool:
    """Whether what a person made of a draft says that the draft went wrong.

    `had_errors`: whether a rule that bars approval was broken by the draft.
    """
    return had_errors or changed_share(before, after) >= MUCH


def _words(text: Listing) -> Counter[tuple[str, str]]:
    parts = (
        ("title", text.title),
        *(("features", feature) for feature in text.features),
        ("description", plain(text.description)),
    )
    return Counter((field, word) for field, said in parts for word in nfc(said).split())
