"""Asking for a draft and stopping it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.errors import ActionRefused
from accounts.models import User
from accounts.roles import Right, require
from content.actions.revising import heed_approval, locked, record
from content.examples.collecting import wants_collecting
from content.jobs import QUEUE_PATIENCE, cancel, send, tell_ended
from content.models import Event, Generation, Listing
from domain.categories import category_of
from domain.contest import MOST_DRAFTS
from domain.prompt import Level
from models_registry.catalog import ModelChoice, UnknownModel, choose_for
from models_registry.catalog import ensemble as all_live


def request_draft(
    user: User,
    listing: Listing,
    *,
    model: str | None = None,
    level: Level | None = None,
    best_of: int = 1,
    ensemble: bool = False,
    seen: int | None = None,
    approval: str | None = None,
    behind: bool = False,
) -> Generation:
    """Queue a draft; ActionRefused while another is being written.

    Of `best_of` whole drafts, 1 to 5, the best becomes the text; of an `ensemble` each live version
    that fits the product writes so many. What decides is told in `domain.contest`.

    It will take the place of the text there is now and of no other: what somebody saves or
    approves until it is written stays. `seen` and `approval` are the text's revision and the
    approval on the person's page: nobody has a text replaced that they have not looked at. None
    is for callers that show nobody a page. `behind` is for work in bulk: people's own drafts go
    before it, and it is none of the few that a person may have under way.
    """
    require(user, Right.WRITE_LISTINGS)
    _check(best_of, ensemble, model)
    try:
        choices = choices_for(listing, model, ensemble)
    except UnknownModel as unknown:
        raise ActionRefused(
            "unknown_model",
            _("There is no model “%(name)s”. Available: %(available)s.")
            % {"name": unknown.name, "available": ", ".join(unknown.available)},
        ) from unknown
    choice = choices[0]
    try:
        with transaction.atomic():
            row = locked(listing, seen)
            heed_approval(row, approval)
            if not behind:
                _hold_bound(user)
            generation = Generation.objects.create(
                listing=listing,
                requested_by=user,
                level=level or choice.level,
                model=choice.name,
                version=choice.version,
                by_hand=bool(model),
                best_of=best_of,
                ensemble=ensemble,
                writers=_writers(choices, level) if ensemble else [],
                engine=choice.engine,
                behind=behind,
                collect=wants_collecting(user),
                base=row.number,
                base_approved_at=row.approved_at,
                lease_until=timezone.now() + timedelta(seconds=QUEUE_PATIENCE),
            )
            asked: dict[str, Any] = {"generation": generation.pk}
            if best_of > 1 or ensemble:
                asked |= {"best_of": best_of, "ensemble": ensemble}
            record(listing, Event.Kind.REQUESTED, user, **asked)
            told = partial(send, generation.pk, own_task=generation.own_task)
            transaction.on_commit(told)
    except IntegrityError as clash:
        raise ActionRefused(
            "already_writing",
            _("A draft of this listing is already being written: wait for it, or stop it first."),
        ) from clash
    return generation


def _check(best_of: int, ensemble: bool, model: str | None) -> None:
    if not 1 <= best_of <= MOST_DRAFTS:
        raise ActionRefused(
            "best_of",
            _("Between 1 and %(most)d drafts can be written of one listing: choose how many.")
            % {"most": MOST_DRAFTS},
        )
    if ensemble and model:
        raise ActionRefused(
            "ensemble_or_model",
            _("Either all live versions write or one model does: choose one of the two."),
        )


def choices_for(listing: Listing, model: str | None, ensemble: bool) -> list[ModelChoice]:
    """What would write for that listing; UnknownModel where there is no such model."""
    product = listing.product
    category = category_of(product.category) or ""
    if ensemble:
        return all_live(category)
    return [choose_for(str(product.pk), model, category)]


def _writers(choices: Sequence[ModelChoice], level: Level | None) -> list[dict[str, Any]]:
    """The models of an ensemble as the row keeps them, at one level if one is named."""
    return [
        {
            "model": choice.name,
            "engine": choice.engine,
            "level": str(level or choice.level),
            "version": choice.version.pk if choice.version else None,
        }
        for choice in choices
    ]


def _hold_bound(user: User) -> None:
    """ActionRefused where a person has as many drafts under way as one person may have."""
    User.objects.select_for_update().get(pk=user.pk)  # two clicks at once are counted in turn
    most = settings.MOST_ACTIVE_DRAFTS
    active = Generation.objects.filter(status__in=Generation.ACTIVE, behind=False)
    if active.filter(requested_by=user).count() < most:
        return
    raise ActionRefused(
        "too_many_drafts",
        ngettext(
            "You already have %(most)d draft on its way: wait for it, or stop it.",
            "You already have %(most)d drafts on their way: wait for one of them, or stop one.",
            most,
        )
        % {"most": most},
    )


def cancel_draft(user: User, generation: Generation) -> None:
    """Stop a draft: at once while it waits, within a second while it is being written."""
    require(user, Right.WRITE_LISTINGS)
    with transaction.atomic():
        if cancel(generation.pk, user):
            record(generation.listing, Event.Kind.CANCELLED, user, generation=generation.pk)
            tell_ended(generation)
