"""Which version writes, wrote, and would write again."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db.models import Q, QuerySet

from domain.versions import AT_REST, BadVersion, State, split
from engines import get_engine
from models_registry.models import Event, Family, ValidationRun, Version


def live_versions() -> QuerySet[Version]:
    """The live version of each family that has one."""
    return Version.objects.filter(state=State.LIVE).select_related("family")


def live_of(family: Family) -> Version | None:
    """What `family` writes with."""
    return live_versions().filter(family=family).first()


def live_key(family: int) -> int | None:
    """The key of what that family writes with, for whoever needs no more of it."""
    live = Version.objects.filter(family=family, state=State.LIVE).order_by()
    return live.values_list("pk", flat=True).first()


def live_at(family: Family, at: datetime) -> Version | None:
    """What `family` wrote with at that moment.

    A switch adds two lines, the one that leaves first, so that the last line that speaks of being
    live says who is: whoever it names as having become so, or nobody.
    """
    lines = Event.objects.filter(
        Q(before=State.LIVE) | Q(after=State.LIVE), family=family, at__lte=at
    )
    last = lines.select_related("version__family").order_by("-at", "-pk").first()
    return last.version if last is not None and last.after == State.LIVE else None


def is_served(version: Version) -> bool:
    """Whether the settings still have the engine that it was built for."""
    if version.engine not in settings.ENGINES:
        return False
    return get_engine(version.engine).name == version.engine_name


def rollback_target(family: Family) -> Version | None:
    """The version that was live before the one that is now, and can be again."""
    left = Event.objects.filter(
        family=family, before=State.LIVE, after__in=AT_REST, version__state__in=AT_REST
    )
    line = (
        left.exclude(version=live_key(family.pk))
        .select_related("version__family")
        .order_by("-pk")
        .first()
    )
    return line.version if line else None


def resting_state(version: Version) -> State:
    """Where a version goes back to when nothing is being done with it: what its last validation
    said."""
    last = _done(version).values_list("passed", flat=True).first()
    if last is None:
        return State.BUILT
    return State.VALIDATED if last else State.REJECTED


def last_validation(version: Version) -> ValidationRun | None:
    """Its newest finished validation."""
    return _done(version).first()


def _done(version: Version) -> QuerySet[ValidationRun]:
    done = ValidationRun.objects.filter(version=version, status=ValidationRun.Status.DONE)
    return done.order_by("-pk")


def named(name: str) -> Version | None:
    """The version called `family:1.2.0`, or the live one of a family by its name alone."""
    if ":" not in name:
        return live_versions().filter(family__name=name).first()
    try:
        family, number = split(name)
    except BadVersion:
        return None
    return (
        Version.objects.select_related("family")
        .filter(family__name=family, major=number.major, minor=number.minor, patch=number.patch)
        .first()
    )
