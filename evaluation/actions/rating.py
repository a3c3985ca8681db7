"""What a rater does with an item: answer it, take the answer back, pass it on, report it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.db.models import F, Max
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.errors import ActionRefused
from accounts.models import User
from accounts.roles import Right, require
from domain.rating import HIGHEST, LONGEST_COMMENT, LOWEST, Choice, SkipReason
from evaluation.actions.claiming import CLAIM, claim_again, fill_up, freed, held
from evaluation.actions.tickets import Ticket
from evaluation.actions.turns import in_turn
from evaluation.models import Assignment, Campaign, Item, Remark
from evaluation.signals import answered, taken_back

State = Assignment.State
LONGEST_LOOK: Final = 3600.0
"""Seconds. Whoever leaves an item open over lunch has not looked at it any longer."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a rater says of an item: scores by criterion, or which of two is better."""

    scores: Mapping[str, int] = field(default_factory=dict)
    choice: str = ""
    comment: str = ""

    def as_json(self) -> dict[str, Any]:
        """As a remark keeps it."""
        return {"scores": dict(self.scores), "choice": self.choice, "comment": self.comment}


class TooLate(ActionRefused):
    """Others have judged the item meanwhile; the answer is kept and does not count."""

    def __init__(self) -> None:
        super().__init__(
            "too_late",
            _("Others have judged this item meanwhile: your answer is kept, but not counted."),
        )


def submit(user: User, campaign: Campaign, token: str, answer: Answer) -> Assignment:
    """Keep the answer; the same one sent again changes nothing, another one replaces it.

    One whose claim had run out takes a place that is still free. TooLate where there is none.
    """
    ticket = _checked(user, campaign, token, answer)
    with in_turn():
        row = _own(user, ticket.item) or _again(user, campaign, ticket, token, answer)
        if row is not None:
            _fill(row, ticket, answer, campaign)
    if row is None:
        raise TooLate
    return row


def submit_and_claim(
    user: User, campaign: Campaign, token: str, answer: Answer
) -> list[Assignment]:
    """Keep the answer as `submit` does, and give what is next, in one transaction."""
    ticket = _checked(user, campaign, token, answer)
    given: list[Assignment] = []
    with in_turn():
        have = held(user, campaign)
        row = next((each for each in have if each.item_id == ticket.item), None)
        row = row or _own(user, ticket.item) or _again(user, campaign, ticket, token, answer)
        if row is not None:
            _fill(row, ticket, answer, campaign)
            given = fill_up(user, campaign, [each for each in have if each.pk != row.pk])
    if row is None:
        raise TooLate
    return given


def _checked(user: User, campaign: Campaign, token: str, answer: Answer) -> Ticket:
    require(user, Right.RATE)
    ticket = _ticket(user, token)
    _check(campaign, answer)
    return ticket


def _again(
    user: User, campaign: Campaign, ticket: Ticket, token: str, answer: Answer
) -> Assignment | None:
    """A place for an answer whose claim is gone; without one the answer is kept as a remark."""
    item = _item(campaign, ticket)
    # The same answer, sent from another window at the same moment, may have been faster.
    row = claim_again(user, item, ticket, token) or _own(user, ticket.item)
    if row is None:
        Remark.objects.get_or_create(
            item=item,
            rater=user,
            kind=Remark.Kind.LATE,
            defaults={"campaign": campaign, "answer": answer.as_json()},
        )
    return row


def _fill(row: Assignment, ticket: Ticket, answer: Answer, campaign: Campaign) -> None:
    if row.campaign_id != campaign.pk:
        raise _unknown()
    row.swapped = ticket.swapped
    if row.state == State.RATED and _said(row) == answer.as_json():
        return
    if row.state == State.RATED and campaign.status == Campaign.Status.CLOSED:
        raise _closed()
    now = timezone.now()
    row.scores, row.choice = dict(answer.scores), answer.choice
    row.comment = answer.comment
    if row.state != State.RATED:
        row.seconds = _looked(row, now)
    row.state, row.submitted_at, row.expires_at = State.RATED, now, None
    row.save(
        update_fields=[
            *("scores", "choice", "comment", "seconds", "swapped"),
            *("state", "submitted_at", "expires_at"),
        ]
    )
    answered.send(sender=Assignment, assignment=row)


def _said(row: Assignment) -> dict[str, Any]:
    return Answer(row.scores, row.choice, row.comment).as_json()


def _closed() -> ActionRefused:
    return ActionRefused("closed", _("This campaign is closed: what was rated stays as it is."))


def _looked(row: Assignment, now: datetime) -> float:
    """Seconds since the item could be seen: the next one is given out while one is judged."""
    own = Assignment.objects.filter(campaign=row.campaign_id, rater=row.rater_id, state=State.RATED)
    before = own.aggregate(last=Max("submitted_at"))["last"]
    since = max(filter(None, (before, row.claimed_at)), default=now)
    return min(max((now - since).total_seconds(), 0.0), LONGEST_LOOK)


@in_turn()
def take_back(user: User, campaign: Campaign) -> Assignment:
    """The last answer becomes an open one again, with what was said still in it."""
    require(user, Right.RATE)
    rated = Assignment.objects.select_for_update().filter(
        campaign=campaign, rater=user, state=State.RATED
    )
    row = rated.order_by("-submitted_at", "-pk").first()
    if row is None:
        raise ActionRefused("nothing_to_take_back", _("You have not rated anything here yet."))
    if campaign.status == Campaign.Status.CLOSED:
        raise ActionRefused("closed", _("This campaign is closed: what was rated stays as it is."))
    row.state, row.submitted_at = State.CLAIMED, None
    row.expires_at = timezone.now() + CLAIM
    row.times_taken_back = F("times_taken_back") + 1
    row.save(update_fields=["state", "submitted_at", "expires_at", "times_taken_back"])
    row.refresh_from_db(fields=["times_taken_back"])
    taken_back.send(sender=Assignment, assignment=row)
    return row


@in_turn()
def skip(user: User, campaign: Campaign, token: str, reason: str, text: str = "") -> None:
    """Pass the item on to somebody else; it does not come again."""
    require(user, Right.RATE)
    item = _item(campaign, _ticket(user, token))
    if reason not in list(SkipReason):
        raise ActionRefused("no_reason", _("Say why you pass this item on: choose a reason."))
    _remark(user, item, Remark.Kind.SKIP, text, reason=reason)
    row = _own(user, item.pk)
    if row is None or row.state != State.CLAIMED:
        return
    if row.slot is None:
        row.delete()
        return
    Assignment.objects.filter(pk=row.pk).update(**freed())


@in_turn()
def flag(user: User, campaign: Campaign, token: str, text: str) -> None:
    """Report something about the item to whoever runs the campaign; it may still be rated."""
    require(user, Right.RATE)
    item = _item(campaign, _ticket(user, token))
    if not text.strip():
        raise ActionRefused("no_text", _("Say in a few words what is wrong with this item."))
    _remark(user, item, Remark.Kind.FLAG, text)


def _remark(user: User, item: Item, kind: Remark.Kind, text: str, **more: str) -> None:
    _bounded(text)
    Remark.objects.update_or_create(
        item=item,
        rater=user,
        kind=kind,
        defaults={"campaign_id": item.campaign_id, "text": text.strip(), **more},
    )


def _ticket(user: User, token: str) -> Ticket:
    ticket = Ticket.of(user, token)
    if ticket is None:
        raise _unknown()
    return ticket


def _item(campaign: Campaign, ticket: Ticket) -> Item:
    item = Item.objects.filter(pk=ticket.item, campaign=campaign).first()
    if item is None:
        raise _unknown()
    return item


def _unknown() -> ActionRefused:
    return ActionRefused("unknown_item", _("This item is not yours to rate: take the next one."))


def _own(user: User, item: int) -> Assignment | None:
    """The rater's place at the item, locked; whichever token it has by now."""
    return Assignment.objects.select_for_update().filter(item=item, rater=user).first()


def _check(campaign: Campaign, answer: Answer) -> None:
    _bounded(answer.comment)
    if campaign.kind == Campaign.Kind.COMPARISON:
        if answer.choice not in list(Choice):
            raise ActionRefused("no_choice", _("Choose one of the four answers."))
        return
    keys = list(campaign.criteria.values_list("key", flat=True))
    missing = [key for key in keys if key not in answer.scores]
    if missing or len(answer.scores) != len(keys):
        raise ActionRefused("incomplete", _("Give every criterion a score from 1 to 5."))
    if not all(LOWEST <= score <= HIGHEST for score in answer.scores.values()):
        raise ActionRefused("out_of_range", _("Give every criterion a score from 1 to 5."))


def _bounded(text: str) -> None:
    if len(text) > LONGEST_COMMENT:
        raise ActionRefused(
            "too_long",
            _("The comment has %(length)d characters and may have %(most)d: shorten it.")
            % {"length": len(text), "most": LONGEST_COMMENT},
        )
