"""What the rules say of a text."""

from __future__ import annotations

from typing import Any, Final, Self

from django.utils.translation import get_language
from pydantic import BaseModel, Field

from api.schemas.listings import SCORES, TEXT, TextIn
from api.schemas.products import FACTS, Facts
from api.schemas.values import Sent
from content.judging import findings_in, judgement_as_json
from domain.judgement import Judgement


class ScoreIn(Sent):
    """A text and the facts that it may use."""

    facts: Facts
    listing: TextIn


class WholeScores(BaseModel):
    """Whole numbers from 0 to 100."""

    overall: int
    compliance: int
    seo: int
    grounding: int
    readability: int


class FindingOut(BaseModel):
    """One thing that is wrong or could be better; `start` and `end` count code points."""

    code: str
    severity: str = Field(description="error keeps from approval; warning and advice cost points")
    field: str
    index: int | None = Field(description="Of features, which one")
    start: int | None
    end: int | None
    text: str
    message: str = Field(description="One sentence in the language of Accept-Language")


class ClaimOut(BaseModel):
    """One checkable claim, and the fact it was traced to."""

    key: str
    kind: str
    field: str
    index: int | None
    start: int | None
    end: int | None
    text: str
    fact: str | None = Field(description="The fact’s own words; null where no fact carries it")
    fact_field: str | None
    substantiated: bool


class ScoreOut(BaseModel):
    """The judgement of a text."""

    market: str
    pack_version: str = Field(description="The rules’ version")
    scores: WholeScores
    findings: list[FindingOut]
    claims: list[ClaimOut]
    omitted: list[str] = Field(description="Facts that the text leaves out")

    @classmethod
    def of(cls, judgement: Judgement) -> Self:
        """A judgement as it is given, in the reader's language."""
        told = judgement_as_json(judgement)
        told["claims"] = told.pop("evidence")
        told["findings"] = findings_in(judgement.findings, get_language() or "tr")
        return cls(**told)


ASKED: Final[dict[str, Any]] = {"facts": FACTS, "listing": TEXT}
SCORED: Final[dict[str, Any]] = {
    "market": "walmart-tr",
    "pack_version": "2026-01-01",
    "scores": SCORES,
    "findings": [
        {
            "code": "description_short",
            "severity": "warning",
            "field": "description",
            "index": None,
            "start": None,
            "end": None,
            "text": "",
            "message": "The description has 9 words: write at least 150.",
        }
    ],
    "claims": [
        {
            "key": "200 mp",
            "kind": "measure",
            "field": "title",
            "index": None,
            "start": 42,
            "end": 47,
            "text": "200MP",
            "fact": "200MP ana kamera sistemi",
            "fact_field": "features",
            "substantiated": False,
        }
    ],
    "omitted": [],
}
