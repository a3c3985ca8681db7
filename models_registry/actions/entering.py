"""A new version enters the registry: its family, its number, and what it is made of."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction

from accounts.models import User
from domain.categories import Category
from domain.prompt import Level, Style
from domain.versions import Change, Number, State, following
from engines.hashing import sha256_of
from models_registry.actions.moving import tell
from models_registry.models import Family, Version

PREFIX = "walmart-gpt-"
BASE = "base"
ATTEMPTS = 5
"""How often a number is sought anew when somebody else took it at the same moment."""


@dataclass(frozen=True, slots=True)
class Made:
    """What a version is made of. `files` has the kinds `adapter` and `merged`."""

    family: str
    base: str
    style: Style
    why: str
    engine: str = "default"
    engine_name: str = ""
    served_as: str = ""
    """Left empty, the version's own name."""
    modelfile: str = ""
    files: Mapping[str, Path] = field(default_factory=dict)
    dataset: Mapping[str, Any] = field(default_factory=dict)
    recipe: Mapping[str, Any] = field(default_factory=dict)
    losses: Mapping[str, Any] = field(default_factory=dict)
    run: int | None = None
    parent: Version | None = None
    reason: str = ""
    by: User | None = None
    number: Number | None = None
    """Given for what was numbered elsewhere; the next one otherwise."""


def families() -> dict[str, Family]:
    """Every family of the hierarchy by name; those that are missing are made."""
    wanted = {BASE: (Level.BASE, "")}
    wanted |= {PREFIX + one: (one, "") for one in (Level.BASIC, Level.ADVANCED, Level.EXPERT)}
    wanted |= {PREFIX + one: (Level.EXPERT, one.value) for one in Category}
    there = {family.name: family for family in Family.objects.filter(name__in=wanted)}
    for name, (level, category) in wanted.items():
        if name not in there:
            there[name], _new = Family.objects.get_or_create(
                name=name, defaults={"level": level.value, "category": category}
            )
    return there


def enter(made: Made) -> Version:
    """The version of what was made, in the state in which it is being built.

    A training run enters once: asked again, its version is given back.
    """
    family = families().get(made.family) or Family.objects.get(name=made.family)
    # Before the transaction: to hash gigabytes takes longer than others may wait to write.
    files = {kind: _described(path) for kind, path in made.files.items()}
    for attempt in range(ATTEMPTS):
        if made.run is not None:
            known = Version.objects.select_related("family").filter(run=made.run).first()
            if known is not None:
                return known
        try:
            with transaction.atomic():
                return _entered(made, family, made.number or next_number(family, made), files)
        except IntegrityError:
            if attempt == ATTEMPTS - 1 or made.number is not None:
                raise
    raise AssertionError("unreachable")


def next_number(family: Family, made: Made) -> Number:
    """The number after the family's highest: what changed against that version decides."""
    latest = family.versions.order_by("-major", "-minor", "-patch").first()
    if latest is None:
        return following(None, Change.DATA)
    if latest.base != made.base:
        change = Change.BASE
    elif latest.recipe != dict(made.recipe):
        change = Change.RECIPE
    else:
        change = Change.DATA
    return following(latest.number, change)


def _entered(
    made: Made, family: Family, number: Number, files: dict[str, dict[str, Any]]
) -> Version:
    version = Version(
        family=family,
        major=number.major,
        minor=number.minor,
        patch=number.patch,
        state=State.BUILDING,
        engine=made.engine,
        engine_name=made.engine_name,
        served_as=made.served_as or f"{family.name}:{number}",
        style=made.style.value,
        base=made.base,
        modelfile=made.modelfile,
        modelfile_sha256=hashlib.sha256(made.modelfile.encode()).hexdigest(),
        files=files,
        dataset=dict(made.dataset),
        recipe=dict(made.recipe),
        losses=dict(made.losses),
        run=made.run,
        parent=made.parent,
        reason=made.reason,
        built_by=made.by,
    )
    version.save(force_insert=True)
    tell(version, "", State.BUILDING.value, made.why, made.by, {"reason": made.reason})
    return version


def _described(path: Path) -> dict[str, Any]:
    return {"path": _portable(path), "bytes": path.stat().st_size, "sha256": sha256_of(path)}


def _portable(path: Path) -> str:
    """Relative to the data folder or the product's own, so that both may be moved."""
    for home in _homes():
        if path.resolve().is_relative_to(home.resolve()):
            return str(path.resolve().relative_to(home.resolve()))
    return str(path)


def file_of(version: Version, kind: str) -> Path:
    """Where a version's file lies; FileNotFoundError where it does no longer."""
    said = str(version.files[kind]["path"])
    for home in _homes():
        if (home / said).is_file():
            return home / said
    raise FileNotFoundError(said)


def _homes() -> tuple[Path, Path]:
    return Path(settings.DATA_DIR), Path(settings.BASE_DIR)
