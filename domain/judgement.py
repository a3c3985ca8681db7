"""The result of judging a listing: findings, evidence and scores, as plain immutable values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

FieldName = Literal["title", "features", "description", "listing"]


class Severity(StrEnum):
    """ERROR blocks approval, WARNING costs points, ADVICE costs little or nothing."""

    ERROR = "error"
    WARNING = "warning"
    ADVICE = "advice"


@dataclass(frozen=True, slots=True)
class Message:
    """One sentence in both of the product's languages."""

    tr: str
    en: str

    def in_language(self, language: str) -> str:
        """The sentence in `language`; Turkish where the language is neither."""
        return self.en if language == "en" else self.tr


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a listing: `start` and `end` count code points in that field's own string.

    `index` is the feature's position for `features`, None elsewhere; a place without
    `start` and `end` means the field as a whole.
    """

    field: FieldName
    index: int | None = None
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong or could be better, and where it stands."""

    code: str
    severity: Severity
    place: Place
    text: str
    message: Message
    source: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One checkable claim in the listing and the product fact it was traced to.

    `fact` is that fact's own words and `fact_field` where it was given ("features", "name",
    ...); both are None for a claim that no fact supports. `key` is the claim's normal form
    (the same for "200MP" and "200 megapiksel"); that of a claim without a fact also holds what
    it is a value of, since it is by this key that a person substantiates it.
    """

    key: str
    kind: str
    place: Place
    text: str
    fact: str | None = None
    fact_field: str | None = None
    substantiated: bool = False


@dataclass(frozen=True, slots=True)
class Scores:
    """Whole numbers from 0 to 100; how they are computed is told in `domain.quality.scores`."""

    overall_score: int
    walmart_compliance: int
    seo_score: int
    grounding: int
    readability: int

    def as_json(self) -> dict[str, int]:
        """The short names that commands and pages use."""
        return {
            "overall": self.overall_score,
            "compliance": self.walmart_compliance,
            "seo": self.seo_score,
            "grounding": self.grounding,
            "readability": self.readability,
        }


@dataclass(frozen=True, slots=True)
class Judgement:
    """Everything that is known of a listing's quality under one rule pack."""

    market: str
    pack_version: str
    scores: Scores
    findings: tuple[Finding, ...]
    evidence: tuple[Evidence, ...]
    omitted: tuple[str, ...]
    """Given features that the listing leaves out, in the product's own words."""

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The findings that block approval."""
        return tuple(f for f in self.findings if f.severity is Severity.ERROR)
