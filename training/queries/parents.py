"""What a training goes on from: the level before, a version, or a checkpoint left behind."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from domain.versions import State
from models_registry.models import Version
from training.curation.snapshot import FILES
from training.models import TrainingRun
from training.recipes import recipe_of
from training.shipping import shipped

LEVELS = list(TrainingRun.Grade.values)
Status, Strategy = TrainingRun.Status, TrainingRun.Strategy
_SHAPE = ("rank", "alpha", "targets")
"""Of a recipe: what two adapters must have in common for one to go on from the other."""


def parents_of(run: TrainingRun) -> tuple[TrainingRun | None, dict[str, str]]:
    """What `run` goes on with: the newest finished run that fits, or else the family and SHA-256 of
    a shipped model; neither for a fresh start.

    A category's model goes on from the general one of its level, a level from the nearest one
    below it. A trial is nobody's parent but another trial's.
    """
    if run.strategy != Strategy.LORA:
        return None, {}
    before = LEVELS[: LEVELS.index(run.level)][::-1]
    for level in [run.level, *before] if run.category else before:
        for candidate in _finished(run).filter(level=level)[:20]:
            if _is_fit(candidate, run) and _is_proven(candidate):
                return candidate, {}
        for model in [] if run.base else shipped():
            if model.record["level"] == level and _fits(model.record["recipe"], run):
                return None, {"name": model.name, "sha256": str(model.record["sha256"])}
    return None, {}


def parent_of(version: Version, run: TrainingRun) -> tuple[TrainingRun | None, dict[str, str]]:
    """What `run` goes on with where it is to go on from `version`, as `parents_of` says it;
    neither where that one's weights cannot be gone on from."""
    runs = TrainingRun.objects.filter(base=run.base)
    made_by = runs.filter(pk=version.run).first() if version.run else None
    if made_by is not None and _is_fit(made_by, run):
        return made_by, {}
    sha256 = version.files.get("adapter", {}).get("sha256")
    for model in [] if run.base else shipped():
        record = model.record
        is_it = (model.name, record["sha256"]) == (version.family.name, sha256)
        if is_it and _fits(record["recipe"], run):
            return None, {"name": model.name, "sha256": str(sha256)}
    return None, {}


def going_on_from(version: Version | None) -> TrainingRun:
    """A run asked for now that goes on from `version`, which nobody has kept; one that goes on from
    nothing where that cannot be."""
    recipe = recipe_of(continued=True).as_json()
    run = TrainingRun(base=settings.TRAIN_BASE, strategy=Strategy.LORA, recipe=recipe)
    if version is not None:
        run.parent, run.shipped_parent = parent_of(version, run)
    return run


def continued_by(level: str, category: str = "") -> str | None:
    """The name of the model that a fine-tuning asked for now would go on from."""
    run = TrainingRun(
        level=level, category=category, base=settings.TRAIN_BASE, recipe=recipe_of().as_json()
    )
    run.parent, run.shipped_parent = parents_of(run)
    return run.continues


def learnt_before(run: TrainingRun, file: str = FILES[0]) -> Iterator[Path]:
    """The files of what the models that `run` goes on from have learnt, or were checked on."""
    while run.parent is not None:
        run = run.parent
        if run.dataset is not None:
            yield run.dataset.folder / file
    for model in shipped():
        if model.name == run.shipped_parent.get("name"):
            yield model.dataset / file


def left_behind(run: TrainingRun) -> TrainingRun | None:
    """The newest run of the same kind that was broken off and whose checkpoint fits `run`."""
    broken = TrainingRun.objects.filter(
        name=run.name,
        strategy=run.strategy,
        level=run.level,
        base=run.base,
        parent=run.parent,
        shipped_parent=run.shipped_parent,
        dataset=run.dataset,
        status__in=(Status.CANCELLED, Status.FAILED),
    )
    newest = broken.exclude(pk=run.pk).order_by("-pk").first()
    return newest if newest is not None and newest.recipe == run.recipe else None


def _finished(run: TrainingRun) -> QuerySet[TrainingRun]:
    done = TrainingRun.objects.filter(
        status=Status.DONE, strategy=Strategy.LORA, category="", base=run.base
    ).select_related("dataset")
    if not run.is_trial:
        done = done.filter(limit=None)
    return done.order_by("-pk")


def _is_fit(made: TrainingRun, run: TrainingRun) -> bool:
    """Whether the weights of `made` are there and have the shape of those of `run`."""
    is_trained = made.status == Status.DONE and made.strategy == Strategy.LORA
    return is_trained and _fits(made.recipe, run) and (made.folder / "best").is_dir()


def _is_proven(made: TrainingRun) -> bool:
    """Whether others may go on from it unasked: what learnt from feedback has to be live first,
    since it may be worse than what it went on from."""
    if made.dataset is None or made.dataset.replayed is None:
        return True
    return Version.objects.filter(run=made.pk, state=State.LIVE).exists()


def _fits(recipe: dict[str, Any], run: TrainingRun) -> bool:
    return all(recipe.get(name) == run.recipe.get(name) for name in _SHAPE)
