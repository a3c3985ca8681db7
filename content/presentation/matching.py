"""Which items two sequences have in common, in order, found with bounded work.

The greedy algorithm of E. Myers (1986): its cost grows with the number of differences, not with
how often an item repeats, so that a text made of one word is as cheap as any other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

MOST_ITEMS = 4000
MOST_EDITS = 300
"""Together they bound the work: no more than 2 · MOST_EDITS + 1 walks of MOST_ITEMS steps."""


@dataclass(frozen=True, slots=True)
class Run:
    """`length` items that stand from `old` in the earlier sequence and from `new` in the later."""

    old: int
    new: int
    length: int


def common_runs(old: Sequence[str], new: Sequence[str]) -> list[Run] | None:
    """What both share, in order, by the fewest edits; None where that would be too much work."""
    numbers: dict[str, int] = {}
    a = [numbers.setdefault(item, len(numbers)) for item in old]
    b = [numbers.setdefault(item, len(numbers)) for item in new]
    head = _shared(a, b)
    tail = _shared(a[head:][::-1], b[head:][::-1])
    middle = _middle(a[head : len(a) - tail], b[head : len(b) - tail])
    if middle is None:
        return None
    runs = [
        Run(0, 0, head),
        *(Run(run.old + head, run.new + head, run.length) for run in middle),
        Run(len(a) - tail, len(b) - tail, tail),
    ]
    return [run for run in runs if run.length]


def _shared(a: list[int], b: list[int]) -> int:
    """How many items both begin with."""
    pairs = enumerate(zip(a, b, strict=False))
    return next((at for at, (x, y) in pairs if x != y), min(len(a), len(b)))


def _middle(a: list[int], b: list[int]) -> list[Run] | None:
    """The runs between the first and the last difference."""
    if not a or not b:
        return []
    if max(len(a), len(b)) > MOST_ITEMS:
        return None
    furthest = {1: 0}  # how far into `a` each diagonal (place in a - place in b) was reached
    steps: list[dict[int, int]] = []
    for edits in range(min(len(a) + len(b), MOST_EDITS) + 1):
        steps.append(furthest.copy())
        for diagonal in range(-edits, edits + 1, 2):
            source = _source(furthest, diagonal, edits)
            i = furthest[source] + (source < diagonal)
            k = i - diagonal
            while i < len(a) and k < len(b) and a[i] == b[k]:
                i, k = i + 1, k + 1
            furthest[diagonal] = i
            if i >= len(a) and k >= len(b):
                return _walked_back(steps, len(a), len(b))
    return None


def _source(furthest: dict[int, int], diagonal: int, edits: int) -> int:
    """The neighbour that a walk comes from: the next one adds an item, the one before skips one."""
    if diagonal == -edits or (
        diagonal != edits and furthest[diagonal - 1] < furthest[diagonal + 1]
    ):
        return diagonal + 1
    return diagonal - 1


def _walked_back(steps: list[dict[int, int]], i: int, k: int) -> list[Run]:
    """The runs on the way that led from the beginning to the end."""
    runs: list[Run] = []
    for edits in range(len(steps) - 1, -1, -1):
        diagonal, furthest = i - k, steps[edits]
        source = _source(furthest, diagonal, edits)
        begun = furthest[source] + (source < diagonal)
        if i > begun:
            runs.append(Run(begun, begun - diagonal, i - begun))
        i = furthest[source]
        k = i - source
    return runs[::-1]
