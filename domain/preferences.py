"""What people's answers teach a model: which texts are good, and which of two is better.

The rules are KTO's labels and preference pairs as LLaMA-Factory and TRL read them, for answers from
1 to 5: 4 and 5 are good, 1 and 2 bad, and what lies between says neither. Two texts are a pair only
where they are of the same product and at least GAP apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from statistics import median
from typing import Final, TypeVar

from domain.rating import Choice

GOOD: Final = 4
BAD: Final = 2
GAP: Final = 2
Text = TypeVar("Text")


def label_of(ratings: Sequence[int]) -> bool | None:
    """Whether a text is good, by the median of its raters; None where they do not say.

    One label a text: three raters who disagree would otherwise teach a model both answers.
    """
    if not ratings:
        return None
    middle = median(ratings)
    return True if middle >= GOOD else False if middle <= BAD else None


def pairs_of(texts: Sequence[tuple[Text, Sequence[int]]]) -> Iterator[tuple[Text, Text]]:
    """Of one product's texts with their ratings every two far enough apart, the better first."""
    rated = [(text, median(ratings)) for text, ratings in texts if ratings]
    for (one, its), (other, others) in combinations(rated, 2):
        if abs(its - others) >= GAP:
            yield (one, other) if its > others else (other, one)


def winner_of(choices: Iterable[str]) -> Choice | None:
    """Which of two texts more of the decisive answers prefer; None of a tie or where there are
    none: “both good” and “both bad” prefer neither."""
    said = list(choices)
    a, b = said.count(Choice.A), said.count(Choice.B)
    if a == b:
        return None
    return Choice.A if a > b else Choice.B
