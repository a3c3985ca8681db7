"""Listings judged a second on one core, over listings that are all different.

The ratio sets it beside a yardstick of the same run, finding every word of the same texts with
a regular expression, so that figures from different machines can be compared.
"""

from __future__ import annotations

import random
import re
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from benchmarks.figures import Figure
from domain.listing import Listing, Product
from domain.prompt import shown_en, shown_tr
from domain.quality import judge

COUNT, PASSES = 1000, 5
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_WORD = re.compile(r"\w+")


def measure() -> list[Figure]:
    """Listings a second, a pass over fresh listings each, and the ratio to the yardstick."""
    rates, ratios = [], []
    for seed in range(PASSES):
        pairs = list(varied(COUNT, seed))
        judging = _seconds(judge_all, pairs)
        finding = _seconds(find_words, pairs)
        rates.append(COUNT / judging)
        ratios.append(judging / finding)
    return [
        Figure("judging, listings a second on one core", rates, "/s", "1,000 /s"),
        Figure("judging, times as long as finding the words", ratios, "x"),
    ]


def varied(count: int, seed: int) -> Iterator[tuple[Product, Listing]]:
    """Listings with sentences of their own, other numbers, and now and then a fault."""
    chance = random.Random(seed)  # noqa: S311 - not for secrets
    sources = [*shown_tr.SHOWN, *shown_en.SHOWN]
    for number in range(count):
        product, listing = chance.choice(sources)
        sentences = _SENTENCE.split(listing.description)
        chance.shuffle(sentences)
        size = str(chance.randrange(100, 9999))
        name = f"{product.name} {chance.choice('ABCDEFG')}{seed}{number}"
        features = [*listing.features, f"{size} g"]
        chance.shuffle(features)
        if chance.random() < 0.3:
            features.append(chance.choice(["Ücretsiz kargo", "ACIL İNDİRİM!", "Free shipping"]))
        yield (
            replace(product, name=name, features=(*product.features, f"{size} g")),
            Listing(f"{name} {size} g {listing.title[-30:]}", tuple(features), " ".join(sentences)),
        )


def judge_all(pairs: Iterable[tuple[Product, Listing]]) -> None:
    """The work that is measured."""
    for product, listing in pairs:
        judge(product, listing)


def find_words(pairs: Iterable[tuple[Product, Listing]]) -> None:
    """The yardstick."""
    for _product, listing in pairs:
        for text in (listing.title, *listing.features, listing.description):
            _WORD.findall(text)


def _seconds(
    work: Callable[[Iterable[tuple[Product, Listing]]], None],
    pairs: Iterable[tuple[Product, Listing]],
) -> float:
    started = time.perf_counter()
    work(pairs)
    return time.perf_counter() - started
