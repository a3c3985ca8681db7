"""The models that may write a listing, and the one that does so unless a person chooses."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings

from domain.prompt import Level
from engines import get_engine


@dataclass(frozen=True, slots=True)
class ModelChoice:
    """One model at one engine, with the level of prompt that suits it."""

    name: str
    engine: str
    level: Level


class UnknownModel(Exception):
    """No engine has that model; `available` names those there are."""

    def __init__(self, name: str, available: tuple[str, ...]) -> None:
        super().__init__(name)
        self.name = name
        self.available = available


def default_choice() -> ModelChoice:
    """The default engine's configured model."""
    return _configured("default")


def choices() -> list[ModelChoice]:
    """The configured model of each engine, the default first; asks no engine."""
    return [_configured(alias) for alias in sorted(settings.ENGINES, key=lambda a: a != "default")]


def choose(name: str | None) -> ModelChoice:
    """The choice called `name`: a configured model, or one that an engine says it has."""
    if not name:
        return default_choice()
    known = choices()
    for choice in known:
        if choice.name == name:
            return choice
    available = [choice.name for choice in known]
    for choice in known:
        offered = get_engine(choice.engine).health().models
        if name in offered:
            return ModelChoice(name, choice.engine, choice.level)
        available += [model for model in offered if model not in available]
    raise UnknownModel(name, tuple(available))


def is_instructed(alias: str) -> bool:
    """Whether the models of an engine follow instructions; a base model continues a text.

    An engine that is configured no more counts as one that does: its job fails by itself.
    """
    return bool(settings.ENGINES.get(alias, {}).get("INSTRUCTED", True))


def _configured(alias: str) -> ModelChoice:
    level = Level(settings.ENGINES[alias].get("LEVEL", Level.EXPERT))
    return ModelChoice(get_engine(alias).default_model, alias, level)
