"""The strategy without weights: instructions, and the best and most different examples to follow.

Which examples are shown is decided greedily: the best one first, then always the one that has
least in common with those already chosen, by the four-word sequences of their texts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from domain.forms import to_json
from domain.listing import Listing, Product
from domain.modelfile import Modelfile
from domain.prompt import Level, build
from training.curation.duplicates import shingles_of
from training.curation.sample import text_of

BUDGET: Final = 2400
"""Tokens for all examples: a slot of the embedded engine has 4,096, of which instructions, facts
and the answer take the rest."""
CHARACTERS_A_TOKEN: Final = 2.8
"""Turkish listings, in Gemma's tokens; measured at 2.8 to 3.1."""
SHINGLE: Final = 4
CONSIDERED: Final = 300
Pair = tuple[Product, Listing]


@dataclass(frozen=True, slots=True)
class Prompting:
    """A Modelfile, and how many of how many examples had room in it."""

    modelfile: Modelfile
    shown: int
    available: int
    tokens: int


def instruct(base: str, level: Level, examples: Sequence[Pair], budget: int = BUDGET) -> Prompting:
    """The Modelfile of a level from `examples`, the best first.

    One Modelfile has one language: that of most examples.
    """
    language = Counter(product.language for product, _ in examples).most_common(1)[0][0]
    fit = [pair for pair in examples if pair[0].language is language]
    chosen = diverse(fit, budget)
    system = build(fit[0][0], level, examples=0).system
    messages = [message for pair in chosen for message in _messages(pair, level)]
    return Prompting(
        Modelfile(
            base,
            system=system,
            parameters=(("temperature", "0.3"), ("num_ctx", "4096")),
            messages=tuple(messages),
        ),
        shown=len(chosen),
        available=len(fit),
        tokens=sum(map(tokens_of, chosen)),
    )


def diverse(examples: Sequence[Pair], budget: int) -> list[Pair]:
    """Of `examples`, the best first, those that differ most and fit into `budget` tokens."""
    left = [pair for pair in examples[:CONSIDERED] if '"""' not in _said(pair)]
    sequences = {id(pair): shingles_of(text_of(pair[1]), SHINGLE) for pair in left}
    nearest = {id(pair): 0.0 for pair in left}
    chosen: list[Pair] = []
    while left:
        # Of equally different ones the first, which is the best.
        pair = min(left, key=lambda one: nearest[id(one)])
        left.remove(pair)
        if tokens_of(pair) > budget:
            continue
        budget -= tokens_of(pair)
        chosen.append(pair)
        for other in left:
            alike = _alike(sequences[id(pair)], sequences[id(other)])
            nearest[id(other)] = max(nearest[id(other)], alike)
    return chosen


def tokens_of(pair: Pair) -> int:
    """About how many tokens an example takes, request and answer."""
    return round(len(_said(pair)) / CHARACTERS_A_TOKEN)


def _messages(pair: Pair, level: Level) -> Iterable[tuple[str, str]]:
    product, listing = pair
    yield "user", build(product, level, examples=0).request
    yield "assistant", to_json(listing)


def _said(pair: Pair) -> str:
    return build(pair[0], Level.BASIC, examples=0).request + to_json(pair[1])


def _alike(one: frozenset[int], other: frozenset[int]) -> float:
    return len(one & other) / len(one | other)
