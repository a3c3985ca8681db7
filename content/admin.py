"""The admin shows listings and what happened to them, and changes none of it.

A listing changes through the studio's actions, which check rights and keep the history; the
site's settings are the one thing changed here.
"""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from accounts.administration.pages import AdminByRight, ReadOnlyAdmin
from accounts.roles import Right
from content.models import Event, Generation, Listing, Revision, SiteSettings, TrainingExample


@admin.register(Listing)
class ListingAdmin(ReadOnlyAdmin):
    """Listings with their scores."""

    needs = Right.MANAGE_LISTINGS
    list_display = ("pk", "title", "status", "market", "overall", "errors", "owner", "updated_at")
    list_filter = ("status", "market", "language")
    search_fields = ("search",)
    list_select_related = ("owner",)
    ordering = ("-updated_at", "-pk")


@admin.register(Revision)
class RevisionAdmin(ReadOnlyAdmin):
    """Every text a listing has had."""

    needs = Right.MANAGE_LISTINGS
    list_display = ("listing_id", "number", "kind", "model", "author", "created_at")
    list_filter = ("kind",)
    list_select_related = ("author",)
    ordering = ("-pk",)


@admin.register(Event)
class EventAdmin(ReadOnlyAdmin):
    """Who did what, when."""

    needs = Right.MANAGE_LISTINGS
    list_display = ("listing_id", "kind", "actor", "at")
    list_filter = ("kind",)
    list_select_related = ("actor",)
    ordering = ("-pk",)


@admin.register(Generation)
class GenerationAdmin(ReadOnlyAdmin):
    """Drafts asked of models, with how each went."""

    needs = Right.MANAGE_LISTINGS
    list_display = ("pk", "listing_id", "status", "model", "attempt", "error", "created_at")
    list_filter = ("status", "engine")
    ordering = ("-pk",)


@admin.register(TrainingExample)
class TrainingExampleAdmin(ReadOnlyAdmin):
    """Examples kept for training."""

    needs = Right.MANAGE_MODELS
    list_display = ("pk", "origin", "language", "category", "overall", "created_at")
    list_filter = ("origin", "language")
    ordering = ("-pk",)


@admin.register(SiteSettings)
class SiteSettingsAdmin(AdminByRight):
    """The one row of site-wide choices."""

    needs = Right.MANAGE_SITE

    def has_add_permission(self, request: HttpRequest) -> bool:
        """It is there from the start."""
        return False

    def changelist_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Straight to the one row, made now if nobody has asked for it before."""
        return redirect("admin:content_sitesettings_change", SiteSettings.current().pk)
