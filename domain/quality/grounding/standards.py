"""Claims with a number or mark in their name: `ISO 9001`, `MIL-STD-810H`, `A+++`, `XXL`."""

from __future__ import annotations

import re

from domain.quality.grounding.values import Claim, Code, Sense, Term
from domain.quality.grounding.words import Words

_STANDARD = re.compile(
    r"(?:(?:ts|bs|din|nf)[ -])?(?:iso|iec|en|astm|ansi|din|ts|ul|mil[ -]?std)"
    r"(?:[ /-](?:iso|iec|en))?"
    r"[ -]?[a-z]?\d{1,6}[a-z]?(?:[:/-]\d{1,5}){0,3}(?![a-z0-9])"
)
_STANDARD_HEADS = frozenset({"iso", "iec", "en", "astm", "ansi", "din", "ts", "bs", "mil", "ul"})
_RUNS = re.compile(r"[a-z]+|\d+")
_ENERGY = re.compile(r"([a-g])(\+{1,3})?(?![a-z0-9+])")
_ENERGY_AFTER = re.compile(r" (?:enerji|energy|sinifi enerji)")
_ENERGY_BEFORE = re.compile(
    r"(?:enerji (?:sinifi|verimlilig?i?(?: sinifi)?)|energy (?:class|rating)):? $"
)
_CLOTHING = re.compile(r"(\d)?(x{0,4})([sml])")
_CLOTHING_WORDS = frozenset(
    {"beden", "bedeni", "size", "bedenler", "bedenleri", "sizes", "s", "m", "l", "xl", "xs", "xxl"}
)
_CLASSES = frozenset("abcdefg")
_LETTERS = frozenset({"s", "m", "l"})


def may_begin(word: str) -> bool:
    """Whether a claim of this kind can begin with the word."""
    return word in _STANDARD_HEADS or word in _CLASSES or _CLOTHING.fullmatch(word) is not None


def at(words: Words, index: int) -> tuple[Claim, int] | None:
    """The standard, energy class or clothing size that starts at a word; None without one."""
    word = words.texts[index]
    if word in _STANDARD_HEADS:
        return _standard(words, index)
    if word in _CLASSES and (energy := _energy(words, index)) is not None:
        return energy
    if word[-1] in _LETTERS and len(word) <= 5:
        return _clothing(words, index)
    return None


def _standard(words: Words, index: int) -> tuple[Claim, int] | None:
    start = words.starts[index]
    match = _STANDARD.match(words.reading.flat, start)
    if match is None or not words.written(start, words.ends[index]).isupper():
        return None
    runs = tuple(_RUNS.findall(match.group()))
    return _claim(words, index, match.end(), "certificate", Code(runs))


def _energy(words: Words, index: int) -> tuple[Claim, int] | None:
    flat, start = words.reading.flat, words.starts[index]
    if not words.written(start, words.ends[index]).isupper():
        return None
    match = _ENERGY.match(flat, start)
    if match is None:
        return None
    told = _ENERGY_AFTER.match(flat, match.end()) or _ENERGY_BEFORE.search(
        flat[max(0, start - 40) : start]
    )
    if not told and len(match.group()) < 3:
        return None
    return _claim(words, index, match.end(), "certificate", Term(f"class {match.group()}"))


def _clothing(words: Words, index: int) -> tuple[Claim, int] | None:
    word = words.texts[index]
    match = _CLOTHING.fullmatch(word)
    if match is None or not words.written(words.starts[index], words.ends[index]).isupper():
        return None
    count, crosses, letter = match.groups()
    if (count and crosses != "x") or (letter == "m" and crosses):
        return None
    around = words.texts[max(0, index - 1) : index] + words.texts[index + 1 : index + 2]
    if not crosses and _CLOTHING_WORDS.isdisjoint(around):
        return None
    times = int(count) if count else len(crosses)
    size = f"{times}x{letter}" if times > 1 else "x" * times + letter
    return _claim(words, index, words.ends[index], "size", Term(f"size {size}"))


def _claim(words: Words, index: int, end: int, kind: str, sense: Sense) -> tuple[Claim, int]:
    after = words.at_offset(end, index + 1)
    start, end = words.reading.span(words.starts[index], end)
    return Claim(kind, start, end, (sense,)), after


def protection(code: str) -> frozenset[str]:
    """What an IP code (`ip68`, `ipx4`) says in words, by IEC 60529."""
    solid, water = code[2:3], code[3:4]
    said = set()
    if solid in "56" and solid:
        said.add("dustproof")
    if water.isdigit() and water > "0":
        said.add("water resistant")
    if water in "789" and water:
        said.add("waterproof")
    return frozenset(said)
