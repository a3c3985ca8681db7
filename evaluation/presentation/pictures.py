"""Rows of a picture: a scale from left to right with bars, dots, stems and whiskers on it.

A place is a percentage of the width, so that the same picture fits a desk and a phone; what it
shows stands in a table behind it as well, since not everybody sees a picture.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from domain.statistics import Interval

FULL: Final = 100.0


@dataclass(frozen=True, slots=True)
class Scale:
    """What stands at the left edge and at the right."""

    lowest: float
    highest: float

    def at(self, value: float) -> str:
        """Where `value` stands, as "37.5%"; at an edge where it lies beyond."""
        share = (value - self.lowest) / (self.highest - self.lowest)
        return percent(min(max(share, 0.0), 1.0) * FULL)


AROUND_ZERO: Final = Scale(-1, 1)


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a bar and what is written in it."""

    kind: str
    start: str
    width: str
    middle: str
    text: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A value on the scale with, if known, its whisker and the stem that leads to it."""

    dot: str
    low: str = ""
    high: str = ""
    stem: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One row: what it is about, its figure in words, and what is drawn."""

    label: str
    figure: str
    note: str = ""
    parts: tuple[Part, ...] = ()
    mark: Mark | None = None
    is_marked: bool = False


@dataclass(frozen=True, slots=True)
class Tick:
    """A place that is named below the picture; `anchor` keeps the name inside its edges."""

    at: str
    label: str
    anchor: str = "middle"
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """A table's cell; one with an address leads there."""

    text: str
    href: str = ""
    sub: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """A heading, rows on one scale, and the table behind them; `empty` says why there are none."""

    key: str
    heading: str
    hint: str
    lines: tuple[Line, ...] = ()
    ticks: tuple[Tick, ...] = ()
    figures: str = ""
    """What the figure of each line is."""
    columns: tuple[str, ...] = ()
    table: tuple[tuple[Cell, ...], ...] = ()
    empty: str = ""
    notes: tuple[str, ...] = ()
    legend: tuple[tuple[str, str], ...] = ()
    """What the kinds of parts mean: kind and words."""


def percent(value: float) -> str:
    """A place as SVG takes it, whatever the reader's language."""
    return f"{value:.2f}%"


def stacked(shares: Sequence[float], kinds: Sequence[str], least: float = 0.07) -> tuple[Part, ...]:
    """Parts of 1 side by side, each with its percentage where there is room for it."""
    parts, start = [], 0.0
    for share, kind in zip(shares, kinds, strict=True):
        width = share * FULL
        text = f"{share * 100:.0f}" if share >= least else ""
        if share:
            middle = percent(start + width / 2)
            parts.append(Part(kind, percent(start), percent(width), middle, text))
        start += width
    return tuple(parts)


def mark(
    scale: Scale,
    value: float,
    low: float | None = None,
    high: float | None = None,
    *,
    stem_from: float | None = None,
    kind: str = "",
) -> Mark:
    """A value with its interval; with `stem_from` a line leads to it from there."""
    return Mark(
        dot=scale.at(value),
        low="" if low is None else scale.at(low),
        high="" if high is None else scale.at(high),
        stem="" if stem_from is None else scale.at(stem_from),
        kind=kind,
    )


def interval_mark(scale: Scale, value: Interval, *, stem_from: float | None = None) -> Mark:
    """The mean of an interval with its ends."""
    return mark(scale, value.mean, value.low, value.high, stem_from=stem_from)


def ticks(scale: Scale, named: Sequence[tuple[float, str]], kind: str = "") -> tuple[Tick, ...]:
    """Names below the scale; the outermost ones are kept inside."""
    ends = {scale.lowest: "start", scale.highest: "end"}
    return tuple(
        Tick(scale.at(value), label, ends.get(value, "middle"), kind) for value, label in named
    )
