"""What changed between two texts, word by word, for showing them side by side."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Literal

from content.presentation.matching import Run, common_runs
from domain.listing import Listing
from domain.markup import plain

# Each takes the white space that follows along: alone, it would be the commonest item of all.
_WORDS = re.compile(r"\w+\s*|[^\w\s]\s*|\s+")
_AROUND = 60
"""How much is shown before and behind a change where equal stretches are folded."""
_SENTENCES = re.compile(r"[^.!?\n]+[.!?\n]*\s*|[.!?\n]+\s*")

Kind = Literal["same", "gone", "new"]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text and whether both sides have it."""

    kind: Kind
    text: str

    @property
    def folded(self) -> tuple[str, str, str]:
        """Its beginning, what a narrow page folds away, and its end.

        Only what both sides have is folded, and only where that is long.
        """
        if self.kind != "same" or len(self.text) <= 3 * _AROUND:
            return self.text, "", ""
        start = self.text.rfind(" ", 0, _AROUND) + 1 or _AROUND
        end = self.text.find(" ", len(self.text) - _AROUND)
        end = end if end > 0 else len(self.text) - _AROUND
        return self.text[:start], self.text[start:end], self.text[end:]


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
    """The pieces of both texts: words kept whole, or sentences where too many words differ."""
    for unit in (_WORDS, _SENTENCES):
        old, new = unit.findall(before), unit.findall(after)
        runs = common_runs([item.rstrip() for item in old], [item.rstrip() for item in new])
        if runs is not None:
            return _pieces(old, new, runs)
    return _pieces([before], [after], [])


def compare_listings(before: Listing, after: Listing) -> ListingDifference:
    """Both listings, field by field; a feature that moved stands opposite its old self's gap."""
    return ListingDifference(
        compare(before.title, after.title),
        tuple(compare(old, new) for old, new in _paired(before.features, after.features)),
        _compare_descriptions(before.description, after.description),
    )


def _compare_descriptions(before: str, after: str) -> Difference:
    """As they are read, without their tags; the source only where nothing else differs."""
    old, new = plain(before), plain(after)
    return compare(before, after) if old == new else compare(old, new)


def _paired(old: Sequence[str], new: Sequence[str]) -> list[tuple[str, str]]:
    """Equal features opposite each other, the rest in order, empty where one side has none."""
    pairs: list[tuple[str, str]] = []
    i = k = 0
    for run in (*(common_runs(old, new) or ()), Run(len(old), len(new), 0)):
        pairs += zip_longest(old[i : run.old], new[k : run.new], fillvalue="")
        i, k = run.old + run.length, run.new + run.length
        pairs += zip(old[run.old : i], new[run.new : k], strict=True)
    return pairs


def _pieces(old: Sequence[str], new: Sequence[str], runs: Sequence[Run]) -> Difference:
    """Both sides put together again, each stretch with its kind."""
    gone, come = _Side("gone"), _Side("new")
    i = k = 0
    for run in (*runs, Run(len(old), len(new), 0)):
        gone.add(False, *old[i : run.old])
        come.add(False, *new[k : run.new])
        i, k = run.old + run.length, run.new + run.length
        for left, right in zip(old[run.old : i], new[run.new : k], strict=True):
            _add_alike(gone, come, left, right)
    return Difference(gone.pieces(), come.pieces())


def _add_alike(gone: _Side, come: _Side, left: str, right: str) -> None:
    """An item of both sides; the white space after it may still differ."""
    if left == right:
        gone.add(True, left)
        come.add(True, right)
        return
    for side, item in ((gone, left), (come, right)):
        word = item.rstrip()
        side.add(True, word)
        side.add(False, item[len(word) :])


class _Side:
    """One side as it grows: stretches of the same kind become one piece."""

    def __init__(self, different: Kind) -> None:
        self._different = different
        self._stretches: list[tuple[Kind, list[str]]] = []

    def add(self, same: bool, *texts: str) -> None:
        kind: Kind = "same" if same else self._different
        for text in filter(None, texts):
            if not self._stretches or self._stretches[-1][0] != kind:
                self._stretches.append((kind, []))
            self._stretches[-1][1].append(text)

    def pieces(self) -> tuple[Piece, ...]:
        return tuple(Piece(kind, "".join(texts)) for kind, texts in self._stretches)
