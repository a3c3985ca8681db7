"""Judging a listing: every check of its market, its grounding, and the scores."""

from __future__ import annotations

from datetime import UTC, datetime

from domain import markets
from domain.judgement import Finding, Judgement, Place, Scores, Severity
from domain.listing import Listing, Product
from domain.markets import Part, RulePack
from domain.quality import compliance, grounding, readability, seo, structure, subject
from domain.quality.report import Report
from domain.quality.scores import cost, scores
from domain.quality.text import ListingText

__all__ = ["judge"]


def judge(
    product: Product, listing: Listing, *, substantiated: frozenset[str] = frozenset()
) -> Judgement:
    """Everything that is known of a listing's quality under its product's market.

    `substantiated` holds the keys of claims that a person vouched for in writing.
    """
    pack = markets.get(product.market, datetime.now(UTC).date())
    text = ListingText(listing, pack.language.value)
    about = subject.prepare(product, pack.language.value)
    report = Report(pack)
    structure.check(text, about, report)
    compliance.check(text, about, report)
    seo.check(text, about, report)
    readable = readability.check(text, report)
    traced = grounding.trace(product, listing, substantiated)
    findings = [*report.findings, *traced.findings]
    reached = scores(findings, pack, readable)
    if reached.walmart_compliance < pack.limits.compliance_min and not _is_told(findings, pack):
        _below_minimum(reached, report)
        findings = [*report.findings, *traced.findings]
        reached = scores(findings, pack, readable)
    return Judgement(
        market=pack.code,
        pack_version=pack.version,
        scores=reached,
        findings=_ordered(findings),
        evidence=traced.evidence,
        omitted=traced.omitted,
    )


def _is_told(findings: list[Finding], pack: RulePack) -> bool:
    """Whether an error says already what keeps compliance low: with a second one it would be the
    same fault told twice, and approval is blocked as it is."""
    return any(
        finding.severity is Severity.ERROR and Part.COMPLIANCE in cost(finding, pack).parts
        for finding in findings
    )


def _below_minimum(reached: Scores, report: Report) -> None:
    """The least compliance a listing must reach is a rule like the others."""
    report.add(
        "compliance.below_minimum",
        Place("listing"),
        count=reached.walmart_compliance,
        limit=report.pack.limits.compliance_min,
    )


_FIELDS = {"listing": 0, "title": 1, "features": 2, "description": 3}
_SEVERITIES = {"error": 0, "warning": 1, "advice": 2}


def _ordered(findings: list[Finding]) -> tuple[Finding, ...]:
    """Gravest first, then in reading order."""

    def rank(finding: Finding) -> tuple[int, int, int, int]:
        place = finding.place
        return (
            _SEVERITIES[finding.severity.value],
            _FIELDS[place.field],
            place.index or 0,
            place.start or 0,
        )

    return tuple(sorted(findings, key=rank))
