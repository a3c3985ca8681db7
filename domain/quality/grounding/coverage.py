"""Which of the given features a listing leaves out, however it words the others."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

from domain.quality.grounding.facts import Fact, FactSheet, sheet_of
from domain.quality.grounding.reading import read
from domain.quality.grounding.synonyms import STOP, concept
from domain.quality.grounding.values import Amount, Claim, Sense

_WORD = re.compile(r"[^\W_]+")
_ENOUGH = 0.6
_LITTLE = "yapi baglanti noktasi port giris cikis soket destek design tasarim support connector"
_SAYS_LITTLE = frozenset(map(concept, _LITTLE.split()))
"""Words that a feature is told without, once the others are: `USB-C bağlantı noktası`."""


def omitted_features(
    sheet: FactSheet,
    claims: Sequence[Claim],
    words: Iterable[str],
    further: Callable[[], Iterable[Claim]] = tuple,
) -> tuple[str, ...]:
    """The features, in the product's own words, of which the listing tells too little.

    `claims` and `words` are all that the listing claims and all its words, flattened; what it
    may mean `further` is asked only where a feature seems to be left out.
    """
    told = {(sense, claim.about) for claim in claims for sense in claim.senses}
    left = [
        (fact, own)
        for fact, own in sheet.given
        if fact.field == "features" and not _says_it_all(own, told)
    ]
    if not left:
        return ()
    # Asked the other way round, whether the listing's claims support the feature's.
    listing = sheet_of(((Fact("listing", ""), tuple(claims)),))
    stems = frozenset(map(concept, words))
    left = [(fact, own) for fact, own in left if not _is_told(fact.text, own, listing, stems)]
    if any(own for _, own in left):
        listing = sheet_of(((Fact("listing", ""), (*claims, *further())),))
        left = [(fact, own) for fact, own in left if not _is_told(fact.text, own, listing, stems)]
    return tuple(dict.fromkeys(fact.text for fact, _ in left))


def _says_it_all(own: tuple[Claim, ...], told: set[tuple[Sense, str]]) -> bool:
    """Whether the listing says all that a feature claims in the very same values."""
    firm = [claim for claim in own if _is_firm(claim)]
    return bool(firm) and all(
        any((sense, claim.about) in told for sense in claim.senses) for claim in firm
    )


def _is_told(text: str, own: tuple[Claim, ...], listing: FactSheet, stems: frozenset[str]) -> bool:
    firm = [claim for claim in own if _is_firm(claim)]
    appearing = [claim for claim in firm if _appears(claim, listing)]
    if firm and len(appearing) == len(firm):
        return True
    hard = [claim for claim in firm if _is_hard(claim)]
    if hard and 2 * sum(map(_is_hard, appearing)) < len(hard):
        return False
    wanted = _stems(text)
    return not wanted or len(wanted & stems) >= _ENOUGH * len(wanted)


def _is_hard(claim: Claim) -> bool:
    """Whether a feature is not told without this claim: an amount, material or certificate."""
    return isinstance(claim.senses[0], Amount) or claim.kind in ("material", "certificate")


def _is_firm(claim: Claim) -> bool:
    """Whether the claim says something by itself, unlike a number without a unit."""
    sense = claim.senses[0]
    return not isinstance(sense, Amount) or sense.dimension not in ("", "times")


def _appears(claim: Claim, listing: FactSheet) -> bool:
    """Whether the listing tells the claim; of a size or a range it may tell one number."""
    if listing.support(claim) is not None:
        return True
    return any(
        (sense.dimension, value) in listing.values
        for sense in claim.senses
        if isinstance(sense, Amount) and len(sense.numbers) > 1
        for number in sense.numbers
        for value in number
    )


@lru_cache(maxsize=256)
def _stems(text: str) -> frozenset[str]:
    words = _WORD.findall(read(text).flat)
    stems = frozenset(concept(word) for word in words if len(word) > 1 and word not in STOP)
    return stems - _SAYS_LITTLE or stems
