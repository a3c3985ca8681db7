"""How often feedback on each version has a pattern: a small picture, and the same as rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from domain.patterns import Item, Kind, Trait, could_have
from domain.statistics import share_interval
from domain.versions import split
from learning.presentation.figures import percent, percents

WIDTH: Final = 240
HEIGHT: Final = 64
MOST_VERSIONS: Final = 8
"""The newest ones; with more the picture could not be read."""


@dataclass(frozen=True, slots=True)
class Point:
    """One version: how often feedback on it has the pattern, and the paths that draw it."""

    version: str
    having: int
    count: int
    share: str
    interval: str
    place: str
    dot: str
    whisker: str


@dataclass(frozen=True, slots=True)
class Trend:
    """The points in a box of WIDTH x HEIGHT, the oldest version first; 0 to 100 per cent."""

    points: tuple[Point, ...]
    line: str


def by_version(items: Sequence[Item]) -> dict[str, list[Item]]:
    """Feedback on each of the newest versions, the oldest first."""
    found: dict[str, list[Item]] = {}
    for item in items:
        if item.version:
            found.setdefault(item.version, []).append(item)
    names = sorted(found, key=split)[-MOST_VERSIONS:]
    return {name: found[name] for name in names}


def trend_of(
    trait: Trait, having: set[int], versions: Mapping[str, Sequence[Item]]
) -> Trend | None:
    """The trend of a pattern over versions; none of one that is a version itself."""
    if trait.kind is Kind.VERSION:
        return None
    counted = []
    for version, items in versions.items():
        asked = [item for item in items if could_have(item, trait)]
        if asked:
            counted.append((version, sum(item.number in having for item in asked), len(asked)))
    points = tuple(
        _point(version, found, count, round(WIDTH * (place + 0.5) / len(counted), 1))
        for place, (version, found, count) in enumerate(counted)
    )
    line = " ".join(point.place for point in points)
    return Trend(points, line) if points else None


def _point(version: str, having: int, count: int, x: float) -> Point:
    interval = share_interval(having, count)
    return Point(
        version.partition(":")[2],
        having,
        count,
        percent(interval.mean),
        percents(interval),
        f"{x},{_y(interval.mean)}",
        f"M{x} {_y(interval.mean)}h.01",
        f"M{x} {_y(interval.high)}V{_y(interval.low)}",
    )


def _y(share: float) -> float:
    return round(HEIGHT * (1 - share), 1)
