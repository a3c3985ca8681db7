"""What people call levels of prompt and engines; every page and command takes the words here."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from domain.categories import Category
from domain.prompt import Level

LEVEL_NAMES: dict[Level, Promise] = {
    Level.BASE: _("Base model"),
    Level.BASIC: _("Basic"),
    Level.ADVANCED: _("Advanced"),
    Level.EXPERT: _("Expert"),
}
LEVEL_CHOICES = [(level.value, name) for level, name in LEVEL_NAMES.items()]

CATEGORY_NAMES: dict[Category, Promise] = {
    Category.ELECTRONICS: _("Electronics"),
    Category.CLOTHING: _("Clothing"),
    Category.HOME_GARDEN: _("Home and garden"),
    Category.SPORTS: _("Sports"),
    Category.AUTOMOTIVE: _("Automotive"),
}
CATEGORY_CHOICES = [(category.value, name) for category, name in CATEGORY_NAMES.items()]

_FOCUS: dict[Level, Promise] = {
    Level.BASE: _("Foundation"),
    Level.BASIC: _("Basic formatting"),
    Level.ADVANCED: _("Search engine optimisation"),
    Level.EXPERT: _("Conversion optimisation"),
}
_USE: dict[Level, Promise] = {
    Level.BASE: _("What the others are trained from"),
    Level.BASIC: _("Quick prototypes"),
    Level.ADVANCED: _("Professional content"),
    Level.EXPERT: _("Commercial production"),
}
WHYS: dict[str, Promise] = {
    "base": _("The engine’s own model"),
    "starter": _("Came along with the product"),
    "training": _("A training made it"),
    "built": _("Built at the engine"),
    "build_failed": _("The engine could not build it"),
    "validation": _("Validation was asked for"),
    "passed": _("It passed validation"),
    "refused": _("It did not pass validation"),
    "broken_off": _("Validation was broken off"),
    "deploy": _("Deployment was asked for"),
    "rollback": _("Rollback was asked for"),
    "switched": _("It took the place of the live version"),
    "replaced": _("Another version took its place"),
    "unhealthy": _("Its health check failed"),
    "restored": _("It took its place again: its successor was not healthy"),
    "undone": _("The deployment was undone before the switch"),
    "adopted": _("The first of its family"),
    "canary": _("A trial began: it writes a share of the drafts"),
    "canary_ended": _("A person ended the trial"),
    "canary_deployed": _("The trial ended with its deployment"),
    "canary_errors": _("The trial was ended: too many of its drafts failed"),
    "canary_scores": _("The trial was ended: its drafts score lower"),
    "retired": _("A person retired it"),
    "rebuild": _("Building was asked for again"),
}

_ENGINES: dict[str, str | Promise] = {"ollama": "Ollama", "llamacpp": _("Embedded engine")}


def level_name(level: str) -> str:
    """A level in the reader's language; one that has gone since by its own name."""
    return str(dict(LEVEL_CHOICES).get(level, level))


def engine_name(name: str) -> str:
    """An engine's own name (`ollama`, `llamacpp`) as a person knows it."""
    return str(_ENGINES.get(name, name))


def category_name(category: str) -> str:
    """A category in the reader's language; one that has gone since by its own name."""
    return str(dict(CATEGORY_CHOICES).get(category, category))


def focus_of(level: Level, category: Category | None) -> str:
    """What the training of such a model is about."""
    return str(CATEGORY_NAMES[category] if category else _FOCUS[level])


def use_of(level: Level, category: Category | None) -> str:
    """What such a model is to be used for."""
    if category is None:
        return str(_USE[level])
    return gettext("Products of this category")


def why_name(why: str) -> str:
    """Why something happened, in the reader's language."""
    return str(WHYS.get(why, why))


def language_name(code: str) -> str:
    """A listing's language in the reader's."""
    return {"tr": gettext("Turkish"), "en": gettext("English")}.get(code, code)
