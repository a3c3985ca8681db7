"""Versions for lists: with everything a row shows, in a fixed number of queries."""

from __future__ import annotations

from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from models_registry.models import ValidationRun, Version


def listed_versions(family: str = "") -> QuerySet[Version]:
    """All versions, the families in their order and the highest number first.

    Each has `score` (the overall score's mean and interval, none where it was never validated),
    `passed` and `validated_at` of its newest finished validation.
    """
    done = ValidationRun.objects.filter(
        version=OuterRef("pk"), status=ValidationRun.Status.DONE
    ).order_by("-pk")
    versions = Version.objects.select_related("family", "parent__family", "built_by")
    if family:
        versions = versions.filter(family__name=family)
    return versions.annotate(
        score=Subquery(done.values("summary__overall")[:1]),
        passed=Subquery(done.values("passed")[:1]),
        validated_at=Subquery(done.values("finished_at")[:1]),
    ).order_by("family_id", "-major", "-minor", "-patch")


def as_json(version: Version) -> dict[str, Any]:
    """What commands and other programs are told of a listed version."""
    return {
        "name": version.name,
        "family": version.family.name,
        "number": str(version.number),
        "state": version.state,
        "live_since": version.live_since and version.live_since.isoformat(),
        "engine": version.engine_name,
        "served_as": version.served_as,
        "base": version.base,
        "dataset": version.dataset_hash or None,
        "run": version.run,
        "parent": version.parent and version.parent.name,
        "score": getattr(version, "score", None),
        "passed": getattr(version, "passed", None),
        "created_at": version.created_at.isoformat(),
    }
