"""Losses in a bounded number of points: a training may have thousands of steps, a page has room
for a few hundred."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

MOST: Final = 200


class Curve:
    """Mean losses over stretches of equal length, which double when there would be too many.

    Points are [last step, mean loss, how many steps]; validation losses are kept as they are.
    """

    def __init__(self, kept: Mapping[str, Any] | None = None) -> None:
        kept = kept or {}
        self.width: int = kept.get("width", 1)
        self.points: list[list[float]] = [list(point) for point in kept.get("points", [])]
        self.validation: list[list[float]] = [list(point) for point in kept.get("validation", [])]

    def add(self, step: int, loss: float, validation: float | None = None) -> None:
        """One more step; a step that comes again, after a crash, takes its place anew."""
        self._forget_from(step)
        if self.points and (self.points[-1][0] - 1) // self.width == (step - 1) // self.width:
            self.points[-1] = _joined(self.points[-1], [step, loss, 1])
        else:
            self.points.append([step, loss, 1])
        if validation is not None:
            self.look(step, validation)
        if len(self.points) > MOST:
            self._halve()

    def look(self, step: int, validation: float) -> None:
        """A validation loss, at most one a step."""
        self.validation = [point for point in self.validation if point[0] != step]
        self.validation.append([step, validation])
        if len(self.validation) > MOST:
            self.validation = self.validation[:1] + self.validation[1:][1::2]

    def as_json(self) -> dict[str, Any]:
        """What the constructor takes."""
        return {"width": self.width, "points": self.points, "validation": self.validation}

    def _forget_from(self, step: int) -> None:
        while self.points and self.points[-1][0] >= step:
            self.points.pop()
        self.validation = [point for point in self.validation if point[0] < step]

    def _halve(self) -> None:
        self.width *= 2
        joined: list[list[float]] = []
        for point in self.points:
            together = joined and (joined[-1][0] - 1) // self.width == (point[0] - 1) // self.width
            if together:
                joined[-1] = _joined(joined[-1], point)
            else:
                joined.append(point)
        self.points = joined


def _joined(first: list[float], second: list[float]) -> list[float]:
    count = first[2] + second[2]
    return [second[0], (first[1] * first[2] + second[1] * second[2]) / count, count]
