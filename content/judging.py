"""Judging a stored listing, and the JSON form a judgement is kept and shown in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from content.models import Listing
from domain import listing as domain
from domain.judgement import Evidence, Finding, Judgement
from domain.quality import judge


def judge_listing(listing: Listing, text: domain.Listing | None = None) -> Judgement:
    """`text`, or the listing's own, against its product's facts and what people substantiated."""
    substantiated = frozenset(listing.substantiations.values_list("key", flat=True))
    return judge(listing.product.facts(), text or listing.text(), substantiated=substantiated)


def judgement_as_json(judgement: Judgement) -> dict[str, Any]:
    """Everything but the text: market, pack_version, scores, findings, evidence, omitted."""
    return {
        "market": judgement.market,
        "pack_version": judgement.pack_version,
        "scores": judgement.scores.as_json(),
        "findings": [finding_as_json(finding) for finding in judgement.findings],
        "evidence": [_evidence_as_json(evidence) for evidence in judgement.evidence],
        "omitted": list(judgement.omitted),
    }


def finding_as_json(finding: Finding) -> dict[str, Any]:
    """One finding; `message` holds both languages under "tr" and "en"."""
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        **asdict(finding.place),
        "text": finding.text,
        "message": asdict(finding.message),
        "source": finding.source,
    }


def _evidence_as_json(evidence: Evidence) -> dict[str, Any]:
    return {
        "key": evidence.key,
        "kind": evidence.kind,
        **asdict(evidence.place),
        "text": evidence.text,
        "fact": evidence.fact,
        "fact_field": evidence.fact_field,
        "substantiated": evidence.substantiated,
    }


def report(judgement: Judgement, language: str) -> dict[str, Any]:
    """Scores and findings as commands and other programs get them, in one language."""
    return {
        "scores": judgement.scores.as_json(),
        "findings": findings_in(judgement.findings, language),
    }


def findings_in(findings: Iterable[Finding], language: str) -> list[dict[str, Any]]:
    """Findings with their messages in one language."""
    return [_reported(finding, language) for finding in findings]


def _reported(finding: Finding, language: str) -> dict[str, Any]:
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        **asdict(finding.place),
        "text": finding.text,
        "message": finding.message.in_language(language),
    }
