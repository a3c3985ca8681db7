"""A judgement as a page shows it: scores with their bands, the gravest findings first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from content.presentation.places import place_name
from content.presentation.vouching import Vouching, slots
from domain.judgement import Evidence, Finding, Judgement, Place, Severity
from domain.quality.scores import band


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """One score: its short name, its value, and the band it falls in."""

    key: str
    value: int
    band: str
    """Poor, good or excellent, as the market's own listing quality bands are called."""


@dataclass(frozen=True, slots=True)
class FindingRow:
    """One finding in the person's language; `slot` where it is a claim to be substantiated."""

    code: str
    severity: str
    place: Place
    text: str
    message: str
    where: str
    source: str
    slot: str = ""
    evidence: str = ""
    """What somebody typed in its box and nobody has kept yet."""
    refusal: str = ""
    """Why that was not taken."""


@dataclass(frozen=True, slots=True)
class FindingGroup:
    """The findings of one severity."""

    severity: str
    label: str
    rows: tuple[FindingRow, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """All that the studio shows about a text's quality."""

    overall: ScoreRow
    parts: tuple[ScoreRow, ...]
    groups: tuple[FindingGroup, ...]
    vouched: tuple[Evidence, ...]
    omitted: tuple[str, ...]
    pack_version: str
    stray: Vouching | None = None
    """Refused evidence for a claim that the text does not make (any more)."""

    @property
    def rows(self) -> tuple[FindingRow, ...]:
        """Every finding, the gravest first."""
        return tuple(row for group in self.groups for row in group.rows)

    @property
    def errors(self) -> tuple[FindingRow, ...]:
        """What keeps the listing from being approved."""
        return tuple(row for row in self.rows if row.severity == Severity.ERROR)


def verdict_of(judgement: Judgement, vouching: Vouching | None = None) -> Verdict:
    """`judgement` in the language of the request, with the evidence that is being typed."""
    vouching = vouching or Vouching()
    scores = judgement.scores.as_json()
    open_claims = {e.place: e.key for e in judgement.evidence if _is_open(e)}
    keys = [_key(finding, open_claims) for finding in judgement.findings]
    rows = [
        _row(finding, slot, vouching)
        for finding, slot in zip(judgement.findings, slots(keys), strict=True)
    ]
    placed = any(row.slot == vouching.refused for row in rows)
    return Verdict(
        overall=_score("overall", scores["overall"]),
        parts=tuple(_score(key, value) for key, value in scores.items() if key != "overall"),
        groups=tuple(_groups(rows)),
        vouched=tuple({e.key: e for e in judgement.evidence if e.substantiated}.values()),
        omitted=judgement.omitted,
        pack_version=judgement.pack_version,
        stray=vouching if vouching.refused and not placed else None,
    )


def _is_open(evidence: Evidence) -> bool:
    return evidence.fact is None and not evidence.substantiated


def _score(key: str, value: int) -> ScoreRow:
    words = {"poor": _("Poor"), "good": _("Good"), "excellent": _("Excellent")}
    return ScoreRow(key, value, words[band(value)])


def _key(finding: Finding, open_claims: dict[Place, str]) -> str:
    grave = finding.severity is Severity.ERROR
    return open_claims.get(finding.place, "") if grave else ""


def _row(finding: Finding, slot: str, vouching: Vouching) -> FindingRow:
    return FindingRow(
        code=finding.code,
        severity=finding.severity.value,
        place=finding.place,
        text=finding.text,
        message=finding.message.in_language(get_language() or "tr"),
        where=place_name(finding.place.field, finding.place.index),
        source=finding.source,
        slot=slot,
        evidence=vouching.texts.get(slot, "") if slot else "",
        refusal=vouching.refusal if slot and slot == vouching.refused else "",
    )


def _groups(rows: Iterable[FindingRow]) -> Iterable[FindingGroup]:
    labels = {
        Severity.ERROR: _("Errors"),
        Severity.WARNING: _("Warnings"),
        Severity.ADVICE: _("Advice"),
    }
    held = list(rows)
    for severity, label in labels.items():
        found = [row for row in held if row.severity == severity]
        # What is said of the listing as a whole mostly follows from the rest: the rest first.
        found.sort(key=lambda row: row.place.field == "listing")
        if found:
            yield FindingGroup(severity.value, label, tuple(found))
