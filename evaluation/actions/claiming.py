"""The rater's queue: the next item in one step, for any number of raters at the same moment.

A claim is a change of one row that was free (on PostgreSQL one that nobody else has locked), under
two constraints: a place is one rater's, and an item is once a rater's. So nobody is given what
another has, and no item is judged by more people than its campaign wants.
"""

from __future__ import annotations

import random
from datetime import timedelta
from functools import cache
from typing import Any, Final

from django.db import IntegrityError, connection, transaction
from django.db.models import Max
from django.utils import timezone

from accounts.models import User
from accounts.roles import Right, require
from evaluation.actions.tickets import Ticket
from evaluation.actions.turns import in_turn
from evaluation.models import Assignment, Campaign, Item
from evaluation.queries.places import gold_open_to, open_to

State = Assignment.State
CLAIM: Final = timedelta(minutes=30)
"""For how long an item is kept for a rater of whom nothing is heard."""
AHEAD: Final = 2
"""How many items a rater has at most: the one before them, and the next, so that none is waited
for. One that was taken back comes in addition."""
EXTEND: Final = timedelta(minutes=5)
"""How much of the time may have gone by before it is written anew."""
TRIES: Final = 5
_KEYS: Final = 2**31
_USER, _CAMPAIGN, _START = 1_000_000_007, 1_000_000_009, 1_000_000_021
"""Stand for what differs in a query that is kept."""
_chance = random.SystemRandom()


def freed() -> dict[str, Any]:
    """The fields of a place that is free again: nothing of who had it, nor of what they said."""
    return {
        **{"state": State.FREE, "rater": None, "token": None, "sequence": 0},
        **{"claimed_at": None, "expires_at": None, "seconds": None, "times_taken_back": 0},
        **{"scores": {}, "choice": "", "comment": ""},
    }


def claim(user: User, campaign: Campaign, want: int = AHEAD) -> list[Assignment]:
    """What `user` has to judge now, in their order: what they were given before, then new items
    until there are `want` of them or none is left."""
    require(user, Right.RATE)
    with in_turn():
        return fill_up(user, campaign, held(user, campaign), want)


def fill_up(
    user: User, campaign: Campaign, have: list[Assignment], want: int = AHEAD
) -> list[Assignment]:
    """`have` and new items until there are `want`; in the caller's transaction."""
    if campaign.takes_ratings and len(have) < want:
        have = have + _further(user, campaign, want - len(have))
    return have


def held(user: User, campaign: Campaign) -> list[Assignment]:
    """What `user` was given and has not answered, the earliest first; each is kept a while more.

    The rows are locked: nobody frees in the meantime what had expired. And the rater's other
    windows wait: of two that were being given the same items in another order, each would wait for
    the other.
    """
    if connection.features.has_select_for_update:
        User.objects.select_for_update(no_key=True).get(pk=user.pk)
    mine = Assignment.objects.filter(campaign=campaign, rater=user, state=State.CLAIMED)
    rows = mine.select_for_update(of=("self",)).select_related("item").order_by("sequence")
    have = list(rows)
    now = timezone.now()
    if any(row.expires_at is None or row.expires_at < now + CLAIM - EXTEND for row in have):
        mine.update(expires_at=now + CLAIM)
    return have


def release_expired(campaign: Campaign) -> int:
    """Free what was given to people who never answered; how many places that are."""
    gone = Assignment.objects.filter(
        campaign=campaign, state=State.CLAIMED, expires_at__lt=timezone.now()
    )
    if connection.features.has_select_for_update_skip_locked:
        # Whose row is locked has come back; two who waited for each other's would wait for ever.
        unlocked = gone.select_for_update(skip_locked=True).values_list("pk", flat=True)
        gone = Assignment.objects.filter(pk__in=list(unlocked))
    released, _each = gone.filter(slot=None).delete()
    return released + gone.update(**freed())


def _further(user: User, campaign: Campaign, count: int) -> list[Assignment]:
    following = next_sequence(user, campaign)
    found: list[Assignment] = []
    while len(found) < count:
        one = _one(user, campaign, following + len(found))
        if one is None:
            break
        found.append(one)
    return found


def next_sequence(user: User, campaign: Campaign) -> int:
    """The next number in the rater's own order; what they passed on leaves a gap."""
    mine = Assignment.objects.filter(campaign=campaign, rater=user)
    last: int | None = mine.aggregate(last=Max("sequence"))["last"]
    return (last or 0) + 1


def _one(user: User, campaign: Campaign, sequence: int) -> Assignment | None:
    if campaign.gold_every and _chance.randrange(campaign.gold_every) == 0:
        gold = _gold(user, campaign, sequence)
        if gold is not None:
            return gold
    for _attempt in range(TRIES):
        candidate = _free_place(user, campaign)
        if candidate is None and release_expired(campaign):
            candidate = _free_place(user, campaign)
        if candidate is None:
            break
        if _take(candidate, _given(user, _ticket(candidate.item_id), sequence)):
            return candidate
    # What is left may be gold alone: its turn need not come up by chance then.
    return _gold(user, campaign, sequence) if campaign.gold_every else None


def _free_place(user: User, campaign: Campaign) -> Assignment | None:
    """A free place at an item that `user` may judge, from a random point of the queue on."""
    start = _chance.randrange(_KEYS)
    return _first(user, campaign, start) or (_first(user, campaign, 0) if start else None)


def _first(user: User, campaign: Campaign, start: int) -> Assignment | None:
    """The first free place for `user` whose key is `start` or higher."""
    meant = {_USER: user.pk, _CAMPAIGN: campaign.pk, _START: start}
    sql, parameters = _search(connection.vendor)
    return next(
        iter(Assignment.objects.raw(sql, [meant.get(each, each) for each in parameters])), None
    )


@cache
def _search(_vendor: str) -> tuple[str, tuple[Any, ...]]:
    """The query of `_first`, with stand-ins for what differs.

    Django takes ten times as long to write it as a database to answer it, and it is asked for
    each answer of each rater.
    """
    free = open_to(User(pk=_USER)).filter(campaign=_CAMPAIGN, key__gte=_START).order_by("key")
    if connection.features.has_select_for_update_skip_locked:
        free = free.select_for_update(skip_locked=True, of=("self",))
    sql, parameters = free[:1].query.sql_with_params()
    return sql, parameters


def _take(place: Assignment, given: dict[str, Any]) -> bool:
    """Whether the place could be had: another may have been faster."""
    try:
        with transaction.atomic():
            mine = Assignment.objects.filter(pk=place.pk, state=State.FREE).update(**given)
    except IntegrityError:  # the same rater, twice at the same moment
        return False
    if mine:
        for name, value in given.items():
            setattr(place, name, value)
    return bool(mine)


def _ticket(item: int) -> Ticket:
    return Ticket(item, swapped=_chance.random() < 0.5)


def _given(user: User, ticket: Ticket, sequence: int) -> dict[str, Any]:
    now = timezone.now()
    return {
        "state": State.CLAIMED,
        "rater": user,
        "token": ticket.for_rater(user),
        "sequence": sequence,
        "swapped": ticket.swapped,
        "claimed_at": now,
        "expires_at": now + CLAIM,
    }


def _gold(user: User, campaign: Campaign, sequence: int) -> Assignment | None:
    """A gold item that `user` has not had, with a place of its own."""
    item = gold_open_to(user).filter(campaign=campaign).order_by("?").first()
    if item is None:
        return None
    given = _given(user, _ticket(item.pk), sequence)
    return _beside(item, given)


def _beside(item: Item, given: dict[str, Any]) -> Assignment | None:
    """A place at a gold item, beside those of the others; None where the rater has one."""
    campaign = item.campaign_id
    try:
        with transaction.atomic():
            return Assignment.objects.create(campaign_id=campaign, item=item, slot=None, **given)
    except IntegrityError:
        return None


def claim_again(user: User, item: Item, ticket: Ticket, token: str) -> Assignment | None:
    """A free place at the very item whose claim had run out; None where all are filled."""
    places = Assignment.objects.filter(item=item, state=State.FREE)
    if connection.features.has_select_for_update_skip_locked:
        places = places.select_for_update(skip_locked=True)
    sequence = next_sequence(user, item.campaign)
    given = {**_given(user, ticket, sequence), "token": token}
    if item.is_gold:
        return _beside(item, given)
    return next((place for place in places.order_by("slot") if _take(place, given)), None)
