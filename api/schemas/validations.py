"""Validations of versions, and trials of candidates."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final, Literal, Self

from pydantic import BaseModel, Field

from api.schemas.models import VERSION, VersionName
from api.schemas.values import Listed, Paging, Sent
from evaluation.sentences import failure
from models_registry.models import Canary, ValidationRun
from models_registry.models.canary import MOST
from models_registry.sentences import refusal


class ValidationIn(Sent):
    """A version that shall be measured on the held-out products."""

    version: VersionName = Field(description="family:1.2.0")
    products: int | None = Field(None, ge=1, description="So many of them; none takes all")
    threshold: float | None = Field(
        None, ge=0, le=100, description="Takes the place of the family’s least score"
    )


class ValidationOut(BaseModel):
    """One validation: how far it is, and what it found."""

    id: int
    version: str
    status: Literal["queued", "running", "done", "failed", "cancelled"]
    active: bool
    done: int = Field(description="Products that were asked")
    products: int
    threshold: float
    passed: bool | None = Field(description="Null before it has ended")
    refusals: list[str] = Field(description="Why it is not good enough, a sentence each")
    detail: str | None = Field(description="Why it came to nothing, or waits")
    requested_by: str | None
    created_at: datetime
    finished_at: datetime | None

    @classmethod
    def of(cls, row: ValidationRun) -> Self:
        """A row as it is given; its version and who asked are read with it."""
        same = ("status", "done", "products", "threshold", "passed", "created_at", "finished_at")
        return cls(
            id=row.pk,
            version=row.version.name,
            active=row.is_active,
            refusals=[refusal(one) for one in row.refusals],
            detail=failure(row) if row.error else None,
            requested_by=row.requested_by.username if row.requested_by else None,
            **{name: getattr(row, name) for name in same},
        )


class ValidationPage(Listed):
    """Some validations."""

    items: list[ValidationOut]


class ValidationFilter(Paging):
    """Which validations."""

    version: VersionName | None = None


class TrialIn(Sent):
    """A version that shall write a share of its family's drafts."""

    version: VersionName = Field(description="family:1.2.0")
    share: int = Field(ge=1, le=MOST, description="Of a hundred products, how many")
    threshold: float | None = Field(
        None, ge=0, le=100, description="Takes the place of the family’s least score"
    )


class TrialOut(BaseModel):
    """A candidate that writes a share of the drafts."""

    id: int
    version: str
    family: str
    share: int
    started_at: datetime
    ended_at: datetime | None

    @classmethod
    def of(cls, row: Canary) -> Self:
        """A row as it is given; its version and family are read with it."""
        return cls(
            id=row.pk,
            version=row.version.name,
            family=row.family.name,
            share=row.share,
            started_at=row.started_at,
            ended_at=row.ended_at,
        )


class TrialPage(Listed):
    """Some trials."""

    items: list[TrialOut]


VALIDATION: Final[dict[str, Any]] = {
    "id": 6,
    "version": VERSION["name"],
    "status": "queued",
    "active": True,
    "done": 0,
    "products": 60,
    "threshold": 80.0,
    "passed": None,
    "refusals": [],
    "detail": None,
    "requested_by": "manager",
    "created_at": VERSION["created_at"],
    "finished_at": None,
}
TRIAL: Final[dict[str, Any]] = {
    "id": 2,
    "version": "walmart-gpt-expert:1.1.0",
    "family": VERSION["family"],
    "share": 10,
    "started_at": VERSION["created_at"],
    "ended_at": None,
}
