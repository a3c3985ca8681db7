"""The product a listing is about, prepared once: its name, brand, keyword and given words."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from domain.listing import Product
from domain.quality.lexicon import LEXICONS, Word

_KEYWORD_WORDS: Final = 3
_LONGEST: Final = 300
_MOST_FEATURES: Final = 100
_JOINING: Final = frozenset({"ve", "ile", "icin", "and", "with", "for", "the", "of", "a"})
# Beginnings of words that name one country; "yerli" (domestic) is Turkish in a Turkish listing.
_COUNTRIES: Final = (
    ("turk", "turkiye", "yerli"),
    ("usa", "abd", "amerika", "america", "united"),
)


@dataclass(frozen=True, slots=True)
class Subject:
    """A product as the checks compare with it; every word is folded."""

    language: str
    name: str
    name_words: tuple[str, ...]
    brand: str
    brand_words: tuple[str, ...]
    given: frozenset[str]
    """Words of the name, brand, features and category."""
    named: frozenset[str]
    """Words of the name and brand alone."""
    shown: frozenset[str]
    """The same words as they were typed, for words in capitals."""
    keyword: str
    keyword_stems: tuple[str, ...]
    keyword_derived: bool
    kind: str
    """The product's type, from the last part of its category."""
    kind_stems: tuple[str, ...]
    feature_stems: tuple[frozenset[str], ...]

    def owns(self, wording: str) -> bool:
        """Whether folded wording is part of the product's own name or brand."""
        padded = f" {wording.strip()} "
        return padded in f" {self.name} " or padded in f" {self.brand} "

    def states_origin(self, wording: str) -> bool:
        """Whether the given facts name the country that folded wording claims as origin."""
        return any(
            any(sign in wording for sign in country)
            and any(word.startswith(country) for word in self.given)
            for country in _COUNTRIES
        )


@lru_cache(maxsize=512)
def prepare(product: Product, language: str) -> Subject:
    """The product prepared; the same product is prepared once."""
    lexicon = LEXICONS[language]
    name, brand, *features = (
        lexicon.words(text[:_LONGEST].split())
        for text in (product.name, product.brand, *product.features[:_MOST_FEATURES])
    )
    category = product.category[:_LONGEST]
    kind = category.split(">")[-1].strip()
    name_words, brand_words = _folded(name), _folded(brand)
    keyword = product.keyword[:_LONGEST].strip()
    derived = not keyword
    if derived:
        keyword = _keyword(name, brand_words) or kind
    facts = [name, brand, *features]
    given = {word.folded for words in (*facts, lexicon.words(category.split())) for word in words}
    return Subject(
        language=language,
        name=" ".join(name_words),
        name_words=name_words,
        brand=" ".join(brand_words),
        brand_words=brand_words,
        given=frozenset(given),
        named=frozenset((*name_words, *brand_words)),
        shown=frozenset([word.typed for words in facts for word in words]),
        keyword=keyword,
        keyword_stems=_stems(lexicon.words(keyword.split())),
        keyword_derived=derived,
        kind=kind,
        kind_stems=_stems(lexicon.words(kind.split())),
        feature_stems=tuple([frozenset(_stems(feature)) - _JOINING for feature in features]),
    )


def _folded(words: list[Word]) -> tuple[str, ...]:
    return tuple([word.folded for word in words])


def _stems(words: list[Word]) -> tuple[str, ...]:
    return tuple([word.stem for word in words])


def _keyword(name: list[Word], branded: tuple[str, ...]) -> str:
    """What people would look for: the name's first words after the brand."""
    own = [word for word in name if word.folded not in branded]
    return " ".join([word.typed for word in (own or name)[:_KEYWORD_WORDS]])
