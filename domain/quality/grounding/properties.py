"""Which property a value is of: 12 GB of RAM is not 12 GB of storage.

Values of one dimension are told apart only where both texts name the property and the two
properties exclude each other; elsewhere the value alone decides.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from domain.quality.grounding.inflection import stem_in
from domain.quality.grounding.lexicon import WIDER
from domain.quality.grounding.words import CLAUSE, Words

_GROUPS = (
    ("gb", {"ram": "ram bellek", "storage": "depolama hafiza storage ssd disk rom dahili"}),
    ("mp", {
        "front camera": "on selfie front ozcekim", "main camera": "ana arka main rear",
        "wide camera": "ultra ultragenis wide genis", "tele camera": "telefoto tele telephoto",
        "macro camera": "makro macro",
    }),
    ("mm", {
        "width": "genislik width", "height": "yukseklik height", "depth": "derinlik depth",
        "length": "uzunluk length", "thickness": "kalinlik thickness", "diameter": "cap diameter",
    }),
    ("s month", {
        "warranty": "garanti warranty", "battery": "pil batarya battery playback kullanim calma",
        "charge": "sarj charge charging dolum",
    }),
    ("g", {
        "protein": "protein", "sugar": "seker sugar", "fat": "yag fat", "fibre": "lif fiber",
        "carbohydrate": "karbonhidrat carbohydrate", "salt": "tuz salt",
    }),
)  # fmt: skip
_WORDS = {
    dimension: {word: name for name, listed in names.items() for word in listed.split()}
    for dimensions, names in _GROUPS
    for dimension in dimensions.split()
}
_REACH = 3
_NONE: frozenset[str] = frozenset()


def property_of(words: Words, dimension: str, first: int, after: int) -> str:
    """The property named beside the value that the words first…after-1 hold, if any."""
    if dimension not in _WORDS:
        return ""
    return _following(words, dimension, after) or _preceding(words, dimension, first)


@lru_cache(maxsize=65536)
def _named(word: str, dimension: str) -> str:
    """The property of a dimension that a word names, in any of its forms."""
    known = _WORDS.get(dimension, {})
    stem = stem_in(word, known, 3)
    return known[stem] if stem else ""


def properties_after(words: Words, dimension: str, after: int) -> dict[int, str]:
    """Every property of the dimension that is named right after a value, by its word."""
    return {
        index: name
        for index in reach_after(words, after)
        if (name := _named(words.texts[index], dimension))
    }


def excludes(one: str, other: str, dimension: str) -> bool:
    """Whether a value of the one property says nothing of the other."""
    if not one or not other or one == other:
        return False
    if dimension == "percent":
        return WIDER.get(one, _NONE).isdisjoint(WIDER.get(other, _NONE))
    return dimension in _WORDS


def reach_after(words: Words, after: int) -> Iterator[int]:
    """The words after a value that may tell what it is of, up to the end of the clause."""
    for index in range(after, min(after + _REACH, len(words.texts))):
        if CLAUSE.search(words.gap(index - 1)) or not words.texts[index].isalpha():
            return
        yield index


def reach_before(words: Words, first: int) -> Iterator[int]:
    """The words before a value that may tell what it is of, the nearest first."""
    for index in range(first - 1, max(first - 1 - _REACH, -1), -1):
        if CLAUSE.search(words.gap(index)) or not words.texts[index].isalpha():
            return
        yield index


def _following(words: Words, dimension: str, after: int) -> str:
    for index in reach_after(words, after):
        name = _named(words.texts[index], dimension)
        # "30 saat şarj gerektirmeden": charging is what a time is of only right beside it.
        if name and (name != "charge" or index == after):
            return name
    return ""


def _preceding(words: Words, dimension: str, first: int) -> str:
    for index in reach_before(words, first):
        name = _named(words.texts[index], dimension)
        if not name or name == "charge":
            continue
        nearby = words.texts[max(0, index - 2) : index]
        own = any(char.isdigit() for text in nearby for char in text)
        return "" if own and ":" not in words.gap(index) else name
    return ""
