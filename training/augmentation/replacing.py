"""Synonym replacement: other words for what claims nothing, with their endings and capitals.

Numbers, units, brands, model codes and whatever the facts say stay untouched: a word that the facts
use is never replaced, nor one that holds a digit, nor the title.
"""

from __future__ import annotations

import random
import re
from dataclasses import replace
from functools import cache
from typing import Final

from domain.listing import Language, Listing, Product
from domain.turkish import capitalize, lower, stem, words
from training.augmentation.harmony import forms, transferred
from training.augmentation.synonyms import FIXED, INFLECTED, LEFT_ALONE, UNSUITED_AFTER

SHARE: Final = 0.7
"""Of the words that could be replaced."""
FEWEST: Final = 2
"""Replacements that make another text; with fewer it would be the same one again."""
_TAG_OR_TEXT: Final = re.compile(r"(<[^>]*>)")
_VOWELS: Final = "aeiou"


def with_synonyms(product: Product, listing: Listing, draw: random.Random) -> Listing | None:
    """The listing in partly other words; None where too few can be replaced."""
    writer = _Writer(product, draw)
    features = tuple(writer.rewritten(line) for line in listing.features)
    pieces = _TAG_OR_TEXT.split(listing.description)
    description = "".join(
        piece if piece.startswith("<") else writer.rewritten(piece) for piece in pieces
    )
    if writer.replaced < FEWEST:
        return None
    return replace(listing, features=features, description=description)


class _Writer:
    def __init__(self, product: Product, draw: random.Random) -> None:
        self.language = product.language
        self.draw = draw
        self.replaced = 0
        facts = (product.name, product.brand, product.keyword, product.category, *product.features)
        self.given = {self.stemmed(word) for fact in facts for word in words(fact)}
        self.table, self.pattern = _table(product.language)

    def stemmed(self, word: str) -> str:
        return stem(lower(word, self.language), self.language)

    def rewritten(self, text: str) -> str:
        return self.pattern.sub(lambda found: self.other(found, text), text)

    def other(self, found: re.Match[str], text: str) -> str:
        """What stands for the word or phrase that was found; itself where it must stay."""
        said = found[0]
        other = self.table.get(lower(said, self.language))
        if other is None or self.draw.random() > SHARE:
            return said
        if any(self.stemmed(word) in self.given for word in (*words(said), *words(other))):
            return said
        before = text[: found.start()]
        if _is_unsuited(before, lower(said, self.language)):
            return said
        if self.language is Language.EN and _breaks_article(before, said, other):
            return said
        if said != lower(said, self.language):
            other = capitalize(other, self.language)
        self.replaced += 1
        return other


def _is_unsuited(before: str, said: str) -> bool:
    """Whether the word means something else after what stands before it."""
    pattern = UNSUITED_AFTER.get(said) or UNSUITED_AFTER.get(said.partition(" ")[0])
    return pattern is not None and re.search(pattern, before, re.IGNORECASE) is not None


def _breaks_article(before: str, said: str, other: str) -> bool:
    """Whether "a" or "an" before the word would no longer suit it."""
    article = re.search(r"\b(a|an)\s+$", before, re.IGNORECASE)
    return bool(article) and (said[0].lower() in _VOWELS) != (other[0].lower() in _VOWELS)


def _inflected() -> dict[str, str]:
    """Every form and what stands for it; none that is a form of two words, or of another one."""
    others: dict[str, set[str | None]] = {}
    for source, target in INFLECTED:
        for form in forms(source):
            others.setdefault(form, set()).add(transferred(form, source, target))
    return {
        form: other
        for form, (other, *more) in others.items()
        if other and not more and form not in LEFT_ALONE
    }


@cache
def _table(language: Language) -> tuple[dict[str, str], re.Pattern[str]]:
    """What each form is replaced by, and where such forms stand: whole words only, and none that
    goes on after an apostrophe or a hyphen."""
    table = dict(FIXED[language])
    if language is Language.TR:
        table = _inflected() | table
    longest_first = sorted(table, key=len, reverse=True)
    spelled = "|".join(
        rf"[{re.escape(form[0])}{re.escape(capitalize(form, language)[0])}]{re.escape(form[1:])}"
        for form in longest_first
    )
    return table, re.compile(rf"(?<![\w’'-])(?:{spelled})(?![\w’'-])")
