"""Taking away the files of versions that nobody can go back to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from accounts.models import User
from accounts.roles import Right, require
from domain.versions import State
from engines import get_engine
from engines.base import EngineError
from models_registry.actions.entering import file_of
from models_registry.models import Event, Version
from models_registry.queries.live import is_served

KEPT_DAYS = 30
GONE = (State.RETIRED, State.FAILED)


@dataclass(frozen=True, slots=True)
class Left:
    """A file that a version left, or its copy at the engine where there is no path."""

    version: Version
    path: Path | None
    bytes: int


def leftovers(days: int = KEPT_DAYS) -> Iterator[Left]:
    """What retired and failed versions left that have been so for so many days.

    What came with the product and the examples that a model learnt from are not among it.
    """
    before = timezone.now() - timedelta(days=days)
    gone = Version.objects.filter(state__in=GONE).select_related("family")
    for version in gone.order_by("pk").iterator(chunk_size=200):
        last = Event.objects.filter(version=version).latest("pk")
        if last.at <= before:
            yield from _left_by(version)


def prune(user: User | None, found: Left) -> None:
    """Take one of them away, unless its version is of use again by now."""
    if user is not None:
        require(user, Right.MANAGE_MODELS)
    if not Version.objects.filter(pk=found.version.pk, state__in=GONE).exists():
        return
    if found.path is not None:
        found.path.unlink(missing_ok=True)
    else:
        get_engine(found.version.engine).delete(found.version.served_as)


def _left_by(version: Version) -> Iterator[Left]:
    if version.modelfile and _is_at_engine(version):
        yield Left(version, None, 0)
    home = Path(settings.DATA_DIR).resolve()
    for kind, described in version.files.items():
        try:
            path = file_of(version, kind).resolve()
        except FileNotFoundError:
            continue
        if path.is_relative_to(home):
            yield Left(version, path, int(described["bytes"]))


def _is_at_engine(version: Version) -> bool:
    try:
        return is_served(version) and bool(get_engine(version.engine).digest(version.served_as))
    except EngineError:
        return False  # it has none, or is away: then a later clean-up finds it
