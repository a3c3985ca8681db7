"""A campaign of the demo listings, so that the demo rater has something to judge at once."""

from __future__ import annotations

from typing import Final

from django.db import transaction
from django.db.models import F
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Right, Role, rights_of
from content.models import Revision
from domain import guidelines
from evaluation.actions.campaigns import Plan, add_items, begin, make_gold, open_campaign
from evaluation.models import Campaign
from evaluation.selecting import Selection, Texts, of_revision

FLAWED: Final = "DEMO-FLAWED"
EXPECTED: Final = {"accuracy": 1, "walmart_style": 1, "overall": 1}
"""Of the listing that invents a camera and shouts."""


@transaction.atomic
def load() -> Campaign | None:
    """Open the campaign; None where there is any already, nobody to run it, or no demo listing."""
    manager = User.objects.filter(username=Role.MANAGER.value).first()
    if manager is None or Right.MANAGE_RATINGS not in rights_of(manager):
        return None
    rows = Revision.objects.filter(listing__product__sku__startswith="DEMO-")
    rows = rows.filter(number=F("listing__number")).exclude(title="").order_by("pk")
    texts = list(rows.select_related("listing__product", "version__family"))
    if not texts or Campaign.objects.exists():
        return None
    plan = Plan(
        name=_("To try: the demo listings"),
        selection=Selection(Texts.CURRENT),
        guidelines=guidelines.RATING.in_language(get_language() or "tr"),
        gold_every=3,
    )
    campaign = begin(manager, plan, Campaign.Kind.RATING)
    add_items(campaign, [of_revision(text) for text in texts])
    flawed = campaign.items.filter(revision__listing__product__sku=FLAWED).first()
    if flawed is not None:
        make_gold(manager, flawed, EXPECTED)
    return open_campaign(manager, campaign)
