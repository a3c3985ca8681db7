"""Addresses under /campaigns/: what is judged, by whom, and how far it is."""

from __future__ import annotations

from django.urls import path

from evaluation.views import campaign, campaign_item, campaign_new, campaigns

_ITEM = "<int:pk>/items/<int:number>/"
urlpatterns = [
    path("", campaigns.campaigns, name="campaigns"),
    path("new/", campaign_new.rating, name="campaign-new"),
    path("new/comparison/", campaign_new.comparison, name="campaign-new-comparison"),
    path("<int:pk>/", campaign.campaign, name="campaign"),
    path("<int:pk>/open/", campaign.open_, name="campaign-open"),
    path("<int:pk>/close/", campaign.close, name="campaign-close"),
    path("<int:pk>/deadline/", campaign.deadline, name="campaign-deadline"),
    path("<int:pk>/raters/", campaigns.raters, name="campaign-raters"),
    path(_ITEM, campaign_item.item, name="campaign-item"),
    path(f"{_ITEM}plain/", campaign_item.plain, name="campaign-item-plain"),
]
