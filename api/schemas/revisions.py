"""A listing's earlier texts, its claims, and the evidence that people give for them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Final, Literal, Self

from pydantic import BaseModel, Field, StringConstraints

from api.schemas.listings import LISTING, TEXT
from api.schemas.values import Clean, Listed, Number, Sent
from content.actions.substantiating import LONGEST
from content.models import Revision

ClaimKey = Annotated[str, StringConstraints(min_length=1, max_length=200), Clean]
Approval = Annotated[str, StringConstraints(max_length=40), Clean]


class RevisionOut(BaseModel):
    """One state of a listing's text."""

    number: int
    kind: Literal["draft", "edit", "restore", "rejudged"]
    title: str
    features: list[str]
    description: str
    overall: int | None = Field(description="Its overall score, by the rules of that day")
    model: str = Field(description="What wrote it; empty for a person’s text")
    author: str | None
    created_at: datetime

    @classmethod
    def of(cls, row: Revision) -> Self:
        """A row as it is given; its author is read with it."""
        same = ("number", "kind", "title", "features", "description", "model", "created_at")
        return cls(
            overall=row.judgement.get("scores", {}).get("overall"),
            author=row.author.username if row.author else None,
            **{name: getattr(row, name) for name in same},
        )


class RevisionPage(Listed):
    """Some of a listing's texts."""

    items: list[RevisionOut]


class Knowing(Sent):
    """What may end an approval, told by somebody who knows of it."""

    approval: Approval | None = Field(
        None, description="The approval that you saw and that this may end; without it none ends"
    )


class RestoreIn(Knowing):
    """Which earlier text shall be the listing's again."""

    number: Number = Field(description="That text’s version")
    seen: Number = Field(description="The current text’s version that you saw")


class SubstantiationIn(Knowing):
    """Where a claim is shown that the product's facts do not carry."""

    claim: ClaimKey = Field(description="The `key` of one of the listing’s claims")
    evidence: Annotated[str, StringConstraints(max_length=LONGEST), Clean] = Field(
        description="For example the data sheet and its page"
    )


class WithdrawnIn(Knowing):
    """A claim whose evidence is taken back."""

    claim: ClaimKey


REVISION: Final[dict[str, Any]] = TEXT | {
    "number": 2,
    "kind": "edit",
    "overall": 88,
    "model": "",
    "author": "author",
    "created_at": LISTING["updated_at"],
}
EVIDENCE: Final[dict[str, Any]] = {
    "claim": "200 mp",
    "evidence": "The maker’s data sheet, page 2",
}
