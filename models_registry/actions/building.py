"""From what was entered to a model that its engine serves."""

from __future__ import annotations

from datetime import timedelta

import structlog
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.errors import ActionRefused
from accounts.models import User
from accounts.roles import Right, require
from domain.modelfile import ModelfileError, parse
from domain.versions import State
from engines import get_engine
from engines.base import Build, EngineError
from engines.hashing import sha256_of
from models_registry.actions.entering import file_of
from models_registry.actions.moving import StateChanged, move
from models_registry.models import Version
from models_registry.queries.live import is_served

LONGEST = 20 * 60
"""Seconds that a build may take."""
log = structlog.get_logger(__name__)


class Damaged(Exception):
    """A file is gone or is not what it was; the text says which."""


def build(version: Version) -> bool:
    """Have the engine build `version`, which is being built; whether it could.

    Asked again after it was killed on the way, it builds anew: nothing has used it yet.
    """
    if version.state == State.BUILDING:
        try:
            _build(version)
        except StateChanged:
            version.refresh_from_db()  # another process built it at the same time
    return version.state != State.FAILED


def _build(version: Version) -> None:
    try:
        digest = _built(version)
    except (EngineError, Damaged, ModelfileError, OSError) as error:
        log.warning("build failed", version=str(version), error=str(error))
        to, why, fields = State.FAILED, "build_failed", {"error": str(error)[:1000]}
    else:
        to, why, fields = State.BUILT, "built", {"digest": digest}
    with transaction.atomic():
        move(version, to, why, details=fields, digest=fields.get("digest", version.digest))


def rebuild(user: User | None, version: Version) -> bool:
    """Build again what failed, or what was killed while it was built; ActionRefused otherwise."""
    if user is not None:
        require(user, Right.MANAGE_MODELS)
    if was_given_up(version):
        return build(version)
    try:
        move(version, State.BUILDING, "rebuild", user)
    except (ValueError, StateChanged) as error:
        raise ActionRefused(
            "not_failed",
            _("%(version)s did not fail: there is nothing to build again.") % {"version": version},
        ) from error
    return build(version)


def was_given_up(version: Version) -> bool:
    """Whether it is being built for so long that whoever did so surely was killed."""
    if version.state != State.BUILDING:
        return False
    last = version.events.latest("pk")
    return last.at < timezone.now() - timedelta(seconds=LONGEST)


def _built(version: Version) -> str:
    if not version.modelfile:
        return ""  # a base model: the engine has it, or it does not
    if not is_served(version):
        raise Damaged(f"The engine that it is for, {version.engine_name}, is not in the settings")
    files = {}
    for kind, described in version.files.items():
        try:
            files[kind] = file_of(version, kind)
        except FileNotFoundError as gone:
            raise Damaged(f"{gone} is gone") from gone
        if sha256_of(files[kind]) != described["sha256"]:
            raise Damaged(f"{described['path']} is not what it was when it was made")
    asked = Build(version.served_as, parse(version.modelfile), files)
    return get_engine(version.engine).create(asked, again=True)
