"""What differs between two Modelfiles, line by line, with the lines around each change."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest

from content.presentation.diffing import Difference, compare

AROUND = 2
MOST_LINES = 2000
"""Of more, only that they differ is told: what both hold can be read on the versions' pages."""


@dataclass(frozen=True, slots=True)
class Hunk:
    """Lines that stand together; `before` and `after` are the numbers of its first line."""

    before: int
    after: int
    lines: tuple[Difference, ...]


def hunks(before: str, after: str) -> list[Hunk] | None:
    """Where the two differ; None where they are too long to be compared."""
    old, new = before.splitlines(), after.splitlines()
    if max(len(old), len(new)) > MOST_LINES:
        return None
    groups = SequenceMatcher(None, old, new).get_grouped_opcodes(AROUND)
    return [
        Hunk(
            group[0][1] + 1,
            group[0][3] + 1,
            tuple(
                compare(left, right)
                for _tag, i1, i2, j1, j2 in group
                for left, right in zip_longest(old[i1:i2], new[j1:j2], fillvalue="")
            ),
        )
        for group in groups
    ]
