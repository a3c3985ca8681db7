"""The gate as it stands: a validation weighed against a threshold and the live version's."""

from __future__ import annotations

from domain.gate import Refusal, weigh
from domain.versions import State
from models_registry.models import ValidationResult, ValidationRun, Version


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
    measured = [run.pk] if against is None else [run.pk, against.pk]
    scores: dict[int, dict[str, dict[str, float]]] = {pk: {} for pk in measured}
    rows = ValidationResult.objects.filter(run__in=measured)
    for pk, product, scored in rows.values_list("run", "product", "scores"):
        scores[pk][product] = scored
    live = scores[against.pk] if against else None
    return weigh(scores[run.pk], threshold=threshold, live=live, margin=margin)
