"""Campaigns: made, filled, opened, closed; each by whoever manages ratings."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.errors import ActionRefused
from accounts.models import User
from accounts.roles import Right, require
from domain.rating import CRITERIA, HIGHEST, LOWEST, MOST_CRITERIA, Choice, RatingCriterion
from evaluation.models import Assignment, Campaign, CampaignCriterion, CampaignEvent, Item
from evaluation.selecting import MOST_ITEMS, Selection, Texts, chosen, settled

Kind = CampaignEvent.Kind
_KEYS: Final = 2**31
_BATCH: Final = 500


@dataclass(frozen=True, slots=True)
class Plan:
    """What a campaign is to be."""

    name: str
    selection: Selection
    raters_each: int = 3
    guidelines: str = ""
    gold_every: int = 10
    deadline: datetime | None = None
    is_live: bool = False
    criteria: Sequence[RatingCriterion] = CRITERIA


@transaction.atomic
def create_campaign(user: User, plan: Plan) -> Campaign:
    """A campaign in preparation, with its items; nothing of it is given out yet."""
    campaign = begin(user, plan, Campaign.Kind.RATING)
    campaign.selection = plan.selection.as_json()
    campaign.last_revision = settled()
    campaign.save()
    items = chosen(plan.selection)
    if not items and not plan.is_live:
        raise ActionRefused(
            "nothing_chosen",
            _("No listing fits this choice: choose other texts, versions or categories."),
        )
    add_items(campaign, items)
    return campaign


@transaction.atomic
def create_comparison(user: User, plan: Plan, items: Sequence[Item]) -> Campaign:
    """A campaign in preparation whose items are pairs, two listings of the same facts."""
    campaign = begin(user, plan, Campaign.Kind.COMPARISON)
    campaign.selection = plan.selection.as_json()
    campaign.save(update_fields=["selection"])
    if not items:
        raise ActionRefused("nothing_chosen", _("There is no pair of listings to compare."))
    add_items(campaign, items)
    return campaign


def begin(user: User, plan: Plan, kind: Campaign.Kind) -> Campaign:
    """A campaign in preparation with its criteria and without any item."""
    require(user, Right.MANAGE_RATINGS)
    if plan.is_live and plan.selection.texts is Texts.HELD_OUT:
        raise ActionRefused(
            "live_held_out",
            _("Held-out products get no new drafts: choose other texts, or no new ones."),
        )
    if len(plan.criteria) > MOST_CRITERIA or not plan.criteria:
        raise ActionRefused(
            "criteria_count",
            _("A campaign has 1 to %(most)d criteria: leave some out.") % {"most": MOST_CRITERIA},
        )
    campaign = Campaign(
        name=plan.name,
        kind=kind,
        guidelines=plan.guidelines,
        raters_each=plan.raters_each,
        gold_every=plan.gold_every,
        deadline=plan.deadline,
        is_live=plan.is_live,
        created_by=user,
    )
    campaign.save()
    tell(campaign, Kind.CREATED, user)
    if kind == Campaign.Kind.RATING:
        CampaignCriterion.objects.bulk_create(
            CampaignCriterion(
                campaign=campaign,
                position=position,
                key=criterion.key,
                name=asdict(criterion.name),
                question=asdict(criterion.question),
                anchors={str(at): asdict(said) for at, said in criterion.anchors.items()},
            )
            for position, criterion in enumerate(plan.criteria, 1)
        )
    return campaign


def add_items(campaign: Campaign, items: Sequence[Item], most: int = MOST_ITEMS) -> list[Item]:
    """Give a campaign at most so many further items with their places; what it has already is
    left out."""
    have = campaign.items.aggregate(last=Max("number"))["last"] or 0
    known = set(campaign.items.values_list("revision", flat=True)) - {None}
    fresh = [item for item in items if item.revision_id not in known]
    fresh = fresh[: max(0, min(most, MOST_ITEMS - have))]
    for number, item in enumerate(fresh, have + 1):
        item.campaign, item.number = campaign, number
    made = Item.objects.bulk_create(fresh, batch_size=_BATCH)
    _make_places(campaign, made)
    return made


def _make_places(campaign: Campaign, items: Iterable[Item]) -> None:
    chance = random.SystemRandom()
    Assignment.objects.bulk_create(
        (
            Assignment(campaign=campaign, item=item, slot=slot, key=chance.randrange(_KEYS))
            for item in items
            for slot in range(1, campaign.raters_each + 1)
        ),
        batch_size=_BATCH,
    )


def tell(campaign: Campaign, kind: CampaignEvent.Kind, by: User | None, **details: Any) -> None:
    """Add a line to a campaign's history."""
    CampaignEvent.objects.create(campaign=campaign, kind=kind, by=by, details=details)


@transaction.atomic
def make_gold(user: User, item: Item, expected: dict[str, Any]) -> Item:
    """Say what a careful reader answers: everybody gets the item, beside the campaign's number.

    `expected` are scores by criterion, or {"choice": …}. Only before anybody has judged it: its
    answers would be taken out of the results.
    """
    require(user, Right.MANAGE_RATINGS)
    # Not the campaign: a rater who waits for it may hold a place that is waited for here.
    rows = Item.objects.select_for_update(of=("self",)).select_related("campaign")
    row = rows.get(pk=item.pk)
    places = Assignment.objects.filter(item=row)
    # Locked: none of them may be given to anybody between the look and the deletion.
    states = places.select_for_update().values_list("state", flat=True)
    if set(states) - {Assignment.State.FREE}:
        raise _already_judged()
    _check_expected(row.campaign, expected)
    if not row.campaign.gold_every:
        raise ActionRefused(
            "no_gold",
            _("This campaign gives no gold items, so nobody would get it: prepare one that does."),
        )
    places.delete()
    row.gold = expected
    row.save(update_fields=["gold"])
    tell(row.campaign, Kind.GOLD, user, item=row.number)
    return row


@transaction.atomic
def withdraw_gold(user: User, item: Item) -> Item:
    """Make a gold item an ordinary one again, before anybody has got it.

    Not while items are given out: somebody might get it beside the campaign's number of raters.
    """
    require(user, Right.MANAGE_RATINGS)
    row = Item.objects.select_for_update().select_related("campaign").get(pk=item.pk)
    if row.gold is None:
        return row
    if row.campaign.status == Campaign.Status.OPEN:
        raise ActionRefused(
            "still_open", _("Close the campaign first, so that nobody gets the item meanwhile.")
        )
    if Assignment.objects.filter(item=row).exists():
        raise _already_judged()
    row.gold = None
    row.save(update_fields=["gold"])
    _make_places(row.campaign, [row])
    tell(row.campaign, Kind.PLAIN, user, item=row.number)
    return row


def _already_judged() -> ActionRefused:
    return ActionRefused(
        "already_judged", _("Somebody has this item already: choose one that nobody has seen.")
    )


def _check_expected(campaign: Campaign, expected: dict[str, Any]) -> None:
    if campaign.kind == Campaign.Kind.COMPARISON:
        fits = set(expected) == {"choice"} and expected["choice"] in list(Choice)
    else:
        keys = set(campaign.criteria.values_list("key", flat=True))
        fits = bool(expected) and set(expected) <= keys
        fits = fits and all(
            type(score) is int and LOWEST <= score <= HIGHEST for score in expected.values()
        )
    if not fits:
        raise ActionRefused(
            "bad_expectation",
            _("Say what is expected of at least one criterion, each from 1 to 5."),
        )


@transaction.atomic
def open_campaign(user: User, campaign: Campaign) -> Campaign:
    """Let raters begin; a closed campaign may be opened again."""
    require(user, Right.MANAGE_RATINGS)
    row = Campaign.objects.select_for_update().get(pk=campaign.pk)
    if row.deadline is not None and row.deadline <= timezone.now():
        raise ActionRefused(
            "deadline_passed", _("The deadline has passed: give the campaign a later one first.")
        )
    if row.status != Campaign.Status.OPEN:
        row.status, row.closed_at = Campaign.Status.OPEN, None
        row.opened_at = row.opened_at or timezone.now()
        row.save(update_fields=["status", "opened_at", "closed_at"])
        tell(row, Kind.OPENED, user)
    return row


@transaction.atomic
def close_campaign(user: User, campaign: Campaign) -> Campaign:
    """Give out nothing more; what is being judged at this moment may still be sent."""
    require(user, Right.MANAGE_RATINGS)
    row = Campaign.objects.select_for_update().get(pk=campaign.pk)
    if row.status != Campaign.Status.CLOSED:
        row.status, row.closed_at = Campaign.Status.CLOSED, timezone.now()
        row.save(update_fields=["status", "closed_at"])
        tell(row, Kind.CLOSED, user)
    return row


@transaction.atomic
def change_deadline(user: User, campaign: Campaign, deadline: datetime | None) -> Campaign:
    """Another last moment, or none."""
    require(user, Right.MANAGE_RATINGS)
    if deadline is not None and deadline <= timezone.now():
        raise ActionRefused(
            "deadline_passed", _("This moment has passed: choose one that is still to come.")
        )
    row = Campaign.objects.select_for_update().get(pk=campaign.pk)
    if row.deadline != deadline:
        row.deadline = deadline
        row.save(update_fields=["deadline"])
        tell(row, Kind.DEADLINE, user, deadline=deadline and deadline.isoformat())
    return row
