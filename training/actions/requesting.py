"""Asking for a training."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.errors import ActionRefused
from accounts.models import User
from accounts.roles import Right, require
from training import sentences
from training.curation import Dataset
from training.jobs import JOBS
from training.models import TrainingRun
from training.prompting import BUDGET
from training.queries.datasets import dataset_for
from training.queries.parents import parents_of
from training.recipes import recipe_of

MOST_EPOCHS = 50
MOST_LIMIT = 10_000
Strategy = TrainingRun.Strategy


def request_training(
    user: User | None,
    level: str,
    *,
    category: str = "",
    strategy: str = Strategy.LORA,
    epochs: int | None = None,
    limit: int | None = None,
    augment: bool = False,
    strict: bool = False,
    starter: bool = True,
    queue: bool = True,
) -> TrainingRun:
    """Queue one training; ActionRefused where there is too little to learn from, and while a model
    of the same name is being made.

    `limit` makes a smaller trial, which is marked as one. `user` None is whoever administers the
    machine. Without `queue` the caller takes the run up itself.
    """
    if user is not None:
        require(user, Right.TRAIN_MODELS)
    _check(level, category, strategy, epochs, limit)
    dataset = dataset_for(level, category, starter=starter, strict=strict, limit=limit)
    _require_enough(dataset, augment=augment, is_trial=limit is not None)
    run = TrainingRun(
        name=f"walmart-gpt-{category or level}",
        level=level,
        category=category,
        strategy=strategy,
        base=settings.TRAIN_BASE,
        recipe={"budget": BUDGET} if strategy == Strategy.PROMPT else recipe_of(epochs).as_json(),
        starter=starter,
        augment=augment,
        strict=strict,
        limit=limit,
        requested_by=user,
    )
    run.parent, run.shipped_parent = parents_of(run)
    if run.continues:
        run.recipe = recipe_of(epochs, continued=True).as_json()
    return queued(run, queue=queue)


def queued(run: TrainingRun, *, queue: bool = True) -> TrainingRun:
    """Keep a new run, and tell the workers on commit; ActionRefused while one of its name is made.

    Without `queue` the caller takes it up itself.
    """
    run.lease_until = timezone.now() + timedelta(seconds=JOBS.patience)
    try:
        with transaction.atomic():
            run.save(force_insert=True)
            if queue:
                transaction.on_commit(lambda: JOBS.send(run.pk))
    except IntegrityError as clash:
        raise ActionRefused(
            "already_training",
            _("%(name)s is already being made: wait for it, or stop it first.")
            % {"name": run.name},
        ) from clash
    return run


def _check(level: str, category: str, strategy: str, *numbers: Any) -> None:
    epochs, limit = numbers
    known = (
        level in TrainingRun.Grade.values
        and category in ("", *TrainingRun.Field.values)
        and strategy in Strategy.values
    )
    if not known:
        raise ActionRefused("unknown", _("Choose one of the models and levels that are offered."))
    check_epochs(epochs)
    if limit is not None and not 1 <= limit <= MOST_LIMIT:
        raise ActionRefused(
            "limit",
            _("A trial takes from 1 to %(most)d examples.") % {"most": MOST_LIMIT},
        )


def check_epochs(epochs: int | None) -> None:
    """Refuse what is no number of rounds."""
    if epochs is not None and not 1 <= epochs <= MOST_EPOCHS:
        raise ActionRefused(
            "epochs", _("Choose from 1 to %(most)d rounds.") % {"most": MOST_EPOCHS}
        )


def _require_enough(dataset: Dataset, *, augment: bool, is_trial: bool) -> None:
    if not is_trial and dataset.missing > (dataset.fillable if augment else 0):
        raise ActionRefused("too_few", sentences.too_few(sentences.shortfall(dataset)))
    if not dataset.training or not dataset.validation:
        raise ActionRefused("no_examples", sentences.failure("no_examples"))
