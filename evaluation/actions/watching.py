"""Watching candidates on trial: one that fails or scores lower than the live version retreats."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import structlog

from content.models import Generation
from domain.canary import Record, retreat
from models_registry.actions.trying import end_trial
from models_registry.models import Canary, Version
from models_registry.queries.live import live_of

NEWEST = 500
"""Drafts of each side that are looked at."""
log = structlog.get_logger(__name__)


def watch_trials() -> int:
    """Look at every trial; returns how many were ended."""
    going = Canary.objects.filter(ended_at=None).select_related("family", "version__family")
    return sum(_watch(canary) for canary in going)


def _watch(canary: Canary) -> bool:
    live = live_of(canary.family)
    if live is None:
        return False
    candidate, other = (record_of(one, canary.started_at) for one in (canary.version, live))
    why = retreat(candidate, other, canary.family.margin)
    if why is None:
        return False
    log.warning("candidate retreats", version=str(canary.version), why=why.value)
    counts = {"failed": candidate.failed, "drafts": candidate.count, "of_live": other.count}
    return end_trial(canary.family_id, why.value, details=counts)


def record_of(version: Version, since: datetime) -> Record:
    """What became of the newest drafts that `version` was asked for since then.

    Of several drafts of one listing the first counts, as if it were the only one; what all live
    versions write together is named after the best of them and would say nothing.
    """
    ended = Generation.objects.filter(
        version=version, ensemble=False, created_at__gte=since, status__in=("done", "failed")
    )
    rows = list(ended.order_by("-pk").values_list("status", "draws")[:NEWEST])
    best = [
        max((draw["scores"]["overall"] for draw in draws if _counts(draw)), default=None)
        for status, draws in rows
        if status == "done"
    ]
    return Record(
        failed=sum(status == "failed" for status, _draws in rows),
        scores=[score for score in best if score is not None],
    )


def _counts(draw: dict[str, Any]) -> bool:
    return bool(draw.get("scores")) and draw.get("draft", 1) == 1
