"""The key under which a person answers in writing for a claim that no fact supports.

Who shows that the warranty runs for two years has not shown that the battery lasts as long. So
the key of a value holds what it is a value of: the properties that the text names beside it or,
where it names none that is known, the nearest word that says something. Endings and word order
do not matter: `2 yıl garanti`, `2 yıl garantili` and `garanti süresi 2 yıl` have one key.
"""

from __future__ import annotations

from hashlib import sha256

from domain import turkish
from domain.quality.grounding.properties import properties_after, reach_after, reach_before
from domain.quality.grounding.synonyms import STOP, concept
from domain.quality.grounding.values import Amount, Claim, key_of
from domain.quality.grounding.words import Words, short

LONGEST_KEY = 200
_TELLING_UNITS = "mah ppi dpi spf ph denier gsm ayar btu nit lumen aperture"
_TELLING = frozenset(_TELLING_UNITS.split())
"""Dimensions that only one property of a product is measured in."""

_MORE_WORDS = "kadar varan sahip tam tum toplam net adet tane boyunca sure suresi sureyle sureli"
_SAYS_NOTHING = STOP | frozenset(_MORE_WORDS.split())


def key_to_vouch(claim: Claim, words: Words, language: str) -> str:
    """The normal form of what a person has to show; `words` are those of the claim's field."""
    sense = claim.senses[0]
    parts = [f"{claim.kind}: {key_of(sense)}"]
    if isinstance(sense, Amount) and not _tells_its_property(sense.dimension):
        parts += _properties(claim, sense.dimension, words, language) or _beside(
            claim, words, language
        )
    key = ", ".join(parts)
    if len(key) <= LONGEST_KEY:
        return key
    digest = sha256(key.encode()).hexdigest()[:16]
    return f"{key[: LONGEST_KEY - len(digest) - 1]}…{digest}"


def _tells_its_property(dimension: str) -> bool:
    return dimension in _TELLING or dimension.startswith(("count:", "version:"))


def _properties(claim: Claim, dimension: str, words: Words, language: str) -> list[str]:
    """Every property named beside the value: `pil garantisi` is neither the battery's life nor
    the warranty. A warranty is told with whatever it covers, too: `motor garantisi`.
    """
    after = properties_after(words, dimension, claim.after)
    named = set(after.values()) or ({claim.about} if claim.about else set())
    if "warranty" in named:
        covered = range(claim.after, max(after, default=claim.after))
        named |= {
            _meaning(words, index, language)
            for index in covered
            if index not in after and words.texts[index] not in _SAYS_NOTHING
        }
        if not after:
            named |= {
                meant
                for index in reach_before(words, claim.first)
                if (meant := concept(words.texts[index])).startswith("=")
            }
    return sorted(named)


def _beside(claim: Claim, words: Words, language: str) -> list[str]:
    """The first telling word after the value, else the last one before it."""
    for index in (*reach_after(words, claim.after), *reach_before(words, claim.first)):
        if words.texts[index] not in _SAYS_NOTHING:
            return [_meaning(words, index, language)]
    return []


def _meaning(words: Words, index: int, language: str) -> str:
    """A word without its ending, the same for words that mean the same."""
    meant = concept(words.texts[index])
    if meant.startswith("="):
        return meant
    written = words.written(words.starts[index], words.ends[index])
    return short(turkish.stem(written, language))
