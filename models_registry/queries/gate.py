"""The gate as it stands: a validation weighed against a threshold and the live version's."""

from __future__ import annotations

from domain.gate import Refusal, weigh
from domain.versions import State
from models_registry.models import ValidationResult, ValidationRun, Version


def scores_of(run: ValidationRun) -> dict[str, dict[str, float]]:
    """By product the scores by criterion."""
    rows = ValidationResult.objects.filter(run=run).values_list("product", "scores")
    return dict(rows)


def opponent(version: Version, suite: str) -> ValidationRun | None:
    """The newest result of the same suite of the version that is live in its family, if another."""
    done = ValidationRun.objects.filter(
        version__family_id=version.family_id,
        version__state=State.LIVE,
        suite=suite,
        status=ValidationRun.Status.DONE,
    )
    return done.exclude(version=version).order_by("-pk").first()


def refusals(
    run: ValidationRun, threshold: float, margin: float, against: ValidationRun | None
) -> tuple[Refusal, ...]:
    """Every reason against the version that `run` measured."""
    live = scores_of(against) if against else None
    return weigh(scores_of(run), threshold=threshold, live=live, margin=margin)
