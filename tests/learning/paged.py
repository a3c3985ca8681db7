"""Retrainings at every point of their way, as rows, for tests of pages."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Any

from django.utils import timezone

from domain.versions import State
from learning.models import Correction, Feedback, Pattern, Policy, Retraining
from models_registry.models import ValidationRun, Version
from tests.evaluation.registry import EXPERT, make_version, validate
from tests.learning.making import make_feedback, make_policy, make_retraining
from training.models import DatasetSnapshot, TrainingRun

Stage = Retraining.Stage
COMPARISON: dict[str, Any] = {
    "targets": [
        {
            "kind": "rule",
            "key": "title.too_short",
            "before": {"count": 31, "products": 60, "low": 0.393, "high": 0.639},
            "after": {"count": 12, "products": 60, "low": 0.118, "high": 0.318},
            "difference": {"mean": -0.3167, "low": -0.452, "high": -0.165, "p": 0.0004},
            "rarer": True,
        },
        {
            "kind": "wording",
            "key": "en iyi",
            "before": {"count": 9, "products": 60, "low": 0.081, "high": 0.261},
            "after": {"count": 7, "products": 60, "low": 0.058, "high": 0.222},
            "difference": {"mean": -0.0333, "low": -0.139, "high": 0.073, "p": 0.7266},
            "rarer": False,
        },
    ],
    "unmeasured": [{"kind": "theme", "key": "çok uzun cümle", "products": 0}],
    "scores": [
        {
            "criterion": name,
            "before": before,
            "after": before + change,
            "difference": change,
            "low": change - 1.4,
            "high": change + 1.3,
            "worse": False,
        }
        for name, before, change in (
            ("overall", 84.2, 2.1),
            ("compliance", 91.0, 1.9),
            ("seo", 78.4, 0.4),
            ("grounding", 88.7, -0.6),
            ("readability", 80.1, 1.1),
        )
    ],
}
"""What the decision weighed."""


def times(until: str) -> dict[str, dict[str, str]]:
    """Every step up to that one took four minutes; that one has not ended."""
    began = timezone.now() - timedelta(minutes=30)
    told: dict[str, dict[str, str]] = {}
    for stage in Stage:
        told[stage.value] = {"began": began.isoformat()}
        if stage == until:
            break
        began += timedelta(minutes=4)
        told[stage.value]["ended"] = began.isoformat()
    return told


def policy_with_live() -> tuple[Policy, Version]:
    """A family that writes, and how it learns."""
    live = Version.objects.filter(state=State.LIVE, family__name=EXPERT).first()
    return make_policy(EXPERT), live or make_version("1.0.0", State.LIVE)


def feedback_of(policy: Policy, live: Version, **fields: Any) -> list[Feedback]:
    """Feedback from everywhere."""
    sources = Feedback.Source
    wanted: list[tuple[str, int | None]] = []
    for source, rating, count in (
        (sources.STARS, 2, 3),
        (sources.RATING, 1, 4),
        (sources.RATING, 5, 2),
        (sources.EDIT, None, 2),
        (sources.REJECTION, None, 1),
    ):
        wanted += [(source, rating)] * count
    return [
        make_feedback(policy, source=source, rating=rating, version=live, **fields)
        for source, rating in wanted
    ]


def retraining_at(stage: str, **fields: Any) -> Retraining:
    """One that has come as far as `stage`, and is at work there."""
    policy, live = policy_with_live()
    row = make_retraining(
        policy,
        feedback_of(policy, live),
        **{
            "status": "running",
            "stage": stage,
            "times": times(stage),
            "live": live,
            "counted": 12,
            **fields,
        },
    )
    steps = list(Stage.values)
    here = steps.index(stage)
    if here > steps.index(Stage.PATTERNS):
        _patterns(row)
    if here > steps.index(Stage.CORRECTING):
        _corrections(row)
    if here > steps.index(Stage.DATASET):
        _dataset(row)
    if here >= steps.index(Stage.TRAINING):
        _training(row, is_over=here > steps.index(Stage.TRAINING))
    if here >= steps.index(Stage.VALIDATING):
        _validation(row, is_over=here > steps.index(Stage.VALIDATING))
    row.save()
    return row


def ended(outcome: str, stage: str = Stage.DECIDING, **fields: Any) -> Retraining:
    """One whose chain has ended with that outcome."""
    row = retraining_at(stage, **{"outcome": outcome, **fields})
    row.status, row.finished_at = "done", timezone.now()
    row.times[stage]["ended"] = timezone.now().isoformat()
    if stage == Stage.DECIDING:
        row.comparison = COMPARISON
    row.save()
    return row


def _patterns(row: Retraining) -> None:
    rows = [
        ("rule", "title.too_short", 7, 4.1, True),
        ("wording", "en iyi", 5, 2.6, True),
        ("theme", "çok uzun cümle", 4, 2.2, False),
        ("category", "electronics", 6, 1.8, False),
    ]
    Pattern.objects.bulk_create(
        Pattern(
            retraining=row,
            rank=place,
            kind=kind,
            key=key,
            negative=count,
            negatives=10,
            positive=1,
            positives=2,
            lift=lift,
            low=lift / 2,
            high=lift * 2,
            is_found=True,
            is_target=target,
        )
        for place, (kind, key, count, lift, target) in enumerate(rows, 1)
    )


def _corrections(row: Retraining) -> None:
    origins, outcomes = Correction.Origin, Correction.Outcome
    made: list[tuple[str, str]] = []
    for origin, outcome, count in (
        (origins.EDIT, outcomes.KEPT, 2),
        (origins.FRESH, outcomes.KEPT, 5),
        (origins.REPAIRED, outcomes.KEPT, 1),
        ("", outcomes.HELD_OUT, 1),
        ("", outcomes.NOT_BETTER, 1),
    ):
        made += [(origin, outcome)] * count
    used = Feedback.objects.filter(uses__retraining=row).order_by("pk")
    Correction.objects.bulk_create(
        Correction(retraining=row, feedback=one, origin=origin, outcome=outcome)
        for one, (origin, outcome) in zip(used, made, strict=False)
    )


def _dataset(row: Retraining) -> None:
    row.dataset = DatasetSnapshot.objects.create(
        hash=hashlib.sha256(str(row.pk).encode()).hexdigest(),
        level="expert",
        training=104,
        validation=12,
        excluded=31,
        counts={"excluded": {}},
        datasheet={"corrective": 54, "replayed": 62},
    )


def _training(row: Retraining, *, is_over: bool) -> None:
    row.run = TrainingRun.objects.create(
        name=EXPERT,
        level="expert",
        status="done" if is_over else "running",
        stage="training",
        dataset=row.dataset,
        step=26 if is_over else 9,
        steps=26,
        loss=1.91,
        validation_loss=2.034,
        seconds_left=None if is_over else 410,
    )
    if is_over:
        row.candidate = make_version(f"1.0.{row.pk}", State.VALIDATED, run=row.run.pk)


def _validation(row: Retraining, *, is_over: bool) -> None:
    assert row.candidate is not None
    assert row.live is not None
    row.live_validation = validate(row.live, 84)
    if is_over:
        row.validation = validate(row.candidate, 88)
    else:
        row.validation = ValidationRun.objects.create(
            version=row.candidate,
            came_from="built",
            products=60,
            seed=7,
            suite="s" * 64,
            threshold=90,
            margin=2,
            status="running",
            done=23,
        )
