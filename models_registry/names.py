"""What people call levels of prompt and engines; every page and command takes the words here."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from domain.prompt import Level

LEVEL_NAMES: dict[Level, Promise] = {
    Level.BASE: _("Base model"),
    Level.BASIC: _("Basic"),
    Level.ADVANCED: _("Advanced"),
    Level.EXPERT: _("Expert"),
}
LEVEL_CHOICES = [(level.value, name) for level, name in LEVEL_NAMES.items()]

_ENGINES: dict[str, str | Promise] = {"ollama": "Ollama", "llamacpp": _("Embedded engine")}


def level_name(level: str) -> str:
    """A level in the reader's language; one that has gone since by its own name."""
    return str(dict(LEVEL_CHOICES).get(level, level))


def engine_name(name: str) -> str:
    """An engine's own name (`ollama`, `llamacpp`) as a person knows it."""
    return str(_ENGINES.get(name, name))
