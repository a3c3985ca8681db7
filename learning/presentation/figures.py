"""Shares and lifts as pages show them."""

from __future__ import annotations

from typing import Final

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from domain.statistics import Interval

_MOST: Final = 1_000
"""A lift above is no more than "a great deal": there is hardly any other feedback with it."""


def percent(share: float) -> str:
    """A share of 1 in whole per cent."""
    return _("%(share)s %%") % {"share": number_format(round(100 * share))}


def percents(interval: Interval) -> str:
    """The interval of a share."""
    ends = {"low": round(100 * interval.low), "high": round(100 * interval.high)}
    return _("%(low)s to %(high)s %%") % {key: number_format(end) for key, end in ends.items()}


def points(difference: Interval) -> str:
    """A difference of shares in points of per cent, with its interval."""
    said = {name: _signed(getattr(difference, name)) for name in ("mean", "low", "high")}
    return _("%(mean)s points (%(low)s … %(high)s)") % said


def times(lift: float) -> str:
    """How many times as often."""
    if lift > _MOST:
        return _("over %(lift)s times") % {"lift": number_format(_MOST, force_grouping=True)}
    return _("%(lift)s times") % {"lift": _lift(lift)}


def times_span(lift: Interval) -> str:
    """The interval of a lift."""
    high = "∞" if lift.high > _MOST else _lift(lift.high)
    return f"{_lift(lift.low)}–{high}"


def _lift(lift: float) -> str:
    return str(number_format(lift, decimal_pos=0 if lift >= 100 else 1))


def _signed(share: float) -> str:
    whole = round(100 * share)
    return f"{'+' if whole > 0 else '−' if whole < 0 else '±'}{number_format(abs(whole))}"
