"""Two versions' results side by side, on the products that both were asked."""

from __future__ import annotations

from dataclasses import dataclass

from models_registry.models import ValidationResult, ValidationRun, Version

LOOKED_AT = 20
OFFERED = 200


@dataclass(frozen=True, slots=True)
class Pair:
    """A validation of each version, with the results of the products they have in common."""

    before: ValidationRun
    after: ValidationRun
    results: tuple[tuple[ValidationResult, ValidationResult], ...]

    @property
    def is_one_suite(self) -> bool:
        """Whether both were asked and judged in the same way."""
        return self.before.suite == self.after.suite


def pair(before: Version, after: Version) -> Pair | None:
    """The newest validations of one suite, else the newest of each; None where one has none."""
    of_before, of_after = _done(before), _done(after)
    if not of_before or not of_after:
        return None
    both = [(one, other) for other in of_after for one in of_before if one.suite == other.suite]
    chosen = both[0] if both else (of_before[0], of_after[0])
    old, new = map(_results, chosen)
    common = tuple((old[key], new[key]) for key in sorted(old.keys() & new.keys()))
    return Pair(*chosen, common)


def offered() -> list[Version]:
    """Versions to choose from, family by family, the highest number first."""
    newest = Version.objects.order_by("-pk").values_list("pk", flat=True)[:OFFERED]
    return list(Version.objects.filter(pk__in=list(newest)).select_related("family"))


def _done(version: Version) -> list[ValidationRun]:
    done = version.validations.filter(status=ValidationRun.Status.DONE)
    return list(done.order_by("-pk")[:LOOKED_AT])


def _results(run: ValidationRun) -> dict[str, ValidationResult]:
    return {result.product: result for result in run.results.all()}
