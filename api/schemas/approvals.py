"""Approving a batch from a score on: the sample to read, and what became of it."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Final, Literal, Self

from pydantic import BaseModel, Field

from api.schemas.jobs import Trouble
from api.schemas.listings import LISTING, TEXT
from api.schemas.values import Id, Number, Sent
from bulk.models import ApprovalLine, BatchApproval, BatchItem
from bulk.presentation.reasons import approval_trouble, refusal
from bulk.queries.approvals import SAMPLE, Approved

Threshold = Annotated[int, Field(ge=0, le=100)]


class Read(Sent):
    """A text of the sample that somebody read."""

    item: Id
    number: Number = Field(description="The text’s version, as the sample said it")


class BatchApprovalIn(Sent):
    """From which score on everything is approved, and what of it was read before."""

    threshold: Threshold = Field(description="The least overall score")
    read: list[Read] = Field(
        max_length=SAMPLE, description="All of the sample, as GET …/sample gave it"
    )


class SampleItem(BaseModel):
    """One text to read."""

    item: int
    listing: int
    number: int
    score: int | None
    title: str
    features: list[str]
    description: str

    @classmethod
    def of(cls, row: BatchItem) -> Self:
        """A row as it is given; its listing is read with it."""
        text = row.listing.text()
        return cls(
            item=row.pk,
            listing=row.listing_id,
            number=row.number or 0,
            score=row.score,
            title=text.title,
            features=list(text.features),
            description=text.description,
        )


class SampleOut(BaseModel):
    """A random sample of what an approval would take."""

    threshold: int
    count: int = Field(description="How many texts would be approved")
    sample: list[SampleItem]


class SampleFilter(BaseModel):
    """From which score on."""

    threshold: Threshold


class RefusedOut(BaseModel):
    """A listing that an approval in bulk could not approve."""

    listing: int
    code: str
    detail: str

    @classmethod
    def of(cls, row: ApprovalLine) -> Self:
        """A row as it is given."""
        detail = refusal(row.refusal)
        return cls(listing=row.item.listing_id, code=row.refusal, detail=detail)


class BatchApprovalOut(BaseModel):
    """One approval in bulk, and how far it is."""

    id: int
    status: Literal["queued", "running", "done", "failed", "cancelled"]
    threshold: int
    approved: int
    refused: int
    left: int = Field(description="Not decided yet")
    refusals: list[RefusedOut] = Field(description="The first of those that were refused")
    error: Trouble | None
    requested_by: str
    created_at: datetime

    @classmethod
    def of(cls, said: Approved) -> Self:
        """An approval as it is given."""
        row: BatchApproval = said.approval
        told: dict[str, Any] = {"status": row.status, "threshold": row.threshold}
        error = Trouble(code=row.error, detail=approval_trouble(row.error)) if row.error else None
        return cls(
            id=row.pk,
            approved=said.approved,
            refused=said.refused,
            left=said.left,
            refusals=[RefusedOut.of(line) for line in said.told],
            error=error,
            requested_by=row.requested_by.username,
            created_at=row.created_at,
            **told,
        )


class BatchApprovalList(BaseModel):
    """The last approvals of a batch."""

    items: list[BatchApprovalOut]


SAMPLED: Final[dict[str, Any]] = {
    "threshold": 85,
    "count": 1,
    "sample": [TEXT | {"item": 61, "listing": 17, "number": 3, "score": 91}],
}
APPROVAL: Final[dict[str, Any]] = {
    "id": 4,
    "status": "queued",
    "threshold": 85,
    "approved": 0,
    "refused": 0,
    "left": 1,
    "refusals": [],
    "error": None,
    "requested_by": LISTING["owner"],
    "created_at": LISTING["created_at"],
}
