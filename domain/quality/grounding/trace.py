"""Traces a listing's claims to the product's facts and names those that have no source."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from domain.judgement import Evidence, Finding, Place, Severity
from domain.listing import Listing, Product
from domain.quality.grounding import messages
from domain.quality.grounding.claims import Told, told_in
from domain.quality.grounding.coverage import omitted_features
from domain.quality.grounding.facts import FactSheet, fact_sheet
from domain.quality.grounding.further import also_meant
from domain.quality.grounding.joining import is_told_beside
from domain.quality.grounding.values import Claim, key_of
from domain.quality.grounding.vouching import key_to_vouch


@dataclass(frozen=True, slots=True)
class Tracing:
    """What was found: evidence for every claim, the features left out, and the findings."""

    evidence: tuple[Evidence, ...]
    omitted: tuple[str, ...]
    findings: tuple[Finding, ...]


_Judged = tuple[Evidence, Finding | None]


def trace(
    product: Product, listing: Listing, substantiated: frozenset[str] = frozenset()
) -> Tracing:
    """Every claim of the listing with its fact, or with an error that names it.

    A claim whose key is in `substantiated` needs no fact: a person answered for it in writing
    (`vouching` tells what the key of such a claim is made of).
    """
    sheet = fact_sheet(product)
    evidence: list[Evidence] = []
    findings: list[Finding] = []
    claims: list[Claim] = []
    told: set[str] = set()
    for place, text in _fields(listing):
        field = told_in(text, product.language)
        told |= field.words
        own = _settled(sheet, field)
        judged = [
            _judge(sheet, claim, place, text, field, product.language, substantiated)
            for claim in own
        ]
        claims += own
        for number, (item, finding) in enumerate(judged):
            if finding is not None and _is_told_twice(number, own, judged, text):
                continue
            evidence.append(item)
            if finding is not None:
                findings.append(finding)
    omitted = omitted_features(sheet, claims, told, lambda: _further(listing, product.language))
    findings += [messages.omitted(feature) for feature in omitted]
    return Tracing(tuple(evidence), omitted, tuple(findings))


def _fields(listing: Listing) -> Iterator[tuple[Place, str]]:
    yield Place("title"), listing.title
    for index, feature in enumerate(listing.features):
        yield Place("features", index), feature
    yield Place("description"), listing.description


def _further(listing: Listing, language: str) -> Iterator[Claim]:
    """What the listing may mean besides, read with as good a will as a fact."""
    for _, text in _fields(listing):
        yield from also_meant(told_in(text, language), language, is_name=False)


def _settled(sheet: FactSheet, field: Told) -> list[Claim]:
    """The claims of a field, two of them as one where the facts tell that or neither of both."""
    claims = list(field.claims)
    for number, whole in reversed(field.joined):
        parts = claims[number : number + 2]
        if sheet.support(whole) or not any(map(sheet.support, parts)):
            claims[number : number + 2] = [whole]
    return claims


def _is_told_twice(number: int, own: list[Claim], judged: list[_Judged], raw: str) -> bool:
    """Whether a warranty without a source has its term beside it, which has none either."""
    return any(
        judged[other][0].fact is None and is_told_beside(own[number], own[other], raw)
        for other in (number - 1, number + 1)
        if 0 <= other < len(own)
    )


def _judge(
    sheet: FactSheet,
    claim: Claim,
    field: Place,
    text: str,
    told: Told,
    language: str,
    substantiated: frozenset[str],
) -> _Judged:
    place = Place(field.field, field.index, claim.start, claim.end)
    words = text[claim.start : claim.end]
    supported = sheet.support(claim)
    if supported is not None:
        sense, fact = supported
        return Evidence(key_of(sense), claim.kind, place, words, fact.text, fact.field), None
    key = key_to_vouch(claim, told.split, language)
    if key in substantiated:
        return Evidence(key, claim.kind, place, words, substantiated=True), None
    # A title and features tell nothing but the product.
    aside = field.field == "description" and sheet.tells_of_another(claim)
    severity = Severity.WARNING if claim.weak or aside else Severity.ERROR
    finding = messages.unsupported(claim, severity, place, words, sheet.contrary(claim))
    if aside:
        finding = messages.perhaps_of_another(finding)
    return Evidence(key, claim.kind, place, words), finding
