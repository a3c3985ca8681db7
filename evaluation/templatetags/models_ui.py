"""Figures, states and reasons of versions as pages show them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django import template
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.timesince import timesince
from django.utils.translation import gettext

from domain.statistics import Interval
from domain.versions import State
from models_registry import sentences
from models_registry.making import loss_name, recipe_name, told
from models_registry.names import category_name, language_name, why_name
from models_registry.showing import state_name

register = template.Library()

_BADGES = {
    State.LIVE: "badge-live",
    State.VALIDATED: "badge-good",
    State.REJECTED: "badge-warning",
    State.FAILED: "badge-error",
    State.BUILDING: "badge-brand",
    State.VALIDATING: "badge-brand",
    State.DEPLOYING: "badge-brand",
}


@register.filter
def state_badge(state: str) -> str:
    """The class that colours a state."""
    return _BADGES.get(State(state), "")


@register.filter
def live_since_told(moment: datetime) -> str:
    """Since when a version writes, and from the second day on for how long."""
    shown = date_format(timezone.localtime(moment), "j F Y")
    if timezone.now() - moment < timedelta(days=1):
        at = date_format(timezone.localtime(moment), "H:i")
        return gettext("Live since %(date)s, %(time)s") % {"date": shown, "time": at}
    age = timesince(moment, depth=1)
    return gettext("Live since %(date)s, for %(age)s") % {"date": shown, "age": age}


@register.filter
def figure(value: Any) -> str:
    """A score with one digit; a dash where there is none."""
    return str(number_format(round(value, 1), decimal_pos=1)) if _is_known(value) else "–"


@register.filter
def signed(value: Any) -> str:
    """A difference with its sign."""
    return f"{_sign(value)}{figure(abs(value))}" if _is_known(value) else "–"


@register.filter
def signed_whole(value: int) -> str:
    """A difference of whole scores with its sign."""
    return f"{_sign(value)}{abs(value)}"


@register.filter
def least(value: float) -> str:
    """A threshold: with a digit behind the comma only where it has one."""
    return str(number_format(value, decimal_pos=0 if float(value).is_integer() else 1))


@register.filter
def span(interval: Interval | Mapping[str, Any] | None) -> str:
    """The 95 % interval, “89,4–92,8”; empty where there is none."""
    low, high = _ends(interval)
    if low is None or high is None:
        return ""
    return f"{figure(low)}–{figure(high)}"


@register.filter
def signed_span(interval: Interval | None) -> str:
    """The 95 % interval of a difference, “−1,2 … +3,4”."""
    low, high = _ends(interval)
    if low is None or high is None:
        return ""
    return f"{signed(low)} … {signed(high)}"


@register.filter
def share(value: float) -> str:
    """A share of 1, in percent with one digit."""
    return figure(100 * value)


@register.filter
def share_span(interval: Interval) -> str:
    """The 95 % interval of a share of 1, in percent."""
    return f"{share(interval.low)}–{share(interval.high)}"


@register.filter
def whole(value: Any) -> int | None:
    """A mean as the ring shows it."""
    return round(value) if _is_known(value) else None


def _is_known(value: Any) -> bool:
    """Whether it is a figure; where there is nothing, a template gives an empty text."""
    return isinstance(value, int | float) and math.isfinite(value)


def _sign(value: float) -> str:
    return "+" if value > 0 else "−" if value < 0 else "±"


def _ends(interval: Interval | Mapping[str, Any] | None) -> tuple[float | None, float | None]:
    if not interval:
        return None, None
    kept = interval.as_json() if isinstance(interval, Interval) else interval
    ends = (kept.get("low"), kept.get("high"))
    return ends if all(map(_is_known, ends)) else (None, None)


register.filter("category_label", category_name)
register.filter("language_label", language_name)
register.filter("loss_label", loss_name)
register.filter("recipe_label", recipe_name)
register.filter("refusal_sentence", sentences.refusal)
register.filter("state_name", state_name)
register.filter("told", told)
register.filter("why_label", why_name)
