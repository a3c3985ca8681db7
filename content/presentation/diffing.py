"""What changed between two texts, word by word, for showing them side by side."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from domain.listing import Listing

_WORDS = re.compile(r"\s+|\w+|[^\w\s]")
_MOST_WORDS = 4000
"""Beyond this a text is compared as a whole: the cost grows with the square."""

Kind = Literal["same", "gone", "new"]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text and whether both sides have it."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class Difference:
    """One field: the earlier text's pieces, the later one's, and whether they differ."""

    before: tuple[Piece, ...]
    after: tuple[Piece, ...]

    @property
    def changed(self) -> bool:
        """Whether the two sides differ at all."""
        return any(piece.kind != "same" for piece in self.before + self.after)


@dataclass(frozen=True, slots=True)
class ListingDifference:
    """The difference of two listings, field by field; features pair by pair."""

    title: Difference
    features: tuple[Difference, ...]
    description: Difference

    @property
    def features_changed(self) -> bool:
        """Whether any feature differs."""
        return any(feature.changed for feature in self.features)

    @property
    def changed(self) -> bool:
        """Whether any field differs."""
        return self.title.changed or self.features_changed or self.description.changed


def compare(before: str, after: str) -> Difference:
    """The pieces of both texts, words kept whole."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    if len(old) > _MOST_WORDS or len(new) > _MOST_WORDS:
        old, new = [before] if before else [], [after] if after else []
    gone: list[Piece] = []
    come: list[Piece] = []
    for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if i < j:
            gone.append(Piece("same" if tag == "equal" else "gone", "".join(old[i:j])))
        if k < m:
            come.append(Piece("same" if tag == "equal" else "new", "".join(new[k:m])))
    return Difference(tuple(gone), tuple(come))


def compare_listings(before: Listing, after: Listing) -> ListingDifference:
    """Both listings, field by field; a feature that moved stands opposite its old self's gap."""
    return ListingDifference(
        compare(before.title, after.title),
        tuple(compare(old, new) for old, new in _paired(before.features, after.features)),
        compare(before.description, after.description),
    )


def _paired(old: tuple[str, ...], new: tuple[str, ...]) -> list[tuple[str, str]]:
    """Equal features opposite each other, the rest in order, empty where one side has none."""
    pairs: list[tuple[str, str]] = []
    for _tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        for step in range(max(j - i, m - k)):
            left = old[i + step] if i + step < j else ""
            right = new[k + step] if k + step < m else ""
            pairs.append((left, right))
    return pairs
