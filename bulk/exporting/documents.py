"""A listing in the document's JSON, with a record of who answers for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from bulk.exporting.table import SCORES
from bulk.queries.approved import Approved
from domain.examples import document
from domain.judgement import Judgement, Scores
from files.lines import moment

Row = dict[str, Any]


def documents(approved: Iterable[Approved]) -> Iterator[Row]:
    """The document's keys and, behind them, `record`; what reads examples passes that over."""
    return map(_document, approved)


def _document(one: Approved) -> Row:
    listing = one.listing
    written = document(
        listing.product.facts(),
        listing.text(),
        _judged(one),
        timestamp=listing.approved_at or listing.updated_at,
        model_used=listing.model,
    )
    return written | {"record": record(one)}


def record(one: Approved) -> Row:
    """Who approved the text and who substantiated what in it, when, and what wrote it."""
    listing, by = one.listing, one.listing.approved_by
    return {
        "listing": listing.pk,
        "sku": listing.product.sku,
        "market": listing.market,
        "version": listing.number,
        "version_kind": one.kind,
        "model": listing.model,
        "rules": one.rules,
        "scores": {name: getattr(listing, name) for name in SCORES},
        "approved": {
            "by": by.username if by else "",
            "name": str(by) if by else "",
            "at": moment(listing.approved_at),
        },
        "substantiated": [
            {
                "claim": claim.claim,
                "evidence": claim.evidence,
                "by": claim.by,
                "name": claim.name,
                "at": moment(claim.at),
            }
            for claim in one.vouched
        ],
    }


def _judged(one: Approved) -> Judgement:
    """The judgement on the row: an approved text is not judged again to be given away."""
    listing = one.listing
    scores = Scores(
        overall_score=listing.overall or 0,
        walmart_compliance=listing.compliance or 0,
        seo_score=listing.seo or 0,
        grounding=listing.grounding or 0,
        readability=listing.readability or 0,
    )
    return Judgement(listing.market, one.rules, scores, (), (), ())
