"""Families at a glance: what each writes with, its newest versions, and how good they were."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import F, OuterRef, Q, Subquery, Window
from django.db.models.functions import RowNumber

from domain.versions import AT_REST, State
from models_registry.catalog import ModelChoice, default_choice
from models_registry.models import Deployment, Family, ValidationRun, Version
from models_registry.queries.lists import listed_versions

LOOKED_AT = 20
"""Versions of a family that are read: the newest, and the live one whichever it is."""


@dataclass(slots=True)
class Glance:
    """One family with what its card shows; `versions` are listed ones, the highest first."""

    family: Family
    versions: list[Version] = field(default_factory=list)
    live: Version | None = None
    deployment: Deployment | None = None
    can_roll_back: bool = False
    writes: bool = False
    """Whether drafts are written with it unless a person chooses another model."""


def glances() -> list[Glance]:
    """Every family: those that write first, then those with a live version, then the others."""
    found = {family.pk: Glance(family) for family in Family.objects.all()}
    for version in _versions():
        glance = found[version.family_id]
        glance.versions.append(version)
        if version.is_live:
            glance.live = version
    for deployment in _under_way():
        found[deployment.family_id].deployment = deployment
    for pk in _with_a_way_back():
        found[pk].can_roll_back = found[pk].live is not None
    chosen = writers(found.values()).values()
    writing = {choice.version.pk for choice in chosen if choice.version is not None}
    for glance in found.values():
        glance.writes = glance.live is not None and glance.live.pk in writing
    return sorted(found.values(), key=_rank)


def writers(families: Iterable[Glance]) -> dict[str, ModelChoice]:
    """What writes unless a person chooses: for all products (""), and by category where a
    version of its own is live."""
    chosen = {"": default_choice()}
    for glance in families:
        if glance.live is not None and (category := glance.family.category):
            chosen[category] = default_choice(category)
    general = chosen[""].name
    return {key: one for key, one in chosen.items() if not key or one.name != general}


def _versions() -> list[Version]:
    newest = Window(
        RowNumber(),
        partition_by=F("family_id"),
        order_by=(F("major").desc(), F("minor").desc(), F("patch").desc()),
    )
    wanted = Version.objects.annotate(place=newest).filter(place__lte=LOOKED_AT).values("pk")
    keys = [row["pk"] for row in wanted]
    done = ValidationRun.objects.filter(
        version=OuterRef("pk"), status=ValidationRun.Status.DONE
    ).order_by("-pk")
    found = listed_versions().filter(Q(pk__in=keys) | Q(state=State.LIVE))
    return list(found.annotate(compliance=Subquery(done.values("summary__compliance")[:1])))


def _under_way() -> list[Deployment]:
    active = Deployment.objects.filter(status__in=Deployment.ACTIVE)
    return list(active.select_related("version__family", "previous__family"))


def _with_a_way_back() -> list[int]:
    """Families with a version that was live and could be again."""
    left = Version.objects.filter(state__in=AT_REST, events__before=State.LIVE)
    return list(left.order_by().values_list("family_id", flat=True).distinct())


def _rank(glance: Glance) -> tuple[bool, bool, bool, bool, int]:
    return (
        not glance.writes,
        glance.live is None,
        not glance.versions,
        bool(glance.family.category),
        glance.family.pk if glance.family.category else -glance.family.pk,
    )
