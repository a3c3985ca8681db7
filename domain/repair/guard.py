"""What a step of a repair must leave alone: given facts, numbers, and everything that was right."""

from __future__ import annotations

from collections import Counter

from domain import turkish
from domain.judgement import Finding, Judgement, Severity
from domain.listing import Listing, Product
from domain.markup import decoded, plain
from domain.repair.characters import NUMBERED
from domain.repair.menders import Mending


def better(before: Judgement, after: Judgement, mended: Finding | None, times: int = 1) -> bool:
    """Whether nothing became worse, and the findings that were to be mended are gone."""
    was, now = _faults(before), _faults(after)
    if any(count > was[code] for code, count in now.items()):
        return False
    if after.scores.overall_score < before.scores.overall_score:
        return False
    if mended is None:
        return True
    if mended.severity is not Severity.ERROR and not set(after.omitted) <= set(before.omitted):
        return False  # what may stay as it is is no reason to leave out a fact
    return _count(after, mended.code) <= _count(before, mended.code) - times


def keeps_facts(product: Product, listing: Listing, mending: Mending) -> bool:
    """Whether numbers with their units and the product's own words stand as they were.

    A step that shortens may drop some of them whole, but never alters one.
    """
    was, now = _facts(product, listing), _facts(product, mending.listing)
    return now <= was if mending.shortens else now == was


def _faults(judgement: Judgement) -> Counter[str]:
    """How often each rule is broken; that of the least compliance only sums up others."""
    return Counter(
        finding.code
        for finding in judgement.findings
        if finding.severity is not Severity.ADVICE and finding.code != "compliance.below_minimum"
    )


def _count(judgement: Judgement, code: str) -> int:
    return sum(finding.code == code for finding in judgement.findings)


def _facts(product: Product, listing: Listing) -> Counter[tuple[str, ...]]:
    """Words with a digit, each with the word after it, and words of the brand and the name."""
    named = turkish.tokens(f"{product.brand} {product.name}")
    own = {turkish.fold(token.text) for token in named}
    found: Counter[tuple[str, ...]] = Counter()
    # The number of a list is no fact of the product; who takes it away knows that it is one.
    features = (NUMBERED.sub("", decoded(feature), count=1) for feature in listing.features)
    # Nor is the number of a character, as in "&#39;".
    for text in (decoded(listing.title), *features, plain(listing.description)):
        words = [token.text for token in turkish.tokens(text)]
        for position, word in enumerate(words):
            if any(character.isdigit() for character in word):
                found[(word, *map(turkish.fold, words[position + 1 : position + 2]))] += 1
            elif turkish.fold(word) in own:
                found[(turkish.fold(word),)] += 1
    return found
