"""Versions of models, deployments, and how good they are."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Final, Literal, Self

from pydantic import BaseModel, Field, StringConstraints

from api.schemas.values import Clean, Listed, Paging, Sent, Word
from models_registry import sentences
from models_registry.models import Deployment

VersionName = Annotated[str, StringConstraints(min_length=1, max_length=100), Clean]


class Measure(BaseModel):
    """A mean with both ends of its interval; null where nothing is known."""

    mean: float | None
    low: float | None
    high: float | None
    count: int | None = None


class VersionOut(BaseModel):
    """A version of a model."""

    name: str
    family: str
    number: str
    state: str
    live_since: datetime | None
    engine: str
    served_as: str
    base: str
    dataset: str | None = Field(description="The hash of what it learnt")
    run: int | None = Field(description="The training that made it")
    parent: str | None
    score: Measure | None = Field(description="The overall score of its last validation")
    passed: bool | None
    created_at: datetime


class VersionPage(Listed):
    """Some versions."""

    items: list[VersionOut]


class VersionFilter(Paging):
    """Which versions."""

    family: Word | None = None


class DeploymentIn(Sent):
    """A version that shall write for its family."""

    version: VersionName = Field(description="family:1.2.0")
    threshold: float | None = Field(
        None, ge=0, le=100, description="Takes the place of the family’s least score"
    )


class RollbackIn(Sent):
    """A family that shall write with an earlier version again."""

    family: VersionName
    to: VersionName | None = Field(None, description="family:1.2.0; none takes the one before")


class DeploymentOut(BaseModel):
    """One request that a version should write, and how far it is."""

    id: int
    kind: Literal["deploy", "rollback"]
    version: str
    previous: str | None = Field(description="What was live")
    status: Literal["queued", "running", "done", "failed", "cancelled"]
    step: Literal["accepted", "switched", "checked", "undone"]
    active: bool
    detail: str | None = Field(description="Why it did not succeed")
    requested_by: str | None
    created_at: datetime
    finished_at: datetime | None

    @classmethod
    def of(cls, row: Deployment) -> Self:
        """A row as it is given."""
        failed = not row.is_active and row.status != Deployment.Status.DONE
        same = ("kind", "status", "step", "created_at", "finished_at")
        return cls(
            id=row.pk,
            version=row.version.name,
            previous=row.previous.name if row.previous else None,
            active=row.is_active,
            detail=sentences.outcome(row) if failed else None,
            requested_by=row.requested_by.username if row.requested_by else None,
            **{name: getattr(row, name) for name in same},
        )


class DeploymentPage(Listed):
    """Some deployments."""

    items: list[DeploymentOut]


class BenchmarkRow(BaseModel):
    """What a version's last validation says of it, and what people say."""

    name: str
    state: str
    validation: int
    suite: str = Field(description="Only versions of one suite were asked the same")
    products: int
    passed: bool | None
    response: Measure = Field(description="Seconds to the whole answer")
    quality: Measure
    compliance: Measure
    satisfaction: Measure = Field(description="People’s overall ratings, 1 to 5")
    readable: Measure
    clean: Measure
    covered: Measure
    times: dict[str, Measure]
    tokens_a_second: Measure


class BenchmarkOut(BaseModel):
    """The versions side by side, the best first."""

    items: list[BenchmarkRow]
    mixed: bool = Field(description="Whether some were asked other products than others")


MEASURE: Final = {"mean": 84.2, "low": 82.1, "high": 86.3, "count": 40}
VERSION: Final[dict[str, Any]] = {
    "name": "walmart-gpt-expert:1.0.0",
    "family": "walmart-gpt-expert",
    "number": "1.0.0",
    "state": "live",
    "live_since": "2026-01-30T09:00:00Z",
    "engine": "llamacpp",
    "served_as": "walmart-gpt-expert:1.0.0",
    "base": "gemma3-270m",
    "dataset": "9f86d081884c7d65",
    "run": 3,
    "parent": None,
    "score": MEASURE,
    "passed": True,
    "created_at": "2026-01-29T12:00:00Z",
}
DEPLOYMENT: Final[dict[str, Any]] = {
    "id": 8,
    "kind": "deploy",
    "version": "walmart-gpt-expert:1.1.0",
    "previous": "walmart-gpt-expert:1.0.0",
    "status": "queued",
    "step": "accepted",
    "active": True,
    "detail": None,
    "requested_by": "manager",
    "created_at": "2026-01-31T12:00:00Z",
    "finished_at": None,
}
_MEASURED: Final = (
    *("response", "quality", "compliance", "satisfaction"),
    *("readable", "clean", "covered", "tokens_a_second"),
)
BENCHMARK: Final[dict[str, Any]] = {
    "name": VERSION["name"],
    "state": "live",
    "validation": 6,
    "suite": "5c1f",
    "products": 40,
    "passed": True,
    **dict.fromkeys(_MEASURED, MEASURE),
    "times": {"generation": MEASURE},
}
