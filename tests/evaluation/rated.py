"""Campaigns and their items for tests, written as rows."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from accounts.models import User
from accounts.roles import Role
from content.actions.revising import Origin, set_aside
from content.models import Generation, Listing, Revision
from domain.listing import Listing as Text
from domain.rating import CRITERIA
from evaluation.actions.campaigns import Plan, add_items, begin, open_campaign
from evaluation.actions.claiming import claim
from evaluation.actions.rating import Answer, submit
from evaluation.models import Assignment, Campaign, Item
from evaluation.selecting import Selection
from models_registry.models import Version
from tests.factories import S24, S24_TEXT, make_user


def make_item(number: int = 1, **fields: Any) -> Item:
    """An item without a campaign: one product's facts and a text of them."""
    given: dict[str, Any] = {
        "product": f"Telefon {number}",
        "category": "electronics",
        "language": "tr",
        "facts": asdict(S24),
        "listing": {
            "title": f"{S24_TEXT.title} {number}",
            "features": list(S24_TEXT.features),
            "description": S24_TEXT.description,
        },
        "scores": {"overall": 90, "compliance": 95},
    }
    return Item(**given | fields)


def make_pair(number: int = 1, **fields: Any) -> Item:
    """Two texts of the same facts."""
    item = make_item(number)
    other = {**item.listing, "title": f"B {S24_TEXT.title} {number}"}
    return make_item(number, other=other, **fields)


def make_campaign(
    count: int = 3,
    *,
    by: User | None = None,
    kind: Campaign.Kind = Campaign.Kind.RATING,
    is_open: bool = True,
    version: Version | None = None,
    items: list[Item] | None = None,
    **plan: Any,
) -> Campaign:
    """An open campaign of `count` items (pairs, where it compares)."""
    manager = by or make_user(Role.MANAGER)
    given: dict[str, Any] = {"name": "Deneme", "selection": Selection(), "gold_every": 0}
    campaign = begin(manager, Plan(**given | plan), kind)
    make = make_pair if kind == Campaign.Kind.COMPARISON else make_item
    if items is None:
        items = [make(number, version=version) for number in range(1, count + 1)]
    add_items(campaign, items)
    return open_campaign(manager, campaign) if is_open else campaign


def scores(value: int = 4, **other: int) -> dict[str, int]:
    """Every usual criterion at `value`, or as said."""
    return {criterion.key: value for criterion in CRITERIA} | other


def rate(rater: User, campaign: Campaign, value: int = 4, **other: int) -> Assignment:
    """The rater's next item, rated."""
    given = claim(rater, campaign)[0]
    assert given.token
    return submit(rater, campaign, given.token, Answer(scores(value, **other)))


def make_draft(listing: Listing, version: Version | None, text: Text = S24_TEXT) -> Revision:
    """What `version` wrote for a listing."""
    generation = Generation.objects.create(
        listing=listing,
        requested_by=listing.owner,
        version=version,
        level="basic",
        model=version.name if version else "scripted",
        status=Generation.Status.DONE,
    )
    return set_aside(
        listing, text, Origin(Revision.Kind.DRAFT, listing.owner, generation=generation, draw=1)
    )


def answered(item: Item, rater: User, value: int = 4, **said: Any) -> Assignment:
    """What `rater` answered to this very item, as a row: scores, or `choice` (and `swapped`)."""
    other = {key: said.pop(key) for key in scores() if key in said}
    given = {} if "choice" in said else scores(value, **other)
    fields = {"state": Assignment.State.RATED, "rater": rater, "scores": given, **said}
    row = item.assignments.filter(state=Assignment.State.FREE).order_by("slot").first()
    if row is None or item.is_gold:
        return Assignment.objects.create(campaign_id=item.campaign_id, item=item, **fields)
    for name, one in fields.items():
        setattr(row, name, one)
    row.save()
    return row
