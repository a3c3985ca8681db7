"""The models that may write a listing, and the one that does so unless a person chooses.

Which one that is, the registry says: the live version of the product's category, else the live one
of the highest level. Where nothing is registered (a command before the first start), the engine's
own default writes.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings

from domain.contest import MOST_VERSIONS
from domain.prompt import Level, Style
from domain.versions import AT_REST, State
from engines import get_engine
from models_registry.models import Canary, Version
from models_registry.queries.live import is_served, live_versions, named

_USABLE = AT_REST | {State.LIVE, State.VALIDATING, State.DEPLOYING}
_RANK = {Level.EXPERT: 3, Level.ADVANCED: 2, Level.BASIC: 1, Level.BASE: 0}


@dataclass(frozen=True, slots=True)
class ModelChoice:
    """One model at one engine, with the level of prompt that suits it."""

    name: str
    engine: str
    level: Level
    version: Version | None = None
    style: Style | None = None
    """How much a request says; None where only the engine knows."""


class UnknownModel(Exception):
    """No engine has that model; `available` names those there are."""

    def __init__(self, name: str, available: tuple[str, ...]) -> None:
        super().__init__(name)
        self.name = name
        self.available = available


def default_choice(category: str = "") -> ModelChoice:
    """What writes for products of `category` where nobody chooses."""
    return choices(category)[0]


def choices(category: str = "") -> list[ModelChoice]:
    """The live versions, the one for `category` first, and each engine's configured model.

    Asks no engine. A model that the settings name by itself goes before all.
    """
    live = [_of(version) for version in _live(category)]
    configured = [_configured(alias) for alias in sorted(settings.ENGINES, key=_order)]
    named = [choice for choice in configured if _is_chosen(choice.engine)]
    found: dict[tuple[str, str], ModelChoice] = {}
    for choice in (*named, *live, *configured):
        found.setdefault((choice.engine, choice.name), choice)
    return list(found.values())


def ensemble(category: str = "") -> list[ModelChoice]:
    """The live versions that fit products of `category`, which all write for one listing.

    The category's own goes first, then by level: of equal drafts, the first one's wins. Each is
    there once, and more than `MOST_VERSIONS` are not asked. Where none is live, what writes
    otherwise is the only one.
    """
    found: dict[tuple[str, str, Level], ModelChoice] = {}
    for choice in map(_of, _live(category)):
        found.setdefault((choice.engine, choice.name, choice.level), choice)
    return list(found.values())[:MOST_VERSIONS] or [default_choice(category)]


def count_live() -> int:
    """How many versions are live, for whichever products."""
    return sum(is_served(version) for version in live_versions())


def choose(name: str | None, category: str = "") -> ModelChoice:
    """The choice called `name`: a version, a family's live one, or a model that an engine has."""
    if not name:
        return default_choice(category)
    version = named(name)
    if version is not None and version.state in _USABLE and is_served(version):
        return _of(version)
    known = choices(category)
    for choice in known:
        if choice.name == name:
            return choice
    available = [choice.name for choice in known]
    for alias in sorted(settings.ENGINES, key=_order):
        offered = get_engine(alias).health().models
        if name in offered:
            return ModelChoice(name, alias, _configured(alias).level)
        available += [model for model in offered if model not in available]
    raise UnknownModel(name, tuple(available))


def choose_for(product: str, name: str | None, category: str = "") -> ModelChoice:
    """As `choose`; where nobody names a model, a candidate on trial writes its share.

    `product` is what is always the same of a product: each stays with one version.
    """
    choice = choose(name, category)
    if name or choice.version is None:
        return choice
    trial = Canary.objects.filter(family=choice.version.family_id, ended_at=None)
    canary = trial.select_related("version__family").first()
    if canary is None or not canary.takes(product) or not is_served(canary.version):
        return choice
    return _of(canary.version)


def is_instructed(alias: str) -> bool:
    """Whether the models of an engine follow instructions; a base model continues a text.

    An engine that is configured no more counts as one that does: its job fails by itself.
    """
    return bool(settings.ENGINES.get(alias, {}).get("INSTRUCTED", True))


def _live(category: str) -> list[Version]:
    """What is live and can be asked: the category's own first, then by level."""
    usable = [version for version in live_versions() if is_served(version)]
    fit = [one for one in usable if one.family.category in ("", category)]
    return sorted(fit, key=lambda one: (not one.family.category, -_RANK[Level(one.family.level)]))


def _of(version: Version) -> ModelChoice:
    return ModelChoice(
        version.served_as,
        version.engine,
        # A model that was trained needs no worked example; one that was not is told as much as
        # its engine's models need.
        Level(version.family.level) if version.modelfile else _configured(version.engine).level,
        version,
        Style(version.style),
    )


def _is_chosen(alias: str) -> bool:
    """Whether whoever runs the machine named the one model of the embedded engine."""
    return bool(settings.ENGINES[alias].get("CHOSEN", False))


def _order(alias: str) -> tuple[bool, str]:
    return alias != "default", alias


def _configured(alias: str) -> ModelChoice:
    level = Level(settings.ENGINES[alias].get("LEVEL", Level.EXPERT))
    return ModelChoice(get_engine(alias).default_model, alias, level)
