"""Numbers in a text: with a unit, counting things, in a version, in a model code, or bare."""

from __future__ import annotations

import re
from decimal import Decimal

from domain.quality.grounding import numerals
from domain.quality.grounding.codes import code_at, variants_after, versioned
from domain.quality.grounding.life import is_of_life, thing_told
from domain.quality.grounding.measures import (
    Measured,
    counted_later,
    is_ordinal_of_unit,
    is_pieces,
    measure,
    unit_after,
)
from domain.quality.grounding.properties import property_of
from domain.quality.grounding.spoken import spoken_at
from domain.quality.grounding.units import UNITS, Unit, unit_of
from domain.quality.grounding.values import Amount, Claim, Code, Sense, Term
from domain.quality.grounding.words import Words, short

_TIMES = re.compile(r" {0,2}(?:x|\*) {0,2}(?=\d)")
_IN_ONE = re.compile(r"(?:'[a-z]{1,4})?(?:[ -]in[ -](?:1|one)|[ -](?:1|bir) arada)(?![a-z0-9])")
_LIST_ITEM = re.compile(r"[.)] +(?=[^\W\d_])")
_ROUND_THE_CLOCK = re.compile(r"(?:7/24|24/7)(?![\d/])")
_NOTHING: frozenset[str] = frozenset()
_MARKS_BEFORE = "%$€£₺"
_OWN_WORDS = "neden sebep ipucu reason tip yol way dokunus tik click tikla adim"
_OWN_THINGS = frozenset(map(short, _OWN_WORDS.split()))
"""What a listing counts of its own (`3 neden`): without a source it is only a warning."""

_BEFORE = {
    "yuzde": "%", "spf": "spf", "ph": "ph", "usd": "usd", "eur": "eur", "tl": "tl",
    "beden": "beden", "size": "size", "numara": "numara",
    "ages": "yas", "age": "yas", "yas": "yas",
}  # fmt: skip
"""Units that stand before their number: `yüzde 50`, `SPF 50`, `beden 42`."""

_SETS = frozenset({"pack", "set", "box", "paket", "kutu"})
_KINDS = {"inch": "size", "number": "size", "sizeno": "size"}
_MOST_FACTORS = 6
_WHOLE = 100
_NO_MEASURE = frozenset({"generation", "times", "line", "number"})
_MONEY = frozenset({"try", "usd", "eur", "gbp"})
_DENIED = re.compile(r"(?:'[a-z]{1,6})? degil")
"""What a thing does not cost says nothing that a fact could support: `50 TL'lik değil`."""

_OLD = re.compile(r"\+| old\b| and (?:up|older)\b| (?:ve )?(?:uzeri|ustu)\b")
_RESOLUTIONS = {
    ("line", (720,)): "hd", ("pixel", (1280, 720)): "hd",
    ("line", (1080,)): "full hd", ("pixel", (1920, 1080)): "full hd",
    ("line", (2160,)): "4k", ("pixel", (3840, 2160)): "4k",
    ("line", (4320,)): "8k", ("pixel", (7680, 4320)): "8k",
}  # fmt: skip


def may_begin(word: str) -> bool:
    """Whether a claim of this kind can begin with the word."""
    return word in numerals.NUMBER_WORDS or not word.isalpha()


def at(words: Words, index: int, language: str, free: int = 0) -> tuple[Claim | None, int] | None:
    """The claim that starts at a word, and the word to go on from; None for other words.

    A code may begin before the word, though not before the word `free`.
    """
    word = words.texts[index]
    if word.isalpha():
        if word not in numerals.NUMBER_WORDS:
            return None
        measured = spoken_at(words, index, language)
        return None if measured is None else _spoken(words, index, measured)
    if word[0].isdigit():
        return _digits(words, index, language, free)
    return code_at(words, index, free)


def _spoken(words: Words, index: int, measured: Measured) -> tuple[Claim | None, int]:
    """A number in words: an error unless it plainly tells of other things than the product."""
    claim, after = _single(words, index, measured)
    if claim is None or measured.unit is None:
        return claim, after
    if is_of_life(words, index, after, measured.unit, claim.about):
        claim = claim._replace(weak=True)
    elif thing := thing_told(words, index, after, measured.unit):
        claim = claim._replace(thing=thing)
    return claim, after


def _digits(words: Words, index: int, language: str, free: int) -> tuple[Claim | None, int]:
    flat, start = words.reading.flat, words.starts[index]
    if (clock := _ROUND_THE_CLOCK.match(flat, start)) is not None:
        amount = Amount("24/7", ((Decimal(24),),))
        return _claim(words, index, clock.end(), (amount,), weak=True)
    if _is_list_item(words, index):
        return None, index + 1
    number = numerals.NUMBER.match(flat, start)
    if number is None or _is_code(words, index, number.end()):
        return code_at(words, index, free)
    values = numerals.readings(number.group(), language)
    if (together := _IN_ONE.match(flat, number.end())) is not None:
        return _claim(words, index, together.end(), (Amount("in one", (values,)),))
    version = versioned(words, index, number.end())
    if version is not None and not _is_measure(words, number.end()):
        return version
    if (fraction := numerals.FRACTION.match(flat, start)) is not None:
        claim = _fraction(words, index, fraction)
        if claim is not None:
            return claim
    measured = measure(words, values, number.end())
    return _product(words, index, measured, language) or _single(words, index, measured)


def _is_code(words: Words, index: int, end: int) -> bool:
    """Whether the digits begin a longer mixed word that is no number with its unit."""
    flat = words.reading.flat
    rest = flat[end : words.ends[words.at_offset(end, index + 1) - 1]]
    if not rest or not rest[0].isalpha():
        return _after_capitals(words, index) and unit_after(words, end) is None
    if rest == "x" or (rest[0] == "x" and rest[1:2].isdigit()):
        return False
    return unit_of(rest) is None and not is_pieces(rest) and rest not in ("in", "bin")


def _is_measure(words: Words, end: int) -> bool:
    """Whether a unit that measures follows: `USB-C 65 W` tells a power, not a version."""
    found = unit_after(words, end)
    return found is not None and not (
        found[2] or found[0].is_count or found[0].dimension in _NO_MEASURE
    )


def _after_capitals(words: Words, index: int) -> bool:
    """Whether the digits hang on capital letters, as in WH-1000 and L.12.12."""
    if not index or words.gap(index - 1) not in ("-", "."):
        return False
    before = words.written(words.starts[index - 1], words.ends[index - 1])
    return before.isupper() and len(before) <= (6 if words.gap(index - 1) == "-" else 1)


def _is_list_item(words: Words, index: int) -> bool:
    """Whether the number only numbers a line: `1. Hızlı şarj`."""
    flat, start, end = words.reading.flat, words.starts[index], words.ends[index]
    if not words.texts[index].isdigit() or end - start > 2 or _LIST_ITEM.match(flat, end) is None:
        return False
    # Long lines are not walked back to their beginning: a number far inside is no list item.
    line = flat[max(0, start - 8) : start].rpartition("\n")
    opens_line = line[1] == "\n" or start <= len(line[2])
    return opens_line and not line[2].strip(" \t-*(") and not is_ordinal_of_unit(flat, end)


def _fraction(words: Words, index: int, fraction: re.Match[str]) -> tuple[Claim | None, int] | None:
    """`1/2 inç` is a half; `128/256 GB` may be a half or two numbers that share the unit."""
    above, below = fraction.groups()
    value = numerals.ratio(above, below)
    if value is None:
        return None
    measured = measure(words, (value,), fraction.end())
    if measured.unit is None:
        parts = [Amount("ratio", ((value,),))]
        if Decimal(above) + Decimal(below) == _WHOLE:
            parts.append(Amount("percent", ((Decimal(above),), (Decimal(below),))))
        return _claim(words, index, fraction.end(), tuple(parts))
    factor = measured.unit.factor
    listed = tuple((Decimal(part) * factor,) for part in (above, below))
    senses = [Amount(measured.unit.dimension, number) for number in ((measured.values,), listed)]
    if len(above) > 1:
        senses.reverse()
    return _claim(words, index, measured.end, tuple(senses), measured=measured)


def _product(
    words: Words, index: int, first: Measured, language: str
) -> tuple[Claim | None, int] | None:
    """A size such as `30 x 40 x 20 cm`, as one claim; None when no `x` follows."""
    flat = words.reading.flat
    parts = [_before_times(flat, first)]
    while len(parts) < _MOST_FACTORS:
        times = _TIMES.match(flat, parts[-1].end)
        number = numerals.NUMBER.match(flat, times.end()) if times else None
        if number is None:
            break
        values = numerals.readings(number.group(), language)
        parts.append(_before_times(flat, measure(words, values, number.end())))
    if len(parts) == 1:
        return None
    unit = parts[-1].unit
    dimension = unit.dimension if unit else "pixel" if len(parts) == 2 else "mm"
    factor = unit.factor if unit else Decimal(1)
    numbers = tuple(
        part.values if part.unit else tuple(v * factor for v in part.values) for part in parts
    )
    senses: list[Sense] = [Amount(dimension, numbers)]
    if unit is None:
        senses.append(Amount("", numbers))
    senses += _resolution(senses[0])
    return _claim(words, index, parts[-1].end, tuple(senses), kind="size", measured=parts[-1])


def _resolution(sense: Sense) -> list[Sense]:
    """The trade name of a resolution: 3840 x 2160 pixels are 4K."""
    if not isinstance(sense, Amount) or sense.dimension not in ("line", "pixel"):
        return []
    name = _RESOLUTIONS.get((sense.dimension, tuple(int(n[0]) for n in sense.numbers)))
    return [Term(name)] if name else []


def _before_times(flat: str, part: Measured) -> Measured:
    """Takes the `x` of `30x40` for a multiplication sign where it was read as `30 times`."""
    if part.unit is None or part.unit.word != "x" or flat[part.end : part.end + 2].strip() == "":
        return part
    if not flat[part.end : part.end + 2].strip()[0].isdigit():
        return part
    return Measured(part.values, None, flat.rindex("x", 0, part.end))


def _single(words: Words, index: int, measured: Measured) -> tuple[Claim | None, int]:
    start = words.starts[index]
    values, unit, end, tentative = _unless_marked_before(words, index, measured)
    if unit is None:
        unit, start = _unit_before(words, index)
    if unit is not None and _is_below_zero(words.reading.flat, start, unit.dimension):
        values, start = tuple(-value for value in values), start - 1
    if unit is None:
        return _bare(words, index, values, end)
    if unit.dimension in _MONEY and _DENIED.match(words.reading.flat, end):
        return None, words.at_offset(end, index + 1)
    senses = [Amount(unit.dimension, (values,)), *_other_senses(words, unit, values, end)]
    if tentative:
        senses.append(Amount("", (unit.own(values),)))
    senses += _resolution(senses[0])
    written = words.written(words.starts[index], end)
    if written[-1:] in ("G", "K") and written[:-1].isdigit():
        senses.insert(0, Code((written[:-1], written[-1].lower())))
        senses += [Term(written.lower()), *_thousands(words, written, end)]
    kind = _KINDS.get(unit.dimension, "number")
    read = Measured(values, unit, end)
    return _claim(words, index, end, tuple(senses), start=start, kind=kind, measured=read)


def _unless_marked_before(words: Words, index: int, measured: Measured) -> Measured:
    """The number without its single mark where a unit stands before it: `%80'`."""
    unit = measured.unit
    if unit is None or not _is_single_mark(words, unit, measured.end):
        return measured
    if _unit_before(words, index)[0] is None:
        return measured
    return Measured(unit.own(measured.values), None, measured.end - 1)


def _is_single_mark(words: Words, unit: Unit, end: int) -> bool:
    return unit.word == "ft" and words.reading.flat[end - 1] == "'"


def _counted(words: Words, end: int, values: tuple[Decimal, ...]) -> list[Sense]:
    unit = counted_later(words, end)
    return [Amount(unit.dimension, (values,))] if unit is not None else []


def _bare(
    words: Words, index: int, values: tuple[Decimal, ...], end: int
) -> tuple[Claim | None, int]:
    """A number without a unit: a model's (`15 Pro`, `S 24`), or told by its neighbours."""
    variants, end = variants_after(words, index, end)
    number, senses = words.texts[index], list[Sense]()
    if index and words.gap(index - 1) == " " and number.isdigit():
        before = words.written(words.starts[index - 1], words.ends[index - 1])
        if before.isalpha() and before.isupper() and len(before) <= 3:
            senses.append(Code((words.texts[index - 1], number), variants))
    if variants:
        senses.insert(0, Code((number,), variants))
        return _claim(words, index, end, tuple(senses), kind="model_code")
    senses = [Amount("", (values,)), *_counted(words, end, values), *senses]
    return _claim(words, index, end, tuple(senses))


def _other_senses(words: Words, unit: Unit, values: tuple[Decimal, ...], end: int) -> list[Sense]:
    """What an amount may mean besides: fluid ounces, an age, hues, the things that are counted."""
    senses: list[Sense] = []
    own = unit.own(values)
    if _is_single_mark(words, unit, end):
        senses.append(Amount("inch", (own,)))
    if unit.word in ("oz", "ons", "ounce"):
        senses.append(Amount("floz", (own,)))
    if unit.word in ("year", "yr", "yrs", "yil") and (
        "+" in words.reading.flat[max(0, end - 8) : end] or _OLD.match(words.reading.flat, end)
    ):
        senses.append(Amount("age", (own,)))
    if unit.is_count:
        senses += _counted(words, end, own)
    if unit.word == "ton":
        senses.append(Amount("count:colour", (own,)))
    if unit.dimension == "piece":
        senses.append(Amount("", (own,)))
    return senses


def _thousands(words: Words, written: str, end: int) -> list[Sense]:
    """`16K DPI`: sixteen thousand of the unit that follows."""
    found = unit_after(words, end) if written[-1] == "K" else None
    if found is None or found[2]:
        return []
    return [Amount(found[0].dimension, ((Decimal(written[:-1]) * 1000 * found[0].factor,),))]


def _unit_before(words: Words, index: int) -> tuple[Unit | None, int]:
    """The unit that stands before a number: `%50`, `yüzde 50`, `$20`, `pack of 4`."""
    start = words.starts[index]
    head = words.reading.flat[max(0, start - 2) : start].rstrip(" ")
    if head and head[-1] in _MARKS_BEFORE:
        return UNITS[head[-1]], start - (2 if words.reading.flat[start - 1] == " " else 1)
    if index and words.texts[index - 1] == "f" and words.gap(index - 1) == "/":
        return UNITS["aperture"], words.starts[index - 1]
    if index and words.texts[index - 1] in _BEFORE and words.gap(index - 1) in (" ", ": ", "-"):
        return UNITS[_BEFORE[words.texts[index - 1]]], words.starts[index - 1]
    if index > 1 and words.texts[index - 1] == "of" and words.texts[index - 2] in _SETS:
        return UNITS["adet"], start
    return None, start


def _is_below_zero(flat: str, start: int, dimension: str) -> bool:
    """Whether a temperature has a minus sign: `-20 °C`, but not `10-20 °C`."""
    if dimension not in ("celsius", "fahrenheit") or flat[start - 1 : start] != "-":
        return False
    return start < 2 or flat[start - 2] in " (\n"


def _claim(
    words: Words,
    index: int,
    end: int,
    senses: tuple[Sense, ...],
    *,
    start: int | None = None,
    kind: str = "number",
    weak: bool = False,
    measured: Measured | None = None,
) -> tuple[Claim, int]:
    start = words.starts[index] if start is None else start
    after = words.at_offset(end, index + 1)
    first, about, factor, near = senses[0], "", Decimal(1), _NOTHING
    if any(sense[0] == "" for sense in senses) or kind == "model_code":
        near = words.near(index, after)
    if isinstance(first, Amount):
        about = property_of(words, first.dimension, index, after)
        weak = weak or first.dimension == "count:step" or not near.isdisjoint(_OWN_THINGS)
    if measured is not None and measured.unit is not None:
        factor = measured.unit.factor
    raw_start, raw_end = words.reading.span(start, end)
    claim = Claim(kind, raw_start, raw_end, senses, near, about, weak, factor, index, after)
    return claim, after
