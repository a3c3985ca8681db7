"""Number words that quantify something: `iki yıl`, `çift kamera`, `two-year`.

Only those before a unit or a counted thing are claims; `tek dokunuşla`, `iki elinizle`,
`ön kamera` and `bir` are idiom, another word, or an article.
"""

from __future__ import annotations

from domain.quality.grounding import numerals
from domain.quality.grounding.measures import Measured, word_unit
from domain.quality.grounding.units import Unit
from domain.quality.grounding.words import Words

_NAMELESS = frozenset({"piece", "times"})
_MOST_WORDS = 8


def spoken_at(words: Words, index: int, language: str) -> Measured | None:
    """The amount that number words at `index` tell; None where they quantify nothing."""
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
    if half:
        spoken.pop()
    if not spoken or not _is_meant_as_number(words, index, spoken, language):
        return None
    value = numerals.spoken(spoken)
    found = word_unit(words, words.ends[last])
    if value is None:
        return None
    if found is None and index and words.texts[index - 1] == "yuzde":
        return Measured((value,), None, words.ends[last])
    if found is None or found[2]:
        return None
    unit, end, _ = found
    if not half and _is_article(words, spoken, unit, end):
        return None
    value += numerals.HALF if half else 0
    return Measured((value * unit.factor,), unit, end)


def _is_meant_as_number(words: Words, index: int, spoken: list[str], language: str) -> bool:
    """Whether the word is the number and not one that only looks like it without its marks."""
    written = words.written(words.starts[index], words.ends[index]).lower()
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
