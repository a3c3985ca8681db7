"""Starting a batch, and pausing, continuing and stopping one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.errors import ActionRefused
from accounts.models import User
from accounts.roles import Right, require
from bulk.actions.choosing import APPROVED, chosen_from, put_in
from bulk.models import Batch, BatchItem
from bulk.telling import ADVANCE, tell_once_kept
from content.actions import cancel_draft
from content.models import Generation, Listing
from domain import markets
from domain.batches import OPEN, ItemStatus, urgency
from domain.contest import MOST_DRAFTS
from domain.prompt import Level
from models_registry.catalog import UnknownModel, choose

MOST_ACTIVE: Final = 20
"""Batches that one person may have under way."""
TOLD_OF_TEXT: Final = ("conflict", "approved_meanwhile")
"""Failures that say to the person that somebody changed or approved the text."""


@dataclass(frozen=True, slots=True)
class Options:
    """How the drafts of a batch are written."""

    name: str = ""
    model: str = ""
    """A version or a model by its name; empty is what is live for each product."""
    level: Level | None = None
    market: str = ""
    """Products of another market are moved to this one; empty leaves each product's own."""
    best_of: int = 1
    ensemble: bool = False
    approved: bool = False
    """Whether approved texts are written anew too, which ends their approval."""


@dataclass(frozen=True, slots=True)
class Retried:
    """How many failed products are tried again, and how many stay as somebody approved them."""

    count: int
    approved: int


@transaction.atomic
def start_batch(user: User, listings: QuerySet[Listing], options: Options = Options()) -> Batch:
    """A batch over `listings`, which begins at once; ActionRefused where nothing would be written.

    Approved texts are left out unless the options say otherwise, and so is what another batch is
    about to write: `left_out` of the batch says how many.
    """
    require(user, Right.WRITE_LISTINGS)
    _check(options)
    User.objects.select_for_update().get(pk=user.pk)  # two clicks at once are counted in turn
    if Batch.objects.filter(requested_by=user, finished_at=None).count() >= MOST_ACTIVE:
        raise ActionRefused(
            "too_many_batches",
            _("You have %(most)d batches under way: wait for one of them, or stop one.")
            % {"most": MOST_ACTIVE},
        )
    chosen = chosen_from(listings, settings.MOST_BATCHED)
    _hold_size(len(chosen))
    batch = Batch.objects.create(
        name=options.name.strip()[:100],
        requested_by=user,
        model=options.model,
        level=options.level or "",
        market=options.market,
        best_of=options.best_of,
        ensemble=options.ensemble,
        going_since=timezone.now(),
    )
    batch.left_out = dict(put_in(batch, chosen, approved=options.approved))
    if not batch.items.exists():
        raise _nothing_left(batch.left_out)
    batch.save(update_fields=["left_out"])
    tell_once_kept(ADVANCE, batch.pk)
    return batch


@transaction.atomic
def pause_batch(user: User, batch: Batch) -> Batch:
    """Send nothing more of it; what has been sent is written."""
    row = _locked(user, batch)
    if row.status != Batch.Status.RUNNING or not row.is_active:
        raise ActionRefused("not_running", _("This batch is not running, so it cannot be paused."))
    return _changed(row, user, status=Batch.Status.PAUSED)


@transaction.atomic
def resume_batch(user: User, batch: Batch) -> Batch:
    """Go on with a paused batch, or at once with one that waits for the engine."""
    row = _locked(user, batch)
    rests = row.status == Batch.Status.RUNNING and row.rests_until is not None
    if not (row.is_active and (row.status == Batch.Status.PAUSED or rests)):
        raise ActionRefused("not_paused", _("This batch is not paused."))
    return _going(row, user)


@transaction.atomic
def cancel_batch(user: User, batch: Batch) -> Batch:
    """Stop it: what waits is not written any more, and what is being written is broken off."""
    row = _locked(user, batch)
    if not row.is_active:
        raise ActionRefused("ended", _("This batch has ended already."))
    row.items.filter(status=ItemStatus.WAITING).update(
        status=ItemStatus.CANCELLED,
        urgency=urgency(ItemStatus.CANCELLED, None, None),
        ended_at=timezone.now(),
    )
    sent = Generation.objects.filter(
        batch_item__batch=row, batch_item__status=ItemStatus.SENT, status__in=Generation.ACTIVE
    )
    for generation in sent.select_related("listing"):  # no more than are sent at once
        cancel_draft(user, generation)
    return _changed(row, user, status=Batch.Status.CANCELLED)


@transaction.atomic
def retry_failed(user: User, batch: Batch) -> Retried:
    """Send what failed once more, over the text that is there now.

    What another batch is about to write stays as it is, and so does what somebody approved since,
    unless the failure was just that: ActionRefused where nothing else failed.
    """
    row = _locked(user, batch)
    open_elsewhere = BatchItem.objects.filter(listing=OuterRef("listing"), status__in=OPEN)
    failed = row.items.filter(status=ItemStatus.FAILED).exclude(Exists(open_elsewhere))
    every = list(failed.select_related("listing").defer("listing__search"))
    items = [item for item in every if _may_be_written_over(item)]
    if not items:
        raise _nothing_again(approved=len(every))
    for item in items:
        item.status, item.error, item.tries, item.generation = ItemStatus.WAITING, "", 0, None
        item.seen, item.approval = item.listing.number, item.listing.approval
        item.urgency, item.ended_at = urgency(ItemStatus.WAITING, None, None), None
    fields = ["status", "error", "tries", "generation", "seen", "approval", "urgency", "ended_at"]
    try:
        with transaction.atomic():
            BatchItem.objects.bulk_update(items, fields, batch_size=200)
    except IntegrityError as clash:
        raise ActionRefused(
            "changed_meanwhile",
            _("Another batch has just taken some of these products: try again."),
        ) from clash
    row.finished_at = None
    _going(row, user)
    return Retried(len(items), len(every) - len(items))


def _may_be_written_over(item: BatchItem) -> bool:
    """Whether no approval stands of which the person did not know."""
    known = item.error in TOLD_OF_TEXT or item.listing.approval == item.approval
    return known or not item.listing.approval


def _nothing_again(approved: int) -> ActionRefused:
    if approved:
        return ActionRefused(
            "all_approved",
            _(
                "All that failed was approved since, so it stays as it is: to have it written "
                "anew, start a batch with “Approved listings too”."
            ),
        )
    return ActionRefused("nothing_failed", _("Nothing of this batch can be tried again."))


def _going(row: Batch, user: User) -> Batch:
    now = timezone.now()
    return _changed(
        row, user, status=Batch.Status.RUNNING, going_since=now, rests_until=None, troubles=0
    )


def _changed(row: Batch, user: User, **fields: object) -> Batch:
    for name, value in fields.items():
        setattr(row, name, value)
    row.changed_by = user
    row.save()
    tell_once_kept(ADVANCE, row.pk)
    return row


def _locked(user: User, batch: Batch) -> Batch:
    """The row as it is now, held: nothing is sent of a batch meanwhile."""
    require(user, Right.WRITE_LISTINGS)
    return Batch.objects.select_for_update().get(pk=batch.pk)


def _check(options: Options) -> None:
    if not 1 <= options.best_of <= MOST_DRAFTS:
        raise ActionRefused(
            "best_of",
            _("Between 1 and %(most)d drafts can be written of one listing: choose how many.")
            % {"most": MOST_DRAFTS},
        )
    if options.ensemble and options.model:
        raise ActionRefused(
            "ensemble_or_model",
            _("Either all live versions write or one model does: choose one of the two."),
        )
    if options.market and options.market not in markets.codes():
        raise ActionRefused("market", _("There is no such market: choose one that is offered."))
    try:
        choose(options.model)
    except UnknownModel as unknown:
        raise ActionRefused(
            "unknown_model",
            _("There is no model “%(name)s”. Available: %(available)s.")
            % {"name": unknown.name, "available": ", ".join(unknown.available)},
        ) from unknown


def _hold_size(count: int) -> None:
    most = settings.MOST_BATCHED
    if not count:
        raise ActionRefused("nothing", _("No product is chosen: choose one or more."))
    if count > most:
        raise ActionRefused(
            "too_many",
            ngettext(
                "A batch takes at most %(most)d product: choose fewer.",
                "A batch takes at most %(most)d products: choose fewer.",
                most,
            )
            % {"most": most},
        )


def _nothing_left(left_out: dict[str, int]) -> ActionRefused:
    if left_out.get(APPROVED):
        return ActionRefused(
            "all_approved",
            _(
                "All of these are approved or in another batch: say that approved ones are to "
                "be written anew too, or choose others."
            ),
        )
    return ActionRefused("all_elsewhere", _("All of these are in another batch already."))
