"""Asking for a training that goes on from a version, with examples that were chosen for it."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _

from accounts.errors import ActionRefused
from accounts.models import User
from accounts.roles import Right, require
from models_registry.models import Family, Version
from training.actions.requesting import check_epochs, queued
from training.models import DatasetSnapshot, TrainingRun
from training.queries.parents import parent_of, parents_of
from training.recipes import recipe_of


def continue_training(
    user: User | None,
    family: Family,
    dataset: DatasetSnapshot,
    *,
    parent: Version | None,
    epochs: int | None = None,
    queue: bool = True,
) -> TrainingRun:
    """Queue a training of `family` on `dataset` as it is, going on from the weights of `parent`.

    Without a `parent` it goes on from what any training of the family would. ActionRefused where
    that version has no weights to go on from, and while a model of the family is being made.
    `user` None is the product itself. Without `queue` the caller takes the run up.
    """
    if user is not None:
        require(user, Right.TRAIN_MODELS)
    if family.level not in TrainingRun.Grade.values:
        raise ActionRefused(
            "unknown", _("%(name)s is not trained: choose another family.") % {"name": family.name}
        )
    check_epochs(epochs)
    run = TrainingRun(
        name=family.name,
        level=family.level,
        category=family.category,
        strategy=TrainingRun.Strategy.LORA,
        base=settings.TRAIN_BASE,
        recipe=recipe_of(epochs, continued=True).as_json(),
        strict=dataset.strict,
        dataset=dataset,
        requested_by=user,
    )
    run.parent, run.shipped_parent = parent_of(parent, run) if parent else parents_of(run)
    if parent is not None and not run.continues:
        raise ActionRefused(
            "no_weights",
            _("%(name)s has no weights that a training could go on from.") % {"name": parent.name},
        )
    if not run.continues:
        run.recipe = recipe_of(epochs).as_json()
    return queued(run, queue=queue)
