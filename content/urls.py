"""Addresses of the studio, the library and the listings."""

from __future__ import annotations

from django.urls import path

from content.views import (
    generation,
    generation_events,
    home,
    library,
    listing,
    studio,
    studio_text,
)

app_name = "content"
urlpatterns = [
    path("engines/", home.engines, name="engines"),
    path("studio/", studio.studio, name="studio"),
    path("studio/<int:pk>/", studio.listing_page, name="studio_listing"),
    path("studio/<int:pk>/facts/", studio.facts, name="studio_facts"),
    path("studio/<int:pk>/judge/", studio_text.judge, name="studio_judge"),
    path("studio/<int:pk>/save/", studio_text.save, name="studio_save"),
    path("studio/<int:pk>/vouch/", studio_text.vouch, name="studio_vouch"),
    path("studio/<int:pk>/write/", generation.write, name="generation_write"),
    path("studio/collect/", studio.collect, name="studio_collect"),
    path("generations/<int:pk>/cancel/", generation.cancel, name="generation_cancel"),
    path("generations/<int:pk>/state/", generation_events.state, name="generation_state"),
    path("generations/<int:pk>/events", generation_events.events, name="generation_events"),
    path("listings/", library.library, name="library"),
    path("listings/<int:pk>/", listing.listing, name="listing"),
    path("listings/<int:pk>/before/<int:before>/", listing.older, name="older"),
    path("listings/<int:pk>/compare/", listing.compare, name="compare"),
    path("listings/<int:pk>/restore/", listing.restore, name="restore"),
    path("listings/<int:pk>/reopen/", listing.reopen, name="reopen"),
]
