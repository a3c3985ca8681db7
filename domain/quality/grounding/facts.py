"""The facts of a product, prepared once, so that a claim finds the fact that supports it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from domain.listing import Product
from domain.quality.grounding.belonging import is_own, own_words
from domain.quality.grounding.claims import told_in
from domain.quality.grounding.further import also_meant
from domain.quality.grounding.lexicon import WIDER
from domain.quality.grounding.properties import excludes
from domain.quality.grounding.reading import flatten
from domain.quality.grounding.standards import protection
from domain.quality.grounding.units import convert
from domain.quality.grounding.values import Amount, Claim, Code, Sense, Term, plain
from domain.quality.grounding.words import belong

_ROUNDING = Decimal("0.01")
_BINARY = Decimal("1.024")
_WORDS_BEFORE = re.compile(r"(?:(?<![^\W_])[^\W\d_]{2,20} ){1,3}\Z")
_MOST_QUOTED = 50
"""As many facts are looked through for the one that a message quotes."""


class Fact(NamedTuple):
    """Words that a person gave about the product, and in which field."""

    field: str
    text: str


class Contrary(NamedTuple):
    """What a fact says in place of a claim, in the fact's own words."""

    text: str
    field: str


class Given(NamedTuple):
    """An amount that a fact tells, the claim it stands in, and the fact."""

    amount: Amount
    claim: Claim
    fact: Fact


@dataclass(frozen=True, slots=True)
class FactSheet:
    """A product's facts by what they can support; looked up, never searched through.

    `amounts` are all of a dimension, `values` those that may be read as one value, and
    `sorted_values` each dimension's values in order, for measures of two systems.
    """

    given: tuple[tuple[Fact, tuple[Claim, ...]], ...]
    amounts: dict[str, list[Given]] = field(default_factory=dict)
    values: dict[tuple[str, Decimal], list[Given]] = field(default_factory=dict)
    sorted_values: dict[str, list[Decimal]] = field(default_factory=dict)
    codes: dict[tuple[str, ...], list[tuple[Code, Fact]]] = field(default_factory=dict)
    terms: dict[str, Fact] = field(default_factory=dict)
    coded: list[tuple[Claim, Fact]] = field(default_factory=list)
    own: frozenset[str] = frozenset()
    """The product's own words and their stems."""

    def support(self, claim: Claim) -> tuple[Sense, Fact] | None:
        """The sense in which a fact supports the claim, and that fact; None without one."""
        for sense in claim.senses:
            fact = self._support(sense, claim)
            if fact is not None:
                return sense, fact
        return None

    def tells_of_another(self, claim: Claim) -> bool:
        """Whether the claim is told of another thing than the product or a part of it."""
        return bool(claim.thing) and not is_own(claim.thing, self.own)

    def contrary(self, claim: Claim) -> Contrary | None:
        """A fact's claim of the same dimension with another value, for the message."""
        sense = claim.senses[0]
        if isinstance(sense, Term):
            return None
        known = list(islice(self._comparable(sense), _MOST_QUOTED))
        if isinstance(sense, Amount) and not sense.dimension:
            known = [entry for entry in known if not entry[0].near.isdisjoint(claim.near)]
        if not known:
            return None
        alike = [entry for entry in known if entry[0].about == claim.about]
        given, fact = (alike or known)[0]
        return Contrary(fact.text[given.start : given.end], fact.field)

    def _comparable(self, sense: Amount | Code) -> Iterator[tuple[Claim, Fact]]:
        if isinstance(sense, Amount):
            for given in self.amounts.get(sense.dimension, ()):
                yield given.claim, given.fact
            return
        for claim, fact in islice(self.coded, _MOST_QUOTED):
            if _akin(sense, claim.senses):
                yield claim, fact

    def _support(self, sense: Sense, claim: Claim) -> Fact | None:
        if isinstance(sense, Term):
            return self.terms.get(sense.name)
        if isinstance(sense, Code):
            for code, fact in self.codes.get(sense.runs, ()):
                if code.variants[: len(sense.variants)] == sense.variants:
                    return fact
            return None
        return self._amount(sense, claim)

    def _amount(self, amount: Amount, claim: Claim) -> Fact | None:
        if len(amount.numbers) > 1:
            return self._product(amount)
        bare = amount.dimension == ""
        for given in self._of_value(amount.dimension, amount.numbers[0]):
            own = given.claim
            if bare and own.near and not belong(own.near, claim.near):
                continue
            if not excludes(claim.about, own.about, amount.dimension):
                return given.fact
        return None if bare else self._converted(amount)

    def _of_value(self, dimension: str, readings: tuple[Decimal, ...]) -> Iterator[Given]:
        """The facts that tell one of the values; 1 TB is 1000 GB and 1024 GB alike."""
        for value in readings:
            yield from self.values.get((dimension, value), ())
        if dimension == "gb":
            for value in readings:
                yield from self.values.get((dimension, value * _BINARY), ())
                yield from self.values.get((dimension, value / _BINARY), ())

    def _product(self, amount: Amount) -> Fact | None:
        """A fact that holds each number of a size as often as the size does."""
        for given in self._of_value(amount.dimension, amount.numbers[0]):
            left = list(given.amount.numbers)
            for number in amount.numbers:
                same = next((n for n in left if not set(n).isdisjoint(number)), None)
                if same is None:
                    break
                left.remove(same)
            else:
                return given.fact
        return self._one_by_one(amount)

    def _one_by_one(self, amount: Amount) -> Fact | None:
        """The first of the facts that tell a size's numbers singly: its width, its height."""
        wanted = Counter(number[0] for number in amount.numbers)
        facts: list[Fact] = []
        for value, count in wanted.items():
            singly = [
                given.fact
                for given in self.values.get((amount.dimension, value), ())
                if len(given.amount.numbers) == 1
            ]
            if len(singly) < count:
                return None
            facts += singly
        return facts[0]

    def _converted(self, amount: Amount) -> Fact | None:
        """A fact in another system of measures, equal after rounding: 30 cm and 11.8 inches."""
        for dimension, known in self.sorted_values.items():
            for value in amount.numbers[0]:
                other = convert(value, amount.dimension, dimension)
                if other is None:
                    continue
                slack = abs(other) * _ROUNDING
                nearest = bisect_left(known, other - slack)
                if nearest < len(known) and known[nearest] <= other + slack:
                    return self.values[(dimension, known[nearest])][0].fact
        return None


def _akin(code: Code, senses: tuple[Sense, ...]) -> bool:
    """Whether a fact's code is of the same series: S23 and S24, `15 Pro` and `15 Pro Max`."""
    return any(
        isinstance(sense, Code)
        and (sense.runs[0] == code.runs[0] or len(sense.runs) == len(code.runs) == 1)
        for sense in senses
    )


@lru_cache(maxsize=512)
def fact_sheet(product: Product) -> FactSheet:
    """The prepared facts of a product; kept, since a product is judged many times over."""
    given = [Fact("name", product.name), Fact("brand", product.brand)]
    given += [Fact("features", feature) for feature in product.features]
    given += [
        Fact("category", product.category),
        Fact("price_range", product.price_range),
        Fact("keyword", product.keyword),
    ]
    told = [(fact, told_in(fact.text, product.language)) for fact in given if fact.text]
    also = tuple(
        (
            fact,
            (
                *(claim for _, claim in one.joined),
                *also_meant(one, product.language, fact.field == "name"),
            ),
        )
        for fact, one in told
    )
    own = own_words(word for _, one in told for word in one.words)
    return sheet_of(tuple((fact, one.claims) for fact, one in told), also, own)


_Read = tuple[tuple[Fact, tuple[Claim, ...]], ...]


def sheet_of(given: _Read, also: _Read = (), own: frozenset[str] = frozenset()) -> FactSheet:
    """Texts and their claims prepared to be looked up, whether a product's or a listing's.

    `also` are claims that the texts may be read as, too.
    """
    sheet = FactSheet(given, own=own)
    for fact, claims in (*given, *also):
        for claim in claims:
            for sense in claim.senses:
                _enter(sheet, sense, claim, fact)
            if fact.field == "name":
                _enter_glued(sheet, claim, fact)
    for dimension, value in sorted(sheet.values):
        sheet.sorted_values.setdefault(dimension, []).append(value)
    return sheet


def _enter(sheet: FactSheet, sense: Sense, claim: Claim, fact: Fact) -> None:
    if isinstance(sense, Term):
        _enter_terms(sheet, WIDER.get(sense.name, frozenset({sense.name})), fact)
    elif isinstance(sense, Amount):
        if sense.dimension == "atm":
            _enter_terms(sheet, frozenset({"water resistant"}), fact)
        _enter_amount(sheet, Given(sense, claim, fact))
    else:
        _enter_code(sheet, sense, claim, fact)
    if claim.kind == "certificate":
        _enter_terms(sheet, frozenset({"certificate"}), fact)


def _enter_glued(sheet: FactSheet, claim: Claim, fact: Fact) -> None:
    """Enters a product's name as it is glued together: `GalaxyS24`, `iPhone15`."""
    before = flatten(fact.text[: claim.start])
    for sense in claim.senses:
        runs = _runs_of(sense)
        words = _WORDS_BEFORE.search(before)
        if not runs or words is None:
            continue
        variants = sense.variants if isinstance(sense, Code) else ()
        names = words[0].split()
        for first in range(len(names)):
            head = "".join(names[first:])
            glued = (head + runs[0], *runs[1:]) if runs[0].isalpha() else (head, *runs)
            sheet.codes.setdefault(glued, []).append((Code(glued, variants), fact))


def _runs_of(sense: Sense) -> tuple[str, ...]:
    """The runs of a code, or of a whole number without a unit as of a code."""
    if isinstance(sense, Code):
        return sense.runs
    if isinstance(sense, Amount) and not sense.dimension and len(sense.numbers) == 1:
        number = plain(sense.numbers[0][0])
        return (number,) if number.isdigit() else ()
    return ()


def _enter_amount(sheet: FactSheet, given: Given) -> None:
    dimension = given.amount.dimension
    sheet.amounts.setdefault(dimension, []).append(given)
    for number in given.amount.numbers:
        for value in number:
            sheet.values.setdefault((dimension, value), []).append(given)


def _enter_terms(sheet: FactSheet, names: frozenset[str], fact: Fact) -> None:
    for name in names:
        sheet.terms.setdefault(name, fact)


def _enter_code(sheet: FactSheet, code: Code, claim: Claim, fact: Fact) -> None:
    """Enters a code under each part of it that is still told from a mere number or word."""
    runs = code.runs
    sheet.coded.append((claim, fact))
    if len(runs) == 1:
        bare = Amount("", ((Decimal(runs[0]),),))
        _enter_amount(sheet, Given(bare, claim, fact))
    for start in range(len(runs)):
        for end in range(start + 1, len(runs) + 1):
            if end - start > 1 or len(runs) == 1:
                entered = code if end == len(runs) else Code(runs)
                sheet.codes.setdefault(runs[start:end], []).append((entered, fact))
    if claim.kind == "certificate" and runs[0] in ("ip", "ipx"):
        _enter_terms(sheet, protection("".join(runs)), fact)
