"""The admin shows listings and what happened to them, and changes none of it.

A listing changes through the studio's actions, which check rights and keep the history; the
site's settings are the one thing changed here.
"""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from unfold.admin import ModelAdmin

from content.models import Event, Generation, Listing, Revision, SiteSettings, TrainingExample


class ReadOnlyAdmin(ModelAdmin):
    """Rows to look at."""

    show_full_result_count = False
    list_per_page = 50

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nothing is added here."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Nothing is changed here."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Nothing is deleted here."""
        return False


@admin.register(Listing)
class ListingAdmin(ReadOnlyAdmin):
    """Listings with their scores."""

    list_display = ("pk", "title", "status", "market", "overall", "errors", "owner", "updated_at")
    list_filter = ("status", "market", "language")
    search_fields = ("search",)
    list_select_related = ("owner",)
    ordering = ("-updated_at", "-pk")


@admin.register(Revision)
class RevisionAdmin(ReadOnlyAdmin):
    """Every text a listing has had."""

    list_display = ("listing_id", "number", "kind", "model", "author", "created_at")
    list_filter = ("kind",)
    list_select_related = ("author",)
    ordering = ("-pk",)


@admin.register(Event)
class EventAdmin(ReadOnlyAdmin):
    """Who did what, when."""

    list_display = ("listing_id", "kind", "actor", "at")
    list_filter = ("kind",)
    list_select_related = ("actor",)
    ordering = ("-pk",)


@admin.register(Generation)
class GenerationAdmin(ReadOnlyAdmin):
    """Drafts asked of models, with how each went."""

    list_display = ("pk", "listing_id", "status", "model", "attempt", "error", "created_at")
    list_filter = ("status", "engine")
    ordering = ("-pk",)


@admin.register(TrainingExample)
class TrainingExampleAdmin(ReadOnlyAdmin):
    """Examples kept for training."""

    list_display = ("pk", "origin", "language", "category", "overall", "created_at")
    list_filter = ("origin", "language")
    ordering = ("-pk",)


@admin.register(SiteSettings)
class SiteSettingsAdmin(ModelAdmin):
    """The one row of site-wide choices."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """It is there from the start."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """It always stays."""
        return False

    def changelist_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Straight to the one row, made now if nobody has asked for it before."""
        SiteSettings.current()
        return super().changelist_view(request, *args, **kwargs)
