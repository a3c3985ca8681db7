"""Listings: texts with their scores, and what is done with them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Final, Literal, Self

from pydantic import BaseModel, Field, StringConstraints

from api.schemas.products import FACTS, PRODUCT, Facts, Sku
from api.schemas.values import Id, Line, Listed, Number, Paging, Sent, Text, Word
from content.forms import MOST_WRITTEN_FEATURES
from content.models import Listing
from domain import listing as domain
from domain.contest import MOST_DRAFTS
from domain.prompt import Level

TEXT: Final[dict[str, Any]] = {
    "title": "Samsung Galaxy S24 Ultra Akıllı Telefon - 200MP Kamera, 6.8 İnç Ekran",
    "features": ["200MP ana kamera ile uzaktaki ayrıntılar da net görünür"],
    "description": "<p>6.8 inç ekran, dizi izlerken geniş bir alan sunar.</p>",
}
SCORES: Final = {"overall": 84, "compliance": 96, "seo": 71, "grounding": 100, "readability": 78}
LISTING: Final[dict[str, Any]] = {
    "id": 17,
    "product": 17,
    "product_name": FACTS["name"],
    "sku": PRODUCT["sku"],
    "status": "draft",
    "market": "walmart-tr",
    "language": "tr",
    "model": "walmart-gpt-expert:1.0.0",
    "owner": "author",
    "number": 3,
    "scores": SCORES,
    "errors": 0,
    "approved_by": None,
    "approved_at": None,
    "approval": "",
    "created_at": "2026-01-31T12:00:00Z",
    "updated_at": "2026-01-31T12:05:00Z",
}

ModelName = Annotated[str, StringConstraints(max_length=160)]
Features = Annotated[list[Line], Field(max_length=MOST_WRITTEN_FEATURES)]


class ScoresOut(BaseModel):
    """Whole numbers from 0 to 100; none before there is a text."""

    overall: int | None
    compliance: int | None
    seo: int | None
    grounding: int | None
    readability: int | None


class TextIn(Sent):
    """A listing's text."""

    title: Line
    features: Features = Field(default_factory=list)
    description: Text = ""

    def value(self) -> domain.Listing:
        """As judgements take it."""
        return domain.Listing(self.title, tuple(self.features), self.description)


class ListingRow(BaseModel):
    """A listing without its text."""

    id: int
    product: int
    product_name: str
    sku: str
    status: Literal["empty", "draft", "approved"]
    market: str
    language: str
    model: str
    owner: str = Field(description="The user name of whoever entered it")
    number: int = Field(description="The current text’s version; edits and approvals name it")
    scores: ScoresOut
    errors: int = Field(description="Findings that keep it from being approved")
    approved_by: str | None
    approved_at: datetime | None
    approval: str = Field(description="Names the approval that stands; empty where none does")
    created_at: datetime
    updated_at: datetime

    @classmethod
    def of(cls, row: Listing) -> Self:
        """A row as it is given; product, owner and approver are read with it."""
        return cls(**_shown(row))


class ListingOut(ListingRow):
    """A listing with its text."""

    title: str
    features: list[str]
    description: str

    @classmethod
    def of(cls, row: Listing) -> Self:
        """A row as it is given."""
        said = {"title": row.title, "features": row.features, "description": row.description}
        return cls(**_shown(row), **said)


def _shown(row: Listing) -> dict[str, Any]:
    same = ("status", "market", "language", "model", "number", "errors", "approved_at")
    names = ScoresOut.model_fields
    return {
        "id": row.pk,
        "product": row.product_id,
        "product_name": row.product.name,
        "sku": row.product.sku,
        "owner": row.owner.username,
        "scores": ScoresOut(**{name: getattr(row, name) for name in names}),
        "approved_by": row.approved_by.username if row.approved_by else None,
        "approval": row.approval,
        "created_at": row.created_at,
        "updated_at": row.updated_at,
        **{name: getattr(row, name) for name in same},
    }


class ListingPage(Listed):
    """Some listings."""

    items: list[ListingRow]


class ListingFilter(Paging):
    """Which listings; what is not given asks for everything."""

    q: str | None = Field(
        None, max_length=100, description="Words of the title, name, brand, SKU or category"
    )
    status: Literal["empty", "draft", "approved"] | None = None
    market: Word | None = None
    language: Literal["tr", "en"] | None = None
    owner: Id | None = Field(None, description="A person’s number, as GET /me tells one’s own")
    model: Word | None = None
    band: Literal["good", "fair", "poor", "none"] | None = Field(
        None, description="The overall score in words; “none” has no text yet"
    )
    errors: Literal["yes", "no"] | None = Field(None, description="Whether something is to mend")


class Wished(Sent):
    """What writes, and how much of it."""

    model: ModelName | None = Field(None, description="A version’s name; none takes what is live")
    level: Level | None = Field(None, description="How much is asked; none takes what suits")
    best_of: int = Field(
        1, ge=1, le=MOST_DRAFTS, description="So many whole drafts, of which the best is the text"
    )
    ensemble: bool = Field(
        False, description="Whether every live version that fits writes; names no model"
    )


class DraftIn(Wished):
    """What writes, and over which text."""

    seen: Number | None = Field(
        None, description="The text’s version that you saw: refused where there is another"
    )
    approval: str | None = Field(
        None,
        max_length=40,
        description="The approval that you saw and that the draft may end; without it none ends",
    )


class ListingIn(Wished):
    """A listing to be written: of a new product's facts, or of a product that is there."""

    facts: Facts | None = Field(None, description="A new product’s facts")
    sku: Sku = Field("", description="The new product’s SKU")
    product: Id | None = Field(None, description="Or the number of a product that is there")


class TextChanged(Sent):
    """Parts of the text that shall be others; what is not sent stays."""

    title: Line | None = None
    features: Features | None = None
    description: Text | None = None
    seen: Number = Field(description="The text’s version that you saw (`number`)")
    approval: str | None = Field(
        None,
        max_length=40,
        description="The approval that you saw and that the edit may end; without it none ends",
    )

    def over(self, row: Listing) -> domain.Listing:
        """The listing's text with the changes."""
        said = self.model_dump(include={"title", "features", "description"}, exclude_none=True)
        now = {"title": row.title, "features": row.features, "description": row.description}
        text = now | said
        return domain.Listing(text["title"], tuple(text["features"]), text["description"])


class ApprovalIn(Sent):
    """Which text is approved."""

    seen: Number = Field(description="The text’s version that you saw (`number`)")
