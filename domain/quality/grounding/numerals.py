"""Numbers as they are written: digits with either separator, fractions, number words."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

LONGEST = 24
"""Digits and separators in one number; a longer row of digits is a code, not an amount."""

NUMBER = re.compile(
    r"(?:\d{1,3}(?:\.\d{3}){1,5}(?:,\d{1,4})?|\d{1,3}(?:,\d{3}){1,5}(?:\.\d{1,4})?"
    r"|\d{1,3}(?: \d{3}){0,2} 0\d\d(?: \d{3}){0,2}|\d{1,15}(?:[.,]\d{1,6})?)(?![.,]?\d)"
)
FRACTION = re.compile(r"(\d{1,4})[/:](\d{1,4}(?:\.\d{1,3})?)(?![\d/]|\.\d)")

_ONES = {
    "iki": 2, "uc": 3, "dort": 4, "bes": 5, "alti": 6, "yedi": 7, "sekiz": 8, "dokuz": 9,
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "fifteen": 15, "cift": 2, "dual": 2,
    "double": 2, "triple": 3, "quad": 4, "hexa": 6, "octa": 8, "bir": 1, "tek": 1, "single": 1,
    "ikili": 2, "uclu": 3, "dortlu": 4, "besli": 5, "altili": 6, "sekizli": 8, "onlu": 10,
}  # fmt: skip
_TENS = {
    "on": 10, "yirmi": 20, "otuz": 30, "kirk": 40, "elli": 50, "altmis": 60, "yetmis": 70,
    "seksen": 80, "doksan": 90, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50,
    "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
_SCALES = {"yuz": 100, "hundred": 100, "bin": 1000, "thousand": 1000, "milyon": 1_000_000,
           "million": 1_000_000, "milyar": 1_000_000_000, "billion": 1_000_000_000}  # fmt: skip
HALF = Decimal("0.5")
_HALVES = {"yarim": HALF, "half": HALF}
NUMBER_WORDS = frozenset({*_ONES, *_TENS, *_SCALES, *_HALVES})
MULTIPLIERS = {word: Decimal(scale) for word, scale in _SCALES.items() if scale >= 1000}
ONLY_ONE = frozenset({"bir", "tek", "single", "one"})


@lru_cache(maxsize=16384)
def readings(written: str, language: str) -> tuple[Decimal, ...]:
    """The values that digits may stand for, the likeliest in `language` first."""
    joined = written.replace(" ", "")
    points, commas = joined.count("."), joined.count(",")
    if points + commas == 0:
        return (_tidy(joined),)
    if points and commas:
        decimal = max(".", ",", key=joined.rfind)
        other = "," if decimal == "." else "."
        return (_tidy(joined.replace(other, "").replace(decimal, ".")),)
    mark = "." if points else ","
    whole, _, rest = joined.partition(mark)
    if points + commas > 1:
        return (_tidy(joined.replace(mark, "")),)
    fraction = _tidy(f"{whole}.{rest}")
    if len(rest) != 3 or whole.startswith("0") or len(whole) > 3:
        return (fraction,)
    grouped = _tidy(whole + rest)
    if rest == "000":
        return (grouped,)
    home = "," if language == "tr" else "."
    return (fraction, grouped) if mark == home else (grouped, fraction)


def ratio(above: str, below: str) -> Decimal | None:
    """The value of a fraction; None where it has none."""
    divisor = Fraction(below)
    if divisor == 0:
        return None
    value = Fraction(above) / divisor
    return _tidy(str(round(value.numerator / value.denominator, 6)))


def spoken(words: list[str]) -> Decimal | None:
    """The value of number words in a row (`yirmi`, `dört`); None where they make no number."""
    total, group = Decimal(0), Decimal(0)
    last = 10**12
    for word in words:
        if word in _HALVES:
            return _HALVES[word] if len(words) == 1 else None
        if word in _SCALES:
            scale = _SCALES[word]
            if scale == 100:
                group = (group or Decimal(1)) * 100
            else:
                total, group = total + (group or Decimal(1)) * scale, Decimal(0)
            last = scale
            continue
        value = _TENS.get(word) or _ONES.get(word)
        if value is None or value >= last:
            return None
        group, last = group + value, 10 if word in _TENS else 1
    return (total + group) or None


def _tidy(text: str) -> Decimal:
    value = Decimal(text)
    return value.quantize(1) if value == value.to_integral_value() else value.normalize()
