"""One measured figure, and how it is told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median, quantiles


@dataclass(frozen=True, slots=True)
class Figure:
    """Several readings of the same thing in one unit; `aim` is what was hoped for."""

    name: str
    readings: Sequence[float]
    unit: str
    aim: str = ""

    def row(self) -> str:
        """A line of a Markdown table: median, and the lowest and highest reading."""
        low, high = min(self.readings), max(self.readings)
        spread = f"{_short(low)}-{_short(high)}" if len(self.readings) > 1 else ""
        return (
            f"| {self.name} | {_short(median(self.readings))} {self.unit} | {spread} | {self.aim} |"
        )


def p95(readings: Sequence[float]) -> float:
    """The value that 95 of 100 readings stay under."""
    return quantiles(readings, n=20)[-1]


def _short(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"
