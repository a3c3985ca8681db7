"""The admin shows campaigns and what was given out; whatever changes them is on their own pages."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.decorators import action

from accounts.administration.pages import ReadOnlyAdmin
from accounts.roles import Right
from evaluation.models import Assignment, Campaign, CampaignEvent, Item, Remark
from evaluation.presentation.selection import skip_name, told
from models_registry.showing import NOTHING, badge, rows

_COLOURS = {"open": "done", "closed": "cancelled"}
"""States of jobs whose colours a campaign's take."""


@admin.register(Campaign)
class CampaignAdmin(ReadOnlyAdmin):
    """Campaigns, and the ways to their pages."""

    needs = Right.MANAGE_RATINGS
    list_display = ("name", "kind", "status_told", "raters_each", "deadline", "created_by")
    list_filter = ("status", "kind", "is_live")
    list_select_related = ("created_by",)
    search_fields = ("name",)
    ordering = ("-pk",)
    actions_detail = actions_row = ("manage", "raters")
    fieldsets = (
        (None, {"fields": ("name", "kind", "status_told", "raters_each", "gold_every")}),
        (_("What was chosen"), {"fields": ("is_live", "chosen_told", "guidelines")}),
        (
            _("History"),
            {"fields": ("created_by", "created_at", "opened_at", "closed_at", "deadline")},
        ),
    )

    def view_on_site(self, obj: Campaign) -> str:
        """The campaign's own page."""
        return reverse("campaign", args=[obj.pk])

    @admin.display(description=_("status"), ordering="status")
    def status_told(self, campaign: Campaign) -> SafeString:
        """In its colour."""
        colour = _COLOURS.get(campaign.status, campaign.status)
        return badge(colour, campaign.get_status_display())

    @admin.display(description=_("what was chosen"))
    def chosen_told(self, campaign: Campaign) -> SafeString:
        """Line by line."""
        return rows(dict(told(campaign)))

    @action(description=_("Open the page"), url_path="manage", permissions=["view"])
    def manage(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """To the campaign's page, where it is opened and closed."""
        return redirect("campaign", self._row(request, object_id).pk)

    @action(description=_("Raters"), url_path="raters", permissions=["view"])
    def raters(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """To the page about who rates."""
        return redirect("campaign-raters", self._row(request, object_id).pk)

    def _row(self, request: HttpRequest, object_id: str) -> Campaign:
        found: Campaign | None = self.get_object(request, unquote(object_id))
        if found is None:
            raise Http404
        return found


@admin.register(Item)
class ItemAdmin(ReadOnlyAdmin):
    """What is judged."""

    needs = Right.MANAGE_RATINGS
    list_display = ("row_number", "campaign", "number", "product", "version_told", "gold_told")
    list_filter = (("gold", admin.EmptyFieldListFilter), "language", "category")
    list_select_related = ("campaign", "version__family")
    search_fields = ("product", "campaign__name")
    ordering = ("-pk",)
    fieldsets = (
        (None, {"fields": ("campaign", "number", "product", "category", "language")}),
        (_("Who wrote it"), {"fields": ("version_told", "other_told", "owner", "author")}),
        (_("Gold item"), {"fields": ("gold_told",)}),
    )

    def view_on_site(self, obj: Item) -> str:
        """The item's own page."""
        return reverse("campaign-item", args=[obj.campaign_id, obj.number])

    @admin.display(description=_("model version"))
    def version_told(self, item: Item) -> str:
        """family:major.minor.patch, or whatever wrote it."""
        return (item.version.name if item.version else item.model) or NOTHING

    @admin.display(description=_("second version"))
    def other_told(self, item: Item) -> str:
        """Of a comparison."""
        return item.other_version.name if item.other_version else NOTHING

    @admin.display(description=_("expected answer"))
    def gold_told(self, item: Item) -> SafeString | str:
        """Criterion by criterion."""
        return rows(item.gold) if item.gold else NOTHING


@admin.register(Assignment)
class AssignmentAdmin(ReadOnlyAdmin):
    """Who was given which item, and what they said."""

    needs = Right.MANAGE_RATINGS
    list_display = ("row_number", "campaign", "item", "rater", "state", "seconds", "submitted_at")
    list_filter = ("state",)
    list_select_related = ("campaign", "item", "rater")
    search_fields = ("rater__username", "campaign__name", "item__product")
    ordering = ("-pk",)
    fieldsets = (
        (None, {"fields": ("campaign", "item", "slot", "state", "rater", "sequence", "swapped")}),
        (_("Answer"), {"fields": ("scores_told", "choice", "comment", "seconds")}),
        (_("History"), {"fields": ("claimed_at", "expires_at", "submitted_at")}),
    )

    @admin.display(description=_("scores"))
    def scores_told(self, row: Assignment) -> SafeString | str:
        """Criterion by criterion."""
        return rows(row.scores) if row.scores else NOTHING


@admin.register(Remark)
class RemarkAdmin(ReadOnlyAdmin):
    """What raters said beside scores."""

    needs = Right.MANAGE_RATINGS
    list_display = ("row_number", "campaign", "item", "rater", "kind", "reason_told", "text", "at")
    list_filter = ("kind",)
    list_select_related = ("campaign", "item", "rater")
    search_fields = ("rater__username", "campaign__name", "text")
    ordering = ("-pk",)
    fields = ("campaign", "item", "rater", "kind", "reason_told", "text", "at")

    @admin.display(description=_("reason"), ordering="reason")
    def reason_told(self, remark: Remark) -> str:
        """In words."""
        return skip_name(remark.reason) if remark.reason else NOTHING


@admin.register(CampaignEvent)
class CampaignEventAdmin(ReadOnlyAdmin):
    """What happened to campaigns."""

    needs = Right.MANAGE_RATINGS
    list_display = ("row_number", "campaign", "kind", "by", "at")
    list_filter = ("kind",)
    list_select_related = ("campaign", "by")
    search_fields = ("campaign__name",)
    ordering = ("-pk",)
    fields = ("campaign", "kind", "by", "at", "details_told")

    @admin.display(description=_("details"))
    def details_told(self, line: CampaignEvent) -> SafeString | str:
        """What else is kept of it."""
        kept: dict[str, Any] = line.details
        return rows({key: value or NOTHING for key, value in kept.items()})
