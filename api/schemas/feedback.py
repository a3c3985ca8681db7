"""Feedback: stars, and what the marketplace rejected."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Final, Self

from pydantic import BaseModel, Field, StringConstraints

from api.schemas.values import Clean, Id, Listed, Number, Sent, Word
from domain.rating import HIGHEST, LOWEST
from domain.rejections.values import LONGEST
from learning.models import Feedback
from learning.models.feedback import LONGEST_COMMENT
from learning.presentation.fates import Line

MOST_REJECTIONS: Final = 500
Comment = Annotated[str, StringConstraints(max_length=LONGEST_COMMENT), Clean]
Code = Annotated[str, StringConstraints(max_length=LONGEST["code"], strip_whitespace=True), Clean]
Reason = Annotated[str, StringConstraints(max_length=LONGEST["text"], strip_whitespace=True), Clean]
RejectedSku = Annotated[
    str, StringConstraints(min_length=1, max_length=LONGEST["sku"], strip_whitespace=True), Clean
]


class StarsIn(Sent):
    """What a person thinks of a text; given again, it replaces the earlier word."""

    listing: Id
    seen: Number = Field(description="The text’s version that you read (`number`)")
    stars: int = Field(ge=LOWEST, le=HIGHEST)
    comment: Comment = ""


class FeedbackOut(BaseModel):
    """One piece of feedback, and what became of it."""

    id: int
    source: str = Field(description="stars, rating, comparison, edit or rejection")
    listing: int | None
    campaign: int | None
    rating: int | None
    comment: str
    code: str
    field: str
    negative: bool
    state: str = Field(description="What became of it, in the language of Accept-Language")
    created_at: datetime

    @classmethod
    def of(cls, row: Feedback, line: Line) -> Self:
        """A row as it is given."""
        same = ("source", "rating", "comment", "code", "field", "created_at")
        return cls(
            id=row.pk,
            listing=row.listing_id,
            campaign=row.campaign_id,
            negative=row.is_negative,
            state=line.fate.state,
            **{name: getattr(row, name) for name in same},
        )


class FeedbackPage(Listed):
    """Some of one's own feedback."""

    items: list[FeedbackOut]


class RejectionIn(Sent):
    """What the marketplace said of one SKU; a code or a text at least."""

    sku: RejectedSku
    field: Code = ""
    code: Code = ""
    text: Reason = ""


class RejectionsIn(Sent):
    """What the marketplace said."""

    rejections: list[RejectionIn] = Field(min_length=1, max_length=MOST_REJECTIONS)


class RejectionsOut(BaseModel):
    """What came of it, by SKU."""

    kept: list[Word]
    known: list[Word] = Field(description="Kept before of the same text")
    unknown: list[Word] = Field(description="No product here has this SKU")
    unwritten: list[Word] = Field(description="The product has no text yet")


STARS: Final[dict[str, Any]] = {"listing": 17, "seen": 3, "stars": 2, "comment": "Çok genel"}
FEEDBACK: Final[dict[str, Any]] = {
    "id": 9,
    "source": "stars",
    "listing": 17,
    "campaign": None,
    "rating": 2,
    "comment": "Çok genel",
    "code": "",
    "field": "",
    "negative": True,
    "state": "Waits",
    "created_at": "2026-01-31T12:00:00Z",
}
REJECTIONS: Final[dict[str, Any]] = {
    "rejections": [{"sku": "S24-256", "field": "title", "code": "4501", "text": "Title too long"}]
}
"""As the marketplace said it."""
