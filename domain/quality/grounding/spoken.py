"""Number words that quantify something: `iki yıl`, `çift kamera`, `two-year`.

Only those before a unit or a counted thing are claims; `tek dokunuşla`, `iki elinizle`,
`ön kamera` and `bir` are idiom, another word, or an article.
"""

from __future__ import annotations

from decimal import Decimal

from domain.quality.grounding import numerals
from domain.quality.grounding.measures import Measured, word_unit
from domain.quality.grounding.units import Unit
from domain.quality.grounding.words import Words

_NAMELESS = frozenset({"piece", "times"})
_MOST_WORDS = 8
_OTHER_TURKISH_WORDS = frozenset({"seven", "ten"})
"""English numbers that are Turkish words: who loves (`kablo seven`), and the skin."""


def number_at(words: Words, index: int, language: str) -> tuple[Decimal, int, list[str]] | None:
    """The number that words spell from `index` on, the last of them, and all of them."""
    if words.texts[index] not in numerals.NUMBER_WORDS:
        return None
    spoken = [words.texts[index]]
    last = index
    while (
        last + 1 < len(words.texts)
        and len(spoken) < _MOST_WORDS
        and (words.texts[last + 1] in numerals.NUMBER_WORDS or words.texts[last + 1] == "bucuk")
        and words.gap(last) in (" ", "-")
    ):
        last += 1
        spoken.append(words.texts[last])
    half = spoken[-1] == "bucuk"
    plain = spoken[:-1] if half else spoken
    if not plain or not _is_meant_as_number(words, index, plain, language):
        return None
    value = numerals.spoken(plain)
    return None if value is None else (value + (numerals.HALF if half else 0), last, spoken)


def spoken_at(words: Words, index: int, language: str) -> Measured | None:
    """The amount that number words at `index` tell; None where they quantify nothing."""
    number = number_at(words, index, language)
    if number is None:
        return None
    value, last, spoken = number
    found = word_unit(words, words.ends[last])
    if found is None and index and words.texts[index - 1] == "yuzde":
        return Measured((value,), None, words.ends[last])
    if found is None or found[2]:
        return None
    unit, end, _ = found
    if spoken[-1] != "bucuk" and _is_article(words, spoken, unit, end):
        return None
    return Measured((value * unit.factor,), unit, end)


def _is_meant_as_number(words: Words, index: int, spoken: list[str], language: str) -> bool:
    """Whether the word is the number and not one that only looks like it without its marks."""
    written = words.written(words.starts[index], words.ends[index]).lower()
    if spoken[0] in _OTHER_TURKISH_WORDS and language == "tr":
        return False
    if spoken[0] == "on":
        return language == "tr" and written == "on"
    if spoken[0] == "uc":
        return written != "uç"
    return language == "tr" or spoken[0] not in ("bin", "alti", "yuz")


def _is_article(words: Words, spoken: list[str], unit: Unit, end: int) -> bool:
    """Whether `bir`, `tek` or `one` counts nothing; a term of warranty it does count."""
    if len(spoken) > 1 or spoken[0] not in numerals.ONLY_ONE:
        return unit.dimension in _NAMELESS and spoken[-1] in numerals.ONLY_ONE
    if unit.dimension != "month":
        return True
    following = words.reading.flat[end : end + 24]
    return not any(word in following for word in ("garanti", "warrant", "guarant"))
