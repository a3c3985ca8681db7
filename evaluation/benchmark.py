"""Versions side by side: what each one's newest finished validation says of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Max, Q, QuerySet

from domain.versions import State
from evaluation.figures import UNKNOWN, Measure
from evaluation.queries.satisfaction import satisfaction
from models_registry.models import ValidationRun, Version

TIMES: Final = ("queue", "load", "prompt", "generation")


@dataclass(frozen=True, slots=True)
class Row:
    """One version in the comparison."""

    version: Version
    run: ValidationRun
    response: Measure
    """Seconds from the request to the whole answer."""
    quality: Measure
    compliance: Measure
    satisfaction: Measure
    """People's overall ratings, 1 to 5; the count is of texts. Unknown until there are any."""
    readable: Measure
    clean: Measure
    """The share of the readable listings that claim no number which no fact supports."""
    covered: Measure
    times: dict[str, Measure]
    tokens_a_second: Measure

    def as_json(self) -> dict[str, Any]:
        """What commands print."""
        names = ("response", "quality", "compliance", "satisfaction", "readable", "clean")
        return {
            "name": self.version.name,
            "state": self.version.state,
            "validation": self.run.pk,
            "suite": self.run.suite,
            "products": self.run.products,
            "passed": self.run.passed,
            **{name: getattr(self, name) for name in names},
            "covered": self.covered,
            "times": self.times,
            "tokens_a_second": self.tokens_a_second,
        }


def rows(versions: Iterable[Version] | None = None, most: int | None = None) -> list[Row]:
    """The versions that have a result, the best first; all that are not retired where none are
    named, or of these the `most` that were measured last, and what is live."""
    runs = newest()
    if versions is None:
        runs = runs.exclude(version__state=State.RETIRED)
    else:
        runs = runs.filter(version__in=[version.pk for version in versions])
    if most is not None:
        last = [run["pk"] for run in runs.order_by("-pk").values("pk")[:most]]
        runs = runs.filter(Q(pk__in=last) | Q(version__state=State.LIVE))
    rated = satisfaction([run.version_id for run in runs])
    found = [_row(run, rated.get(run.version_id, UNKNOWN)) for run in runs]
    return sorted(found, key=lambda row: (-row.quality["mean"], row.version.pk))


def newest() -> QuerySet[ValidationRun]:
    """Each version's newest finished validation."""
    done = ValidationRun.objects.filter(status=ValidationRun.Status.DONE)
    last = done.order_by().values("version").annotate(last=Max("pk")).values("last")
    return ValidationRun.objects.filter(pk__in=last).select_related("version__family")


def is_mixed(found: Iterable[Row]) -> bool:
    """Whether some were asked other products than others, or under other rules."""
    return len({row.run.suite for row in found}) > 1


def _row(run: ValidationRun, satisfaction: Measure) -> Row:
    told = run.summary
    return Row(
        version=run.version,
        run=run,
        response=told["times"]["total"],
        quality=told["overall"],
        compliance=told["compliance"],
        satisfaction=satisfaction,
        readable=told["figures"]["readable"],
        clean=told["figures"]["clean"],
        covered=told["figures"]["covered"],
        times={name: told["times"][name] for name in TIMES},
        tokens_a_second=told["times"]["tokens_a_second"],
    )
