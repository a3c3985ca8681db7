"""Jobs: drafts that are waited for."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final, Literal, Self

from pydantic import BaseModel, Field

from api.schemas.values import Listed, Paging
from content.models import Generation
from content.presentation.messages import engine_message

JOB: Final[dict[str, Any]] = {
    "id": 42,
    "listing": 17,
    "product": 17,
    "status": "queued",
    "active": True,
    "model": "walmart-gpt-expert:1.0.0",
    "level": "expert",
    "cancel_requested": False,
    "error": None,
    "created_at": "2026-01-31T12:00:00Z",
    "started_at": None,
    "finished_at": None,
}


class Trouble(BaseModel):
    """Why a job failed, or waits."""

    code: str
    detail: str


class JobOut(BaseModel):
    """One draft: how far it is."""

    id: int
    listing: int
    product: int
    status: Literal["queued", "running", "done", "failed", "cancelled"]
    active: bool = Field(description="Whether it is still to be waited for")
    model: str
    level: str
    cancel_requested: bool
    error: Trouble | None
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None

    @classmethod
    def of(cls, row: Generation) -> Self:
        """A row as it is given; its listing is read with it."""
        told = Trouble(code=row.error, detail=engine_message(row.error)) if row.error else None
        same = ("status", "model", "level", "cancel_requested", "created_at", "started_at")
        return cls(
            id=row.pk,
            listing=row.listing_id,
            product=row.listing.product_id,
            active=row.is_active,
            error=told,
            finished_at=row.finished_at,
            **{name: getattr(row, name) for name in same},
        )


class JobPage(Listed):
    """Some jobs."""

    items: list[JobOut]


class JobFilter(Paging):
    """Which jobs of one's own."""

    active: bool | None = Field(None, description="Those that are waited for, or those that ended")
