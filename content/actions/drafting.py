"""Asking for a draft and stopping it."""

from __future__ import annotations

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Right, require
from content.actions.revising import locked, record
from content.errors import ActionRefused
from content.examples.collecting import wants_collecting
from content.jobs import QUEUE_PATIENCE, cancel, send
from content.models import Event, Generation, Listing
from domain.prompt import Level
from models_registry.catalog import UnknownModel, choose


def request_draft(
    user: User, listing: Listing, *, model: str | None = None, level: Level | None = None
) -> Generation:
    """Queue one draft; ActionRefused while another is being written.

    It will take the place of the text there is now and of no other: what somebody saves or
    approves until it is written stays.
    """
    require(user, Right.WRITE_LISTINGS)
    try:
        choice = choose(model)
    except UnknownModel as unknown:
        raise ActionRefused(
            "unknown_model",
            _("There is no model “%(name)s”. Available: %(available)s.")
            % {"name": unknown.name, "available": ", ".join(unknown.available)},
        ) from unknown
    try:
        with transaction.atomic():
            row = locked(listing)
            generation = Generation.objects.create(
                listing=listing,
                requested_by=user,
                level=level or choice.level,
                model=choice.name,
                engine=choice.engine,
                collect=wants_collecting(user),
                base=row.number,
                base_approved_at=row.approved_at,
                lease_until=timezone.now() + timedelta(seconds=QUEUE_PATIENCE),
            )
            record(listing, Event.Kind.REQUESTED, user, generation=generation.pk)
            transaction.on_commit(lambda: send(generation.pk))
    except IntegrityError as clash:
        raise ActionRefused(
            "already_writing",
            _("A draft of this listing is already being written: wait for it, or stop it first."),
        ) from clash
    return generation


def cancel_draft(user: User, generation: Generation) -> None:
    """Stop a draft: at once while it waits, within a second while it is being written."""
    require(user, Right.WRITE_LISTINGS)
    with transaction.atomic():
        if cancel(generation.pk, user):
            record(generation.listing, Event.Kind.CANCELLED, user, generation=generation.pk)
