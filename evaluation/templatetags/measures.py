"""A measured figure in a template."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template

from evaluation.presentation import figures

register = template.Library()


@register.filter
def mean(measure: Mapping[str, Any], digits: int = 1) -> str:
    """The mean alone."""
    return figures.told({**measure, "low": None}, digits)


register.filter("interval", figures.interval)
