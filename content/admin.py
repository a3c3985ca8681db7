"""The admin shows listings and what happened to them, and changes none of it.

A listing changes through the studio's actions, which check rights and keep the history; the
site's settings are the one thing changed here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from accounts.administration.pages import AdminByRight, ReadOnlyAdmin
from accounts.roles import Right
from content.models import Event, Generation, Listing, Revision, SiteSettings, TrainingExample
from content.presentation.messages import engine_message
from content.presentation.names import market_name, pack_date
from content.presentation.records import (
    as_draws,
    as_example,
    as_facts,
    as_happening,
    as_judgement,
    as_lines,
    as_repairs,
    as_text,
)
from domain.markets import codes
from models_registry.names import engine_name

_SCORES = ("overall", "compliance", "seo", "grounding", "readability")


def _shown(model: type[Model], name: str, show: Callable[[Any], str | SafeString]) -> Any:
    """A column or row under the field's own label, with its value as people read it."""
    label = getattr(model._meta.get_field(name), "verbose_name")  # noqa: B009

    @admin.display(description=label, ordering=name)
    def value(_page: object, row: Model) -> str | SafeString:
        return show(getattr(row, name))

    return value


class MarketFilter(admin.SimpleListFilter):
    """Listings of one market, by the name that people read."""

    title = _("market")
    parameter_name = "market"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """The markets there are."""
        return [(code, market_name(code)) for code in codes()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Listing]) -> QuerySet[Listing]:
        """The chosen market's listings."""
        return queryset.filter(market=self.value()) if self.value() else queryset


@admin.register(Listing)
class ListingAdmin(ReadOnlyAdmin):
    """Listings with their scores."""

    needs = Right.MANAGE_LISTINGS
    list_display = (
        "row_number",
        "title",
        "status",
        "market_name",
        "overall",
        "errors",
        "owner",
        "updated_at",
    )
    list_filter = ("status", MarketFilter, "language")
    list_select_related = ("owner",)
    search_fields = ("search",)
    ordering = ("-updated_at", "-pk")
    fieldsets = (
        (None, {"fields": ("product", "owner", "status", "market_name", "model")}),
        (_("Text"), {"fields": ("title", "features_list", "description_text")}),
        (_("Scores"), {"fields": (*_SCORES, "errors")}),
        (
            _("History"),
            {"fields": ("number", "created_at", "updated_at", "approved_by", "approved_at")},
        ),
    )
    market_name = _shown(Listing, "market", market_name)
    features_list = _shown(Listing, "features", as_lines)
    description_text = _shown(Listing, "description", as_text)

    def view_on_site(self, obj: Listing) -> str:
        """The listing's own page."""
        return reverse("content:listing", args=[obj.pk])


@admin.register(Revision)
class RevisionAdmin(ReadOnlyAdmin):
    """Every text a listing has had."""

    needs = Right.MANAGE_LISTINGS
    list_display = ("row_number", "listing", "number", "kind", "model", "author", "created_at")
    list_filter = ("kind",)
    list_select_related = ("listing", "author")
    ordering = ("-pk",)
    fieldsets = (
        (None, {"fields": ("listing", "number", "kind", "author", "created_at")}),
        (_("Text"), {"fields": ("title", "features_list", "description_text")}),
        (_("Quality"), {"fields": ("judgement_told", "pack_told", "facts_table")}),
        (
            _("How it came about"),
            {
                "fields": (
                    "generation",
                    "draw",
                    "model",
                    "version",
                    "engine_told",
                    "prompt_version",
                    "repairs_list",
                )
            },
        ),
    )
    features_list = _shown(Revision, "features", as_lines)
    description_text = _shown(Revision, "description", as_text)
    facts_table = _shown(Revision, "facts", as_facts)
    judgement_told = _shown(Revision, "judgement", as_judgement)
    engine_told = _shown(Revision, "engine", engine_name)
    pack_told = _shown(Revision, "pack_version", pack_date)
    repairs_list = _shown(Revision, "repairs", as_repairs)


@admin.register(Event)
class EventAdmin(ReadOnlyAdmin):
    """Who did what, when."""

    needs = Right.MANAGE_LISTINGS
    list_display = ("row_number", "listing", "kind", "actor", "at")
    list_filter = ("kind",)
    list_select_related = ("listing", "actor")
    ordering = ("-pk",)
    fields = ("listing", "kind", "actor", "at", "revision", "data_told")
    data_told = _shown(Event, "data", as_happening)


@admin.register(Generation)
class GenerationAdmin(ReadOnlyAdmin):
    """Drafts asked of models, with how each went."""

    needs = Right.MANAGE_LISTINGS
    list_display = ("row_number", "listing", "status", "model", "error_told", "created_at")
    list_filter = ("status", "model")
    list_select_related = ("listing",)
    ordering = ("-pk",)
    fieldsets = (
        (None, {"fields": ("listing", "requested_by", "status", "error_told", "error_detail")}),
        (_("Draws"), {"fields": ("draws_told",)}),
        (
            _("How it came about"),
            {
                "fields": (
                    "model",
                    "version",
                    "engine_told",
                    "level",
                    "best_of",
                    "ensemble",
                    "prompt_version",
                    "collect",
                    "attempt",
                )
            },
        ),
        (
            _("History"),
            {"fields": ("created_at", "started_at", "finished_at", "cancel_requested_by")},
        ),
    )
    error_told = _shown(Generation, "error", lambda code: engine_message(code) if code else "")
    draws_told = _shown(Generation, "draws", as_draws)
    engine_told = _shown(Generation, "engine_name", engine_name)


@admin.register(TrainingExample)
class TrainingExampleAdmin(ReadOnlyAdmin):
    """Examples kept for training."""

    needs = Right.MANAGE_MODELS
    list_display = ("row_number", "origin", "language", "category", "overall", "created_at")
    list_filter = ("origin", "language")
    ordering = ("-pk",)
    fields = ("origin", "overall", "added_by", "created_at", "revision", "example_told")
    example_told = _shown(TrainingExample, "document", as_example)


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
