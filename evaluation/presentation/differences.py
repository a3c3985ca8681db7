"""Paired differences as a picture: where the true one lies, and how that became sure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _

from evaluation.contrasts import SCALE, Measure
from evaluation.presentation.verdicts import measure_name, p_told, signed, verdict_name

WIDTH: Final = 100.0
HEIGHT: Final = 14
COURSE_WIDTH: Final = 600
COURSE_HEIGHT: Final = 180
MOST_STEPS: Final = 120
SEEN_FROM: Final = 0.3
"""The share of the course from which on the whole interval is in the picture."""
ROOM: Final = 1.15
"""How much wider a picture is than what it has to show."""


@dataclass(frozen=True, slots=True)
class Line:
    """One measure: its words, and where mean, intervals and margin lie, of WIDTH."""

    key: str
    label: str
    a: Mapping[str, Any]
    b: Mapping[str, Any]
    difference: str
    interval: str
    sequence: str
    verdict: str
    verdict_label: str
    adjusted: str
    method: str
    effect: str
    margin: tuple[float, float]
    """Left end and width of the band that does not matter."""
    always: str
    """The path of the always-valid interval, and of the narrower bootstrap one."""
    once: str
    dot: str


@dataclass(frozen=True, slots=True)
class Picture:
    """Measures on one scale: `edge` is the difference at its right end."""

    heading: str
    hint: str
    edge: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Course:
    """How the always-valid interval narrowed, product by product; `steps` are the same in words."""

    band: str
    line: str
    zero: str
    margin: tuple[float, float]
    """Top and height of the band that does not matter."""
    highest: str
    lowest: str
    products: int
    steps: tuple[tuple[int, str, str], ...]


def pictures_of(summary: Mapping[str, Any]) -> list[Picture]:
    """The scores on one scale, the response time on its own."""
    measured = summary["measures"]
    scores = {key: found for key, found in measured.items() if key != Measure.SECONDS}
    if not scores:
        return []
    return [
        _picture(_("Scores"), _("B less A, in points; more is better for B"), scores, 1),
        _picture(
            _("Response time"),
            _("B less A, in seconds; less is better for B"),
            {Measure.SECONDS.value: measured[Measure.SECONDS]},
            2,
        ),
    ]


def course_of(differences: Sequence[float], margin: float, planned: int) -> Course | None:
    """The course of the deciding measure; None before there is an interval."""
    from domain.statistics.sequential import confidence_sequence

    counts = _looked_at(len(differences))
    found = [
        (count, confidence_sequence(differences[:count], width=SCALE, planned=planned))
        for count in counts
    ]
    known = [(count, one) for count, one in found if one.high < SCALE and one.low > -SCALE]
    if len(known) < 2:
        return None
    first, last = known[0][0], known[-1][0]
    # The first intervals are so wide that nothing else would be seen: they leave the picture.
    seen = [one for count, one in known if count >= SEEN_FROM * last]
    reach = ROOM * max(2 * margin, *(max(abs(one.low), abs(one.high)) for one in seen))

    def x(count: int) -> float:
        return round(COURSE_WIDTH * (count - first) / (last - first), 1)

    def y(value: float) -> float:
        inside = min(max(value, -reach), reach)
        return round(COURSE_HEIGHT * (reach - inside) / (2 * reach), 1)

    upper = " ".join(f"L{x(count)} {y(one.high)}" for count, one in known)
    lower = " ".join(f"L{x(count)} {y(one.low)}" for count, one in reversed(known))
    return Course(
        band=f"M{upper[1:]} {lower}Z",
        line=" ".join(f"{x(count)},{y(one.mean)}" for count, one in known),
        zero=f"M0 {y(0)}H{COURSE_WIDTH}",
        margin=(y(margin), round(y(-margin) - y(margin), 1)),
        highest=signed(reach),
        lowest=signed(-reach),
        products=last,
        steps=tuple((count, signed(one.mean), span(one.low, one.high)) for count, one in known),
    )


def _looked_at(count: int) -> list[int]:
    step = max(1, count // MOST_STEPS)
    return [*range(2, count, step), count] if count >= 2 else []


def _picture(heading: str, hint: str, found: Mapping[str, Any], digits: int) -> Picture:
    edge = ROOM * max(
        (
            abs(value)
            for one in found.values()
            for value in (
                one["margin"],
                one["difference"]["mean"],
                one["difference"]["low"],
                one["difference"]["high"],
            )
            if value is not None
        ),
        default=1.0,
    )
    lines = tuple(_line(key, one, edge or 1.0, digits) for key, one in found.items())
    return Picture(heading, hint, signed(edge, digits)[1:], lines)


def _line(key: str, found: Mapping[str, Any], edge: float, digits: int) -> Line:
    difference, sequence = found["difference"], found["sequence"]

    def place(value: float) -> float:
        return round(WIDTH / 2 * (1 + min(max(value / edge, -1.0), 1.0)), 2)

    left, right = place(-found["margin"]), place(found["margin"])
    return Line(
        key=key,
        label=measure_name(key),
        a=found["a"],
        b=found["b"],
        difference=signed(difference["mean"], digits),
        interval=_interval(difference, digits),
        sequence=_interval(sequence, digits),
        verdict=found["verdict"],
        verdict_label=verdict_name(found["verdict"]),
        adjusted=p_told(found["adjusted"]),
        method=method_name(found["method"]),
        effect=signed(found["effect"], 2),
        margin=(left, round(right - left, 2)),
        always=_path(sequence, place),
        once=_path(difference, place),
        dot=f"M{place(difference['mean'])} {HEIGHT / 2}h.01",
    )


def method_name(method: str) -> str:
    """The test that gave a p-value."""
    return {
        "wilcoxon_exact": _("Wilcoxon, exact"),
        "wilcoxon_normal": _("Wilcoxon"),
    }.get(method, method)


def _path(interval: Mapping[str, Any], place: Any) -> str:
    if interval["low"] is None or interval["high"] is None:
        return ""
    return f"M{place(interval['low'])} {HEIGHT / 2}H{place(interval['high'])}"


def _interval(interval: Mapping[str, Any], digits: int) -> str:
    if interval["low"] is None or interval["high"] is None:
        return "–"
    return span(interval["low"], interval["high"], digits)


def span(low: float, high: float, digits: int = 1) -> str:
    """“+0.8 … +6.9”"""
    return f"{signed(low, digits)} … {signed(high, digits)}"
