"""Judging a listing: every check of its market, its grounding, and the scores."""

from __future__ import annotations

from datetime import UTC, datetime

from domain import markets
from domain.judgement import Finding, Judgement, Place
from domain.listing import Listing, Product
from domain.markets import RulePack
from domain.quality import compliance, grounding, readability, seo, structure, subject
from domain.quality.report import Report
from domain.quality.scores import scores
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
    _hold_minimum(findings, pack, report)
    return Judgement(
        market=pack.code,
        pack_version=pack.version,
        scores=scores([*report.findings, *traced.findings], pack, readable),
        findings=_ordered([*report.findings, *traced.findings]),
        evidence=traced.evidence,
        omitted=traced.omitted,
    )


def _hold_minimum(findings: list[Finding], pack: RulePack, report: Report) -> None:
    """The least compliance a listing must reach is a rule like the others."""
    reached = scores(findings, pack).walmart_compliance
    if reached < pack.limits.compliance_min:
        report.add(
            "compliance.below_minimum",
            Place("listing"),
            count=reached,
            limit=pack.limits.compliance_min,
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
