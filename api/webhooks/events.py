"""What may be told, and how each event reads as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from content.models import Listing, Revision
from learning.models import Retraining
from models_registry.models import Deployment, Version

Data = dict[str, Any]


class Kind(TextChoices):
    """The events that an endpoint may choose."""

    LISTING_APPROVED = "listing.approved", _("A listing was approved")
    BATCH_FINISHED = "batch.finished", _("A batch has ended")
    VERSION_DEPLOYED = "version.deployed", _("A model version was deployed")
    RETRAINING_FINISHED = "retraining.finished", _("A retraining has ended")


TEST = "webhook.test"
"""What a manager sends to one endpoint to see it arrive."""


def body_of(kind: str, at: datetime, data: Mapping[str, Any]) -> str:
    """The message itself, one line of JSON: {"type", "timestamp", "data"}."""
    said = {"type": kind, "timestamp": stamp(at), "data": data}
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"))


def stamp(at: datetime | None) -> str | None:
    """A moment in ISO 8601, in UTC, to the second; None stays None."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if at else None


def listing_approved(listing: Listing, revision: Revision) -> Data:
    """A person approved this text of a listing."""
    return {
        "listing": {
            "id": listing.pk,
            "sku": listing.product.sku,
            "market": listing.market,
            "language": listing.language,
            "version": revision.number,
            "title": revision.title,
        },
        "approved_by": listing.approved_by.get_username() if listing.approved_by else None,
        "approved_at": stamp(listing.approved_at),
    }


def version_deployed(deployment: Deployment, at: datetime) -> Data:
    """A version writes for its family and was found healthy."""
    by = deployment.requested_by
    return {
        "version": name_of(deployment.version),
        "family": deployment.version.family.name,
        "replaced": name_of(deployment.previous),
        "kind": deployment.kind,
        "requested_by": by.get_username() if by else None,
        "deployed_at": stamp(at),
    }


def retraining_finished(retraining: Retraining) -> Data:
    """A retraining has ended; `outcome` says what of it, where it was brought to its end."""
    return {
        "retraining": {
            "id": retraining.pk,
            "family": retraining.policy.family.name,
            "category": retraining.policy.category or None,
            "status": retraining.status,
            "outcome": retraining.outcome or None,
            "error": retraining.error or None,
            "candidate": name_of(retraining.candidate),
        },
        "finished_at": stamp(retraining.finished_at),
    }


def batch_finished(
    number: int, status: str, counts: Mapping[str, int], finished_at: datetime
) -> Data:
    """A batch has come to its end."""
    return {
        "batch": {"id": number, "status": status, "counts": dict(counts)},
        "finished_at": stamp(finished_at),
    }


def name_of(version: Version | None) -> str | None:
    """As in `walmart-gpt-expert:1.2.0`; None where there is no version."""
    return str(version) if version else None
