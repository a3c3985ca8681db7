"""The unit that follows a number, in whichever way it is written."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from domain.quality.grounding import numerals
from domain.quality.grounding.units import UNITS, Unit, unit_of, unit_of_two
from domain.quality.grounding.words import Words

_MARK = re.compile(r" ?(%|°[cf]?(?![a-z])|''|\"|[$€£₺]|'(?![a-z0-9']))")
_WORD = re.compile(r"\+?(?: {0,2}-? ?|-)([a-z]+(?:/[a-z]+)?[23]?)(?![a-z0-9])")
_SECOND = re.compile(r"(?:(?<=sq|fl)\.)?[ -]([a-z]{2,20})(?![a-z0-9])")
_PER_SECOND = re.compile(r"[ -](frame|time)s?[ -](?:per|a|each|every)[ -]second(?![a-z])")
_ORDINAL_UNIT = re.compile(r"\. ?([a-z]{4,14})(?![a-z0-9])")
_PIECES = re.compile(r"[' ]?l[iu](?:k|s[iu]|l[ae]r)?(?![a-z0-9])")
_SUFFIX = re.compile(r"'[a-z]{1,8}")
_AFTER_IN = re.compile(r" +(?:total|the|a|an|all|your|one|this|each|every|stock|just|box)\b")
_QUOTES = re.compile(r'(?<!\d)"')
_SINGLE_QUOTES = re.compile(r"(?<![a-z0-9])'|(?<=[a-z])'(?![a-z0-9])")
_FILLERS = frozenset({"arasi", "arasinda", "arasindaki"})
_ORDINAL = frozenset({"generation", "count:level"})
_FARTHEST_QUOTE = 200

_CASED = {"a": "A", "v": "V", "c": "C", "k": "K", "n": "N", "j": "J"}
"""Units whose letter is also a word: only the capital is the unit."""

_ATTACHED = frozenset({"s", "p", "k"})
"""Units that are told from other letters only when written at the number: 1080p, 5s."""


class Measured(NamedTuple):
    """A number in base units, its unit, where they end, and whether the unit is only likely."""

    values: tuple[Decimal, ...]
    unit: Unit | None
    end: int
    tentative: bool = False


def measure(words: Words, values: tuple[Decimal, ...], end: int) -> Measured:
    """The number that ends at `end` together with the multiplier and unit after it."""
    follower = _WORD.match(words.reading.flat, end)
    if follower is not None:
        word = follower.group(1)
        if word in numerals.MULTIPLIERS:
            values = tuple(value * numerals.MULTIPLIERS[word] for value in values)
            end = follower.end()
        elif word == "bucuk":
            values = tuple(value + Decimal("0.5") for value in values)
            end = follower.end()
    found = unit_after(words, end)
    if found is None:
        return Measured(values, None, end)
    unit, after, tentative = found
    return Measured(unit.times(values), unit, after, tentative)


def unit_after(words: Words, end: int) -> tuple[Unit, int, bool] | None:
    """The unit that stands after a number, where it ends, and whether it is only likely."""
    flat = words.reading.flat
    if (mark := _MARK.match(flat, end)) is not None:
        return _mark_unit(flat, mark, end)
    if (ordinal := _ORDINAL_UNIT.match(flat, end)) is not None:
        unit = ordinal_unit(ordinal.group(1))
        if unit is not None:
            return unit, ordinal.end(), False
    if (pieces := _PIECES.match(flat, end)) is not None:
        return _counted_after(words, pieces.end()) or (UNITS["adet"], pieces.end(), False)
    if _SUFFIX.match(flat, end) is not None:
        return None
    return word_unit(words, end)


def word_unit(words: Words, end: int) -> tuple[Unit, int, bool] | None:
    """The unit that is spelled in letters after `end`."""
    flat = words.reading.flat
    match = _WORD.match(flat, end)
    if match is None:
        return None
    if (rate := _PER_SECOND.match(flat, end)) is not None:
        return UNITS["fps" if rate.group(1) == "frame" else "hz"], rate.end(), False
    word, attached = match.group(1), match.start(1) == end
    second = _SECOND.match(flat, match.end())
    if second is not None and (unit := unit_of_two(word, second.group(1))) is not None:
        return unit, second.end(), False
    if word in _CASED and words.written(match.start(1), match.end(1)) != _CASED[word]:
        return None
    if word in _ATTACHED and not attached:
        return None
    if word == "in":
        if _AFTER_IN.match(flat, match.end()) is not None:
            return None
        return UNITS["inch"], match.end(), not flat[end : match.start(1)].startswith("-")
    unit, after = unit_of(word), match.end()
    if unit is None and "/" in word:
        word = word.partition("/")[0]
        unit, after = unit_of(word), match.start(1) + len(word)
    return None if unit is None else (unit, after, False)


def counted_later(words: Words, end: int) -> Unit | None:
    """The thing counted behind one more word: `5 farklı hız`, `3 adet kamera`."""
    flat = words.reading.flat
    first = _SECOND.match(flat, end)
    second = _SECOND.match(flat, first.end()) if first is not None else None
    for match in (second, first):
        unit = unit_of(match.group(1)) if match is not None else None
        if unit is not None and (unit.is_count or (first and first.group(1) in _FILLERS)):
            return unit
    return None


def ordinal_unit(word: str) -> Unit | None:
    """The unit of `2. nesil`: only generations and levels are told by an ordinal number."""
    unit = unit_of(word)
    return unit if unit is not None and unit.dimension in _ORDINAL else None


def is_ordinal_of_unit(flat: str, end: int) -> bool:
    """Whether an ordinal number that ends at `end` numbers a generation."""
    match = _ORDINAL_UNIT.match(flat, end)
    return match is not None and ordinal_unit(match.group(1)) is not None


def is_pieces(rest: str) -> bool:
    """Whether letters at a number only count pieces: 6lı."""
    return _PIECES.fullmatch(rest) is not None


def _mark_unit(flat: str, mark: re.Match[str], end: int) -> tuple[Unit, int, bool] | None:
    sign = mark.group(1)
    if sign not in ('"', "''", "'"):
        return UNITS[sign], mark.end(), False
    if mark.start(1) > end or (sign != "''" and _closes_quotation(flat, mark.start(1))):
        return None
    # A single mark means feet, or inches of one who types carelessly, or nothing at all.
    return (UNITS["ft"], mark.end(), True) if sign == "'" else (UNITS['"'], mark.end(), False)


def _counted_after(words: Words, end: int) -> tuple[Unit, int, bool] | None:
    """The thing that `3'lü` counts when the next word names one: `3'lü kamera`."""
    match = _WORD.match(words.reading.flat, end)
    unit = unit_of(match.group(1)) if match is not None else None
    if match is None or unit is None or not unit.is_count:
        return None
    return unit, match.end(), False


def _closes_quotation(flat: str, position: int) -> bool:
    """Whether a mark after a number ends a quotation rather than meaning inches or feet."""
    before = flat[max(0, position - _FARTHEST_QUOTE) : position]
    opened = _QUOTES if flat[position] == '"' else _SINGLE_QUOTES
    return len(opened.findall(before)) % 2 == 1
