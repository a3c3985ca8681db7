"""Asking for a training: who may, when it is refused, and what it goes on from."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.utils.translation import override

from accounts.errors import ActionRefused
from accounts.models import User
from domain.levels import LEVELS, LevelRule
from domain.prompt import Level
from tests.training.conftest import GOLD, item
from training.actions import cancel_training, request_training
from training.errors import TrainingError
from training.models import TrainingRun
from training.queries import parents
from training.queries.datasets import dataset_for
from training.recipes import CONTINUED_RATE
from training.running import folder
from training.shipping import shipped

pytestmark = pytest.mark.django_db
Status = TrainingRun.Status


def finished(run: TrainingRun, status: str = Status.DONE) -> TrainingRun:
    """The run as if it had ended, with weights to go on from."""
    (run.folder / "best").mkdir(parents=True)
    TrainingRun.objects.filter(pk=run.pk).update(status=status)
    run.refresh_from_db()
    return run


def test_a_manager_asks_and_it_waits(manager: User, in_reach: None) -> None:
    run = request_training(manager, "basic")
    assert (run.name, run.status, run.is_trial) == ("walmart-gpt-basic", Status.QUEUED, False)
    assert run.requested_by == manager
    assert run.recipe["epochs"] == 3


def test_authors_and_raters_may_not(author: User, outsider: User, in_reach: None) -> None:
    for person in (author, outsider):
        with pytest.raises(PermissionDenied):
            request_training(person, "basic")
    run = request_training(None, "basic")
    with pytest.raises(PermissionDenied):
        cancel_training(author, run)


def test_too_few_examples_are_refused_with_what_is_missing(manager: User, gold: Path) -> None:
    with pytest.raises(ActionRefused) as refused, override("tr"):
        request_training(manager, "basic")
    assert refused.value.code == "too_few"
    said = str(refused.value)
    assert "50" in said
    assert "45" in said
    assert "12" in said
    assert not TrainingRun.objects.exists()


def test_augmentation_that_would_not_be_enough_is_refused_too(manager: User, gold: Path) -> None:
    with pytest.raises(ActionRefused, match="45"):
        request_training(manager, "basic", augment=True)


def test_a_trial_is_marked_and_needs_no_minimum(manager: User, gold: Path) -> None:
    run = request_training(manager, "expert", limit=2)
    assert run.is_trial


def test_a_trial_of_nothing_is_refused(manager: User, data_dir: Path) -> None:
    with pytest.raises(ActionRefused) as refused:
        request_training(manager, "basic", limit=2)
    assert refused.value.code == "no_examples"


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"level": "base"}, "unknown"),
        ({"level": "basic", "category": "toys"}, "unknown"),
        ({"level": "basic", "strategy": "magic"}, "unknown"),
        ({"level": "basic", "epochs": 0}, "epochs"),
        ({"level": "basic", "epochs": 1000}, "epochs"),
        ({"level": "basic", "limit": 0}, "limit"),
        ({"level": "basic", "limit": 10**20}, "limit"),
    ],
)
def test_what_there_is_not_is_refused(
    wrong: dict[str, object], code: str, manager: User, in_reach: None
) -> None:
    with pytest.raises(ActionRefused) as refused:
        request_training(manager, **wrong)  # type: ignore[arg-type]
    assert refused.value.code == code


def test_one_model_is_made_once_at_a_time(manager: User, in_reach: None) -> None:
    run = request_training(manager, "basic")
    with pytest.raises(ActionRefused) as refused:
        request_training(manager, "basic")
    assert refused.value.code == "already_training"
    request_training(manager, "advanced")
    cancel_training(manager, run)
    run.refresh_from_db()
    assert (run.status, run.cancel_requested_by) == (Status.CANCELLED, manager)
    request_training(manager, "basic")


def test_each_level_goes_on_from_the_nearest_one_below(manager: User, in_reach: None) -> None:
    basic = finished(request_training(manager, "basic"))
    assert basic.parent is None
    advanced = finished(request_training(manager, "advanced", epochs=2))
    assert advanced.parent == basic
    assert (advanced.recipe["epochs"], advanced.recipe["rate"]) == (2, CONTINUED_RATE)
    assert request_training(manager, "expert").parent == advanced


def test_a_level_whose_forerunner_was_left_out_takes_the_one_before(
    manager: User, in_reach: None, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.TRAIN_BASE = ""
    monkeypatch.setattr(parents, "shipped", list)
    basic = finished(request_training(manager, "basic"))
    run = request_training(manager, "expert")
    assert (run.parent, run.shipped_parent) == (basic, {})


def test_without_one_of_its_own_a_level_goes_on_from_the_model_that_came_along(
    manager: User, in_reach: None, settings: Any
) -> None:
    settings.TRAIN_BASE = ""
    advanced = next(model for model in shipped() if model.record["level"] == "advanced")
    finished(request_training(manager, "basic"))
    run = request_training(manager, "expert")
    assert (run.parent, run.continues) == (None, advanced.name)
    assert run.shipped_parent["sha256"] == advanced.record["sha256"]
    assert run.recipe["rate"] < TrainingRun.objects.get(level="basic").recipe["rate"]
    assert folder.start_of(run) == str(advanced.adapter)
    cancel_training(manager, run)
    own = finished(request_training(manager, "advanced"))
    run = request_training(manager, "expert")
    assert (run.parent, run.shipped_parent) == (own, {})
    cancel_training(manager, run)
    settings.TRAIN_BASE = "/models/llama"  # which the shipped one does not fit
    assert request_training(manager, "expert").continues is None


def test_a_shipped_model_that_was_replaced_meanwhile_is_not_taken_for_the_old_one(
    manager: User, in_reach: None, settings: Any
) -> None:
    settings.TRAIN_BASE = ""
    run = request_training(manager, "expert")
    run.shipped_parent["sha256"] = "0" * 64
    with pytest.raises(TrainingError) as refused:
        folder.start_of(run)
    assert refused.value.code == "start_missing"
    run.folder.mkdir(parents=True)
    (run.folder / folder.CHECKPOINT).touch()  # from which it goes on, whatever it began with
    assert folder.start_of(run)


def test_what_failed_or_was_a_trial_or_another_shape_is_nobodys_parent(
    manager: User, in_reach: None
) -> None:
    finished(request_training(manager, "basic"), Status.FAILED)
    finished(request_training(manager, "basic", limit=2))
    other = finished(request_training(manager, "basic"))
    TrainingRun.objects.filter(pk=other.pk).update(recipe=other.recipe | {"rank": 4})
    told = finished(request_training(manager, "basic", strategy="prompt"))
    assert told.parent is None
    assert request_training(manager, "advanced").parent is None


def test_a_categorys_model_goes_on_from_the_general_one_of_its_level(
    manager: User, in_reach: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    general = finished(request_training(manager, "basic"))
    monkeypatch.setitem(LEVELS, Level.BASIC, LevelRule(Level.BASIC, 2, 70))
    run = request_training(manager, "basic", category="clothing")
    assert run.name == "walmart-gpt-clothing"
    assert run.parent == general


def test_the_levels_are_the_documents() -> None:
    assert [(rule.minimum, rule.threshold) for rule in LEVELS.values()] == [
        (50, 70),
        (200, 80),
        (500, 90),
    ]


def test_the_filter_for_high_quality_leaves_more_out_and_is_recorded(
    manager: User, gold: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A description of few words may do for a level, and never for the filter."""
    monkeypatch.setitem(LEVELS, Level.BASIC, LevelRule(Level.BASIC, 4, 0))
    product, listing = GOLD[0]
    short = replace(listing, description=" ".join(listing.description.split()[:60]))
    short_item = {"id": "short", **item(replace(product, name="Başka bir ürün"), short)}
    (gold / "short.json").write_text(json.dumps([short_item], ensure_ascii=False))
    everything, strict = dataset_for("basic"), dataset_for("basic", strict=True)
    assert everything.size == strict.size + 1
    (left,) = (one for one in strict.excluded if one.key == "short")
    assert "short_description" in left.reasons
    run = request_training(manager, "basic", strict=True)
    assert (run.strict, request_training(manager, "advanced", limit=4).strict) == (True, False)
