"""Sentences of a description that only say again what the others say, as small models write."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Final

from domain import markets, markup, turkish
from domain.judgement import Finding, Place
from domain.listing import Listing, Product
from domain.quality.folding import fold
from domain.quality.seo import stuffed
from domain.quality.structure import circling, rows_of
from domain.repair.characters import cut_out
from domain.repair.paragraphs import EMPTY
from domain.repair.values import with_field

MOST_DROPPED: Final = 12
_MOST_SENTENCES: Final = 60
"""A text of more is no listing's; looking which of them to drop would take long."""
_NUMBER: Final = re.compile(r"\d+(?:[.,]\d+)*")
_DESCRIPTION: Final = Place("description")
Weights = Callable[[Sequence[Sequence[str]]], Iterable[int]]


def drop_circling(product: Product, listing: Listing, _finding: Finding) -> Iterable[Listing]:
    """Without the sentence that repeats most of the sequences that stand there again and again;
    then without the next one too, and so on."""
    own = frozenset(map(fold, turkish.words(f"{product.name} {product.brand}")))

    def weights(sentences: Sequence[Sequence[str]]) -> Iterable[int]:
        words = [fold(word) for sentence in sentences for word in sentence]
        often = circling(words, own)
        begun = iter(row in often for row in rows_of(words))
        return [sum(islice(begun, len(sentence))) for sentence in sentences]

    yield from _without(product, listing, weights)


def drop_stuffing(product: Product, listing: Listing, _finding: Finding) -> Iterable[Listing]:
    """Without the sentence that says words of which there are too many most often; then without
    the next one too, and so on."""
    density = markets.get(product.market).limits.word_density

    def weights(sentences: Sequence[Sequence[str]]) -> Iterable[int]:
        stems = [[turkish.stem(word, product.language) for word in words] for words in sentences]
        often = dict(stuffed([stem for own in stems for stem in own], density))
        return [sum(stem in often for stem in own) for own in stems]

    yield from _without(product, listing, weights)


def _without(product: Product, listing: Listing, weights: Weights) -> Iterator[Listing]:
    """Fewer and fewer sentences. The first one stays, and so does each with a number that stands in
    no other: it is a fact. Nothing is left out of a text that would become too short."""
    least = markets.get(product.market).limits.description_min_words
    for _step in range(MOST_DROPPED):
        text = listing.description
        spoken = turkish.sentences(markup.blank(text))
        if not 2 < len(spoken) <= _MOST_SENTENCES:
            return
        words = [turkish.words(one.text) for one in spoken]
        numbers = [set(_NUMBER.findall(one.text)) for one in spoken]
        told = Counter(number for own in numbers for number in own)
        left = sum(map(len, words))
        fit = [
            (weight, at)
            for at, weight in enumerate(weights(words))
            if weight and at and left - len(words[at]) >= least
            if all(told[number] > 1 for number in numbers[at])
        ]
        if not fit:
            return
        gone = spoken[max(fit)[1]]
        listing = with_field(
            listing, _DESCRIPTION, EMPTY.sub("", cut_out(text, gone.start, gone.end))
        )
        yield listing
