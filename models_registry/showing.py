"""States, scores and details of models as the administration's pages show them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.utils.formats import number_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from models_registry.models.version import STATE_NAMES

_COLOURS = {
    **dict.fromkeys(("live", "validated", "done"), "good"),
    **dict.fromkeys(("rejected", "cancelled"), "warning"),
    "failed": "error",
}
NOTHING: Final = "–"
ENDS: Final = ("mean", "low", "high")


def badge(code: str, name: object) -> SafeString:
    """A state as a word in its colour."""
    return format_html(
        '<span class="record-{}">{}</span>', _COLOURS.get(code, "advice"), name or NOTHING
    )


def score(kept: Mapping[str, Any] | None) -> str:
    """A mean with its 95 % interval."""
    figures = [kept.get(name) for name in ENDS] if kept else []
    told = [
        number_format(round(figure, 1), decimal_pos=1) for figure in figures if figure is not None
    ]
    if len(told) == len(ENDS):
        return "{} ({}–{})".format(*told)
    return str(told[0]) if told else NOTHING


def rows(pairs: Mapping[str, object]) -> SafeString:
    """A table of names and values."""
    table = format_html_join("", '<tr><th scope="row">{}</th><td>{}</td></tr>', pairs.items())
    if not table:
        return format_html("{}", NOTHING)
    return format_html('<table class="record-table"><tbody>{}</tbody></table>', table)


def state_name(state: str) -> str:
    """A state as history keeps it, in the reader's language."""
    return str({one.value: name for one, name in STATE_NAMES.items()}.get(state, state))
