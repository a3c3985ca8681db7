"""What happens to open campaigns by itself: new drafts are taken in, deadlines end them."""

from __future__ import annotations

from dataclasses import replace

from django.db import transaction
from django.utils import timezone

from evaluation.actions.campaigns import add_items, tell
from evaluation.models import Campaign, CampaignEvent
from evaluation.selecting import MOST_ITEMS, Selection, chosen, newest_revision, settled


def close_overdue() -> int:
    """Close campaigns whose deadline has passed; how many those are."""
    overdue = Campaign.objects.filter(status=Campaign.Status.OPEN, deadline__lte=timezone.now())
    return sum(_close(pk) for pk in list(overdue.values_list("pk", flat=True)))


@transaction.atomic
def _close(pk: int) -> bool:
    campaign = Campaign.objects.select_for_update().get(pk=pk)
    if campaign.status != Campaign.Status.OPEN or campaign.takes_ratings:
        return False  # a person closed it meanwhile, or gave it more time
    campaign.status, campaign.closed_at = Campaign.Status.CLOSED, timezone.now()
    campaign.save(update_fields=["status", "closed_at"])
    tell(campaign, CampaignEvent.Kind.EXPIRED, None)
    return True


def take_in_new_drafts() -> int:
    """Give live campaigns what was written since they last looked; how many items that were."""
    live = Campaign.objects.filter(is_live=True, status=Campaign.Status.OPEN)
    return sum(_take_in(pk) for pk in list(live.values_list("pk", flat=True)))


@transaction.atomic
def _take_in(pk: int) -> int:
    campaign = Campaign.objects.select_for_update().get(pk=pk)
    if not campaign.takes_ratings or newest_revision() <= campaign.last_revision:
        return 0
    selection = Selection.from_json(campaign.selection)
    # A sample is the most that the campaign takes; what comes is taken as it comes.
    room = (selection.sample or MOST_ITEMS) - campaign.items.count()
    seen_up_to = settled()
    found = chosen(replace(selection, sample=None), after=campaign.last_revision)
    made = add_items(campaign, found, most=room) if room > 0 else []
    campaign.last_revision = max(campaign.last_revision, seen_up_to)
    campaign.save(update_fields=["last_revision"])
    return len(made)
