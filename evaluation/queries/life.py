"""What there is to tell of one version: its validations, its history, and what it wrote."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count

from content.models import Generation
from models_registry.models import Deployment, Event, ValidationRun, Version

SHOWN = 50


@dataclass(frozen=True, slots=True)
class Life:
    """The newest of each, the newest first."""

    validations: list[ValidationRun]
    events: list[Event]
    deployments: list[Deployment]
    children: list[Version]
    drafts: int
    listings: int


def life(version: Version) -> Life:
    """Everything that hangs on `version`, in a fixed number of queries."""
    drafts = Generation.objects.filter(version=version, status=Generation.Status.DONE)
    wrote = drafts.aggregate(drafts=Count("pk"), listings=Count("listing", distinct=True))
    validations = version.validations.select_related("requested_by", "against__version__family")
    related = ("version__family", "previous__family", "requested_by")
    return Life(
        list(validations.order_by("-pk")[:SHOWN]),
        list(version.events.select_related("by").order_by("-pk")[:SHOWN]),
        list(version.deployments.select_related(*related).order_by("-pk")[:SHOWN]),
        list(version.children.select_related("family").order_by("-pk")[:SHOWN]),
        wrote["drafts"],
        wrote["listings"],
    )
