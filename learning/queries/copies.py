"""What feedback keeps of the text it is about: a copy that later edits do not change."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Final

from content.models import Revision
from domain.categories import category_of
from domain.judgement import Severity
from domain.listing import Listing as Text
from domain.listing import Product
from domain.markets import UnknownMarket
from domain.quality import judge
from evaluation.models import Item
from evaluation.models.item import text_of
from models_registry.models import Version

_FACTS: Final = frozenset(Product.__dataclass_fields__)
Findings = list[dict[str, str]]


def of_revision(revision: Revision, version: Version | None) -> dict[str, Any]:
    """The fields of feedback about a listing's text that `version` is behind."""
    facts = facts_of(revision)
    return {
        "listing": revision.listing,
        "version": version,
        "category": category_of(str(facts.get("category", ""))) or "",
        "language": revision.listing.language,
        "facts": facts,
        "text": as_json(revision.text()),
        "findings": findings_of(revision),
    }


def facts_of(revision: Revision) -> dict[str, Any]:
    """The facts that a revision was judged against, without the SKU and the like."""
    return {name: value for name, value in revision.facts.items() if name in _FACTS}


def findings_of(revision: Revision) -> Findings:
    """What the rules said of a revision."""
    return [
        {name: str(found[name]) for name in ("code", "severity", "text")}
        for found in revision.judgement.get("findings", [])
    ]


def had_errors(findings: Findings) -> bool:
    """Whether one of them bars approval."""
    return any(found["severity"] == Severity.ERROR for found in findings)


def of_item(item: Item, *, second: bool = False) -> dict[str, Any]:
    """The fields of feedback about a campaign's item, or about the second of its two texts."""
    kept = item.other if second and item.other else item.listing
    return {
        "campaign": item.campaign,
        "version": item.other_version if second else item.version,
        "category": item.category,
        "language": item.language,
        "facts": item.facts,
        "text": kept,
        "findings": [dict(found) for found in _judged(item.product_facts(), text_of(kept))],
    }


def as_json(text: Text) -> dict[str, Any]:
    """A text as feedback keeps it."""
    return {"title": text.title, "features": list(text.features), "description": text.description}


@lru_cache(maxsize=512)
def _judged(product: Product, text: Text) -> tuple[dict[str, str], ...]:
    """What the rules say; several people judge the same item. Nothing where the market's rules
    went with an update: that is no reason to lose a rater's answer."""
    try:
        findings = judge(product, text).findings
    except UnknownMarket:
        return ()
    return tuple(
        {"code": found.code, "severity": found.severity.value, "text": found.text}
        for found in findings
    )
