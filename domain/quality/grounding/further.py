"""What else a fact may mean, read with good will.

A listing has to be sure of what it says; a fact is asked whether it could mean that. So `Two 10
oz insulated cups` are two cups, `9 x 13 inch` is a 9 x 13, and a model's number goes with any
word of the name that stands before it. Only facts are read like this, never a listing.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from domain.quality.grounding import lexicon, numerals
from domain.quality.grounding.claims import Told
from domain.quality.grounding.spoken import number_at
from domain.quality.grounding.synonyms import STOP
from domain.quality.grounding.units import unit_of
from domain.quality.grounding.values import Amount, Claim, Code, Sense, Term
from domain.quality.grounding.words import CLAUSE, Words, short

_REACH = 4
_MOST_NAMES = 8
_LEAST_LETTERS = 4
_A_SECOND = frozenset(map(short, ("saniye", "second")))
_COUNTED = frozenset({"", "piece", "pair", "person", "times"})


def also_meant(told: Told, language: str, is_name: bool) -> tuple[Claim, ...]:
    """The claims that a fact supports besides those that it makes outright."""
    found: list[Claim] = []
    for claim in told.claims:
        found += _also(claim, told.split, is_name)
    found += _counting_further_on(told, language, is_name)
    return tuple(found)


def _also(claim: Claim, words: Words, is_name: bool) -> Iterator[Claim]:
    sense = claim.senses[0]
    if isinstance(sense, Code):
        for term in _terms_in(sense):
            yield claim._replace(kind="claim", senses=(Term(term),))
    elif isinstance(sense, Amount):
        bare = Amount("", tuple(tuple(v / claim.factor for v in n) for n in sense.numbers))
        if len(sense.numbers) > 1:
            yield claim._replace(senses=(bare,))
        elif sense.dimension == "hz":
            yield claim._replace(senses=(bare,), near=_A_SECOND)
        elif is_name and claim.first and _counts(sense):
            before = frozenset(
                map(short, words.texts[max(0, claim.first - _MOST_NAMES) : claim.first])
            )
            yield claim._replace(senses=(bare,), near=before)


def _terms_in(code: Code) -> Iterator[str]:
    """What the letters of a code say: OLED55C3 is an OLED."""
    for run in code.runs:
        if len(run) >= _LEAST_LETTERS and run.isalpha():
            yield from (f.term for f in lexicon.forms_of(run) if f.words == (run,))


def _counts(amount: Amount) -> bool:
    return amount.dimension in _COUNTED or amount.dimension.startswith("count:")


def _counting_further_on(told: Told, language: str, is_name: bool) -> Iterator[Claim]:
    """What numbers count though other words stand between: `100 manyetik direnç seviyesi`."""
    words = told.split
    amounts = {c.first: c for c in told.claims if c.after and isinstance(c.senses[0], Amount)}
    here = 0
    while here < len(words.texts):
        claim = amounts.get(here)
        if claim is not None:
            sense = claim.senses[0]
            one = isinstance(sense, Amount) and len(sense.numbers) == 1 and _counts(sense)
            # The digits of a name are a model's number more often than they count anything.
            if one and isinstance(sense, Amount) and not (is_name and not sense.dimension):
                values = tuple(value / claim.factor for value in sense.numbers[0])
                yield from _ahead(words, amounts, here, claim.after, values)
            here = claim.after
            continue
        spoken = number_at(words, here, language)
        if spoken is not None and spoken[0] >= 2:
            value, last, _ = spoken
            yield from _ahead(words, amounts, here, last + 1, (value,))
        here += 1


def _ahead(
    words: Words, amounts: dict[int, Claim], first: int, after: int, values: tuple[Decimal, ...]
) -> Iterator[Claim]:
    near: set[str] = set()
    senses: list[Sense] = [Amount("", (values,))]
    for word in _words_ahead(words, amounts, after):
        unit = unit_of(word)
        if unit is not None and unit.is_count:
            senses.append(Amount(unit.dimension, (values,)))
        if word not in STOP:
            near.add(short(word))
    if near:
        start, end = words.reading.span(words.starts[first], words.ends[after - 1])
        yield Claim("number", start, end, tuple(senses), frozenset(near))


def _words_ahead(words: Words, amounts: dict[int, Claim], here: int) -> Iterator[str]:
    """The next words of the clause; measures between (`1,5 Ah`) are passed over."""
    left = _REACH
    while left and here < len(words.texts) and not CLAUSE.search(words.gap(here - 1)):
        claim = amounts.get(here)
        if claim is not None and claim.after > here:
            sense = claim.senses[0]
            if not isinstance(sense, Amount) or _counts(sense):
                return
            here = claim.after
            continue
        word = words.texts[here]
        if not word.isalpha() or word in numerals.NUMBER_WORDS:
            return
        yield word
        here, left = here + 1, left - 1
