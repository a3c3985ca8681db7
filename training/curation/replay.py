"""What a model that goes on from another learns: what is new to it, and some of what it knows.

A few hundred examples read a third time are learnt by heart, and the loss on others rises; left out
altogether they are forgotten. Lines are those of a dataset's files, an example's JSON each.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final

from domain.categories import category_of
from training.curation.sample import Sample, digest

SHARE: Final = 0.25
"""Known examples for each new one."""
LEAST: Final = 50
"""Known ones make up for what is missing to so many."""


def with_replay(lines: Sequence[str], known: Iterable[str]) -> tuple[list[str], int]:
    """The lines to learn, in their order, and how many of them are known.

    `known` are the lines that the models before learnt. Where nothing is new, all are learnt again.
    """
    seen = {_text(line) for line in known}
    familiar = [number for number, line in enumerate(lines) if _text(line) in seen]
    fresh = len(lines) - len(familiar)
    if not fresh:
        return list(lines), len(familiar)
    count = min(len(familiar), max(round(SHARE * fresh), LEAST - fresh))
    again = {familiar[number * len(familiar) // count] for number in range(count)}
    left_out = set(familiar) - again
    return [line for number, line in enumerate(lines) if number not in left_out], count


def spread(known: Iterable[Sample], count: int) -> list[Sample]:
    """`count` of what is known, taken in turn from each language and category, so that none of them
    is forgotten; all where there are no more. The same ones whatever order they come in."""
    kinds: dict[tuple[str, str], list[Sample]] = defaultdict(list)
    for one in sorted(known, key=lambda sample: (digest(sample.key), sample.key)):
        kinds[one.product.language.value, category_of(one.product.category) or ""].append(one)
    waiting = [kinds[kind][::-1] for kind in sorted(kinds)]
    chosen: list[Sample] = []
    while waiting and len(chosen) < count:
        chosen += [kind.pop() for kind in waiting[: count - len(chosen)]]
        waiting = [kind for kind in waiting if kind]
    return chosen


def _text(line: str) -> str:
    """Facts and words: what rules of another day made of them counts for nothing."""
    item = json.loads(line)
    said = {key: value for key, value in item["output"].items() if key != "metadata"}
    return json.dumps([item["input"], said], sort_keys=True)
