"""What a claim says, apart from where it stands: amounts, codes and terms; plain values."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple


class Amount(NamedTuple):
    """One or more numbers of a dimension, each with the values it may be read as.

    `5.000` may be five thousand or five; `30 x 40 cm` is two numbers. An empty dimension is a
    number without unit, which only means something by the words around it.
    """

    dimension: str
    numbers: tuple[tuple[Decimal, ...], ...]


class Code(NamedTuple):
    """A model code as runs of letters and of digits, and the variant words after it."""

    runs: tuple[str, ...]
    variants: tuple[str, ...] = ()


class Term(NamedTuple):
    """A material, certificate or other claim of the lexicon, by its name there."""

    name: str


Sense = Amount | Code | Term


class Claim(NamedTuple):
    """A checkable piece of text: where it stands (raw offsets) and what it may mean.

    The first sense is the likeliest and names the claim; any sense that a fact supports will
    do. `near` are the stems of the words around it, `about` the property it is a value of
    (`ram`, `front camera`), empty where the text does not tell; `factor` turns a number in
    the claim's own unit to the base unit. An amount's words are those from `first` up to
    `after` of its field. `thing` is what the claim is told of where that may be another thing
    than the product: the fish of `balığın derisi`.
    """

    kind: str
    start: int
    end: int
    senses: tuple[Sense, ...]
    near: frozenset[str] = frozenset()
    about: str = ""
    weak: bool = False
    factor: Decimal = Decimal(1)
    first: int = 0
    after: int = 0
    thing: str = ""


def key_of(sense: Sense) -> str:
    """The normal form of what is claimed, the same however it is written."""
    if isinstance(sense, Term):
        return sense.name
    if isinstance(sense, Code):
        joint = "." if all(run.isdigit() for run in sense.runs) else ""
        return " ".join([joint.join(sense.runs), *sense.variants])
    numbers = "x".join(plain(readings[0]) for readings in sense.numbers)
    if sense.dimension.startswith("version:"):
        return f"{sense.dimension[8:]} {numbers}"
    return f"{numbers} {sense.dimension.removeprefix('count:')}".strip()


def plain(number: Decimal) -> str:
    """A number without exponent or trailing zeros."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
