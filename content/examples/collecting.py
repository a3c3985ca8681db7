"""Keeping listings as training examples in the exchange format."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from accounts.models import User
from content.models import Revision, SiteSettings, TrainingExample
from domain.examples import document
from domain.judgement import Judgement


def wants_collecting(user: User) -> bool:
    """The person's own choice, else the site's."""
    if user.collect_examples is not None:
        return user.collect_examples
    return SiteSettings.current().collect_examples


def collect(revision: Revision, judgement: Judgement, origin: str, user: User) -> TrainingExample:
    """Keep a revision as an example; the same text of the same product is kept once.

    An approval makes it an approved one, wherever it came from first; nothing takes that back.
    """
    product = revision.listing.product
    item = document(
        product.facts(),
        revision.text(),
        judgement,
        timestamp=revision.created_at,
        model_used=revision.model or revision.listing.model or "person",
    )
    example, new = TrainingExample.objects.get_or_create(
        fingerprint=fingerprint(item),
        defaults={
            "origin": origin,
            "document": json.dumps(item, ensure_ascii=False),
            "language": product.language,
            "category": product.category,
            "overall": judgement.scores.overall_score,
            "revision": revision,
            "added_by": user,
        },
    )
    approved = TrainingExample.Origin.APPROVED
    if not new and origin == approved != example.origin:
        example.origin, example.revision, example.added_by = approved, revision, user
        example.save(update_fields=["origin", "revision", "added_by"])
    return example


def fingerprint(item: dict[str, Any]) -> str:
    """SHA-256 over what the example teaches: its input and its listing, not when or how scored."""
    taught = {
        "input": {k: v for k, v in item["input"].items() if k != "user_context"},
        "output": {k: v for k, v in item["output"].items() if k != "metadata"},
    }
    canonical = json.dumps(taught, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()
