"""Batches: many products that are written one after the other."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, Final, Literal, Self

from pydantic import BaseModel, Field, StringConstraints

from api.schemas.jobs import Trouble
from api.schemas.listings import Wished
from api.schemas.values import Clean, Id, Listed, Paging, Word
from bulk.actions.batches import Options
from bulk.models import Batch, BatchItem
from bulk.presentation.reasons import failure
from domain.batches import Progress

MOST_SENT: Final = 1000
"""Listings that one request may name; an import brings more."""
Name = Annotated[str, StringConstraints(max_length=100), Clean]
Status = Literal["running", "paused", "done", "cancelled"]
ItemStatus = Literal["waiting", "sent", "done", "failed", "cancelled"]


class BatchIn(Wished):
    """Which products shall be written, and how."""

    listings: list[Id] | None = Field(
        None, min_length=1, max_length=MOST_SENT, description="The numbers of their listings"
    )
    imported: Id | None = Field(
        None, description="Or the number of an import: all products that it brought"
    )
    name: Name = Field("", description="How people find it again")
    market: Word | None = Field(None, description="Moves the products to another market")
    approved: bool = Field(False, description="Whether approved texts are written anew, too")

    def options(self) -> Options:
        """How it is to be written, as the action takes it."""
        return Options(
            name=self.name,
            model=self.model or "",
            level=self.level,
            market=self.market or "",
            best_of=self.best_of,
            ensemble=self.ensemble,
            approved=self.approved,
        )


class Counts(BaseModel):
    """How many of its products are in which state."""

    waiting: int
    sent: int
    done: int
    failed: int
    cancelled: int


class BatchOut(BaseModel):
    """One batch: how far it is."""

    id: int
    name: str
    status: Status
    active: bool = Field(description="Whether anything of it is still to come")
    counts: Counts
    left_out: dict[str, int] = Field(description="Products left out, by the reason")
    best_of: int
    ensemble: bool
    requested_by: str
    created_at: datetime
    finished_at: datetime | None

    @classmethod
    def of(cls, row: Batch, counts: Mapping[str, int]) -> Self:
        """A row as it is given, with its counts."""
        same = ("status", "left_out", "best_of", "ensemble", "created_at", "finished_at")
        return cls(
            id=row.pk,
            name=str(row),
            active=row.is_active,
            counts=Counts(**counts),
            requested_by=row.requested_by.username,
            **{name: getattr(row, name) for name in same},
        )


class BatchPage(Listed):
    """Some batches."""

    items: list[BatchOut]


class BatchItemOut(BaseModel):
    """One product of a batch."""

    id: int
    listing: int
    job: int | None = Field(description="The job that writes it, or wrote it")
    status: ItemStatus
    score: int | None
    errors: int | None = Field(description="Findings that block approval")
    aside: bool = Field(description="Whether somebody changed the text meanwhile, which stayed")
    trouble: Trouble | None

    @classmethod
    def of(cls, row: BatchItem) -> Self:
        """A row as it is given."""
        told = Trouble(code=row.error, detail=failure(row.error)) if row.error else None
        same = ("status", "score", "errors", "aside")
        return cls(
            id=row.pk,
            listing=row.listing_id,
            job=row.generation_id,
            trouble=told,
            **{name: getattr(row, name) for name in same},
        )


class BatchItemPage(Listed):
    """Some products of a batch."""

    items: list[BatchItemOut]


class BatchItemFilter(Paging):
    """Which products of a batch."""

    status: ItemStatus | None = None


BATCH: Final[dict[str, Any]] = {
    "id": 5,
    "name": "Spring",
    "status": "running",
    "active": True,
    "counts": {"waiting": 180, "sent": 2, "done": 17, "failed": 1, "cancelled": 0},
    "left_out": {"approved": 3},
    "best_of": 1,
    "ensemble": False,
    "requested_by": "author",
    "created_at": "2026-01-31T12:00:00Z",
    "finished_at": None,
}
ITEM: Final[dict[str, Any]] = {
    "id": 61,
    "listing": 17,
    "job": 42,
    "status": "done",
    "score": 91,
    "errors": 0,
    "aside": False,
    "trouble": None,
}
assert set(Progress.__dataclass_fields__) >= set(Counts.model_fields)  # noqa: S101 - one list
