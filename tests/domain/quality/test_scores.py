"""Scores lie within 0 and 100, and one more fault never raises any of them."""

from __future__ import annotations

from dataclasses import astuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import markets
from domain.judgement import Finding, Message, Place, Severity
from domain.markets import RulePack
from domain.quality.scores import ERROR_CAP, band, scores

PACKS = [markets.get(code) for code in markets.codes()]
CODES = sorted({code for pack in PACKS for code in pack.rules})
UNKNOWN = ["grounding.unsupported_number", "grounding.omitted", "something.else"]


def _finding(code: str, severity: Severity) -> Finding:
    rule = PACKS[0].rules.get(code)
    return Finding(code, rule.severity if rule else severity, Place("title"), "", Message("", ""))


FINDINGS = st.builds(_finding, st.sampled_from(CODES + UNKNOWN), st.sampled_from(list(Severity)))


@given(
    findings=st.lists(FINDINGS, max_size=60),
    more=FINDINGS,
    readable=st.floats(-50, 150),
    pack=st.sampled_from(PACKS),
)
def test_bounded_and_monotone(
    findings: list[Finding], more: Finding, readable: float, pack: RulePack
):
    before = astuple(scores(findings, pack, readable))
    after = astuple(scores([*findings, more], pack, readable))
    assert all(0 <= value <= 100 for value in before + after)
    assert all(new <= old for new, old in zip(after, before, strict=True))


@given(findings=st.lists(FINDINGS, max_size=20), pack=st.sampled_from(PACKS))
def test_the_order_of_findings_does_not_matter(findings: list[Finding], pack: RulePack):
    assert scores(findings, pack) == scores(findings[::-1], pack)


def test_nothing_found_is_full_marks():
    assert astuple(scores([], PACKS[0])) == (100, 100, 100, 100, 100)


@pytest.mark.parametrize(
    "code", [rule.code for rule in PACKS[0].rules.values() if rule.severity is Severity.ERROR]
)
def test_any_error_keeps_a_listing_in_the_lowest_band(code: str):
    overall = scores([_finding(code, Severity.ERROR)], PACKS[0]).overall_score
    assert overall <= ERROR_CAP
    assert band(overall) == "poor"


def test_a_claim_without_source_lowers_grounding_and_the_whole():
    found = scores([_finding("grounding.unsupported_number", Severity.ERROR)], PACKS[0])
    assert found.grounding < 60
    assert found.overall_score <= ERROR_CAP
    assert found.walmart_compliance == 100


@pytest.mark.parametrize(
    ("score", "name"),
    [(0, "poor"), (59, "poor"), (60, "good"), (79, "good"), (80, "excellent"), (100, "excellent")],
)
def test_bands(score: int, name: str):
    assert band(score) == name
