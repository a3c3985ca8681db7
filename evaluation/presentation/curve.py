"""The score over versions as a picture: points with their intervals, and the same as rows."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from models_registry.models import Version

WIDTH: Final = 600
HEIGHT: Final = 160
HIGHEST: Final = 100
STEP: Final = 10


@dataclass(frozen=True, slots=True)
class Point:
    """One version with the paths that draw it; no whisker where there is no interval."""

    version: Version
    score: dict[str, Any]
    dot: str
    whisker: str


@dataclass(frozen=True, slots=True)
class Curve:
    """The points in a box of WIDTH x HEIGHT from the oldest to the newest, the line through
    them, the threshold's, and what the edges mean."""

    points: tuple[Point, ...]
    line: str
    threshold: str
    lowest: int
    highest: int = HIGHEST


def curve_of(versions: Sequence[Version], threshold: float) -> Curve | None:
    """The curve of listed versions, the newest first; None while none is validated."""
    scored = [(one, getattr(one, "score", None)) for one in reversed(versions)]
    known = [(one, score) for one, score in scored if score and score.get("mean") is not None]
    if not known:
        return None
    ends = [score["mean"] if score["low"] is None else score["low"] for _one, score in known]
    lowest = max(0, STEP * math.floor((min(*ends, threshold) - STEP / 2) / STEP))

    def y(value: float) -> float:
        share = (HIGHEST - value) / (HIGHEST - lowest)
        return float(round(HEIGHT * min(1.0, max(0.0, share)), 1))

    places = [round(WIDTH * (place + 0.5) / len(known), 1) for place in range(len(known))]
    points = tuple(
        Point(
            version,
            score,
            f"M{x} {y(score['mean'])}h.01",
            "" if score["low"] is None else f"M{x} {y(score['high'])}V{y(score['low'])}",
        )
        for x, (version, score) in zip(places, known, strict=True)
    )
    line = " ".join(
        f"{x},{y(score['mean'])}" for x, (_one, score) in zip(places, known, strict=True)
    )
    return Curve(points, line, f"M0 {y(threshold)}H{WIDTH}", lowest)
