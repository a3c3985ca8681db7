"""The admin shows feedback, what it said, and what was made of it; of a policy it changes terms.

Nothing else is changed here: retrainings go their way by the actions alone.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from accounts.administration.pages import AdminByRight, ReadOnlyAdmin
from accounts.errors import ActionRefused
from accounts.roles import Right, require
from domain.gate import LEAST_PRODUCTS
from learning.actions.policies import Terms, change_policy
from learning.models import Correction, Feedback, Pattern, Policy, Retraining
from models_registry.showing import NOTHING, badge, rows

TERMS = ("threshold", "decision", "share", "least_score", "products", "epochs")


class TermsForm(forms.ModelForm[Policy]):
    """With the bounds that the action asks for."""

    def clean_products(self) -> int | None:
        """Enough to compare two versions on, or all."""
        products: int | None = self.cleaned_data["products"]
        if products is not None and products < LEAST_PRODUCTS:
            said = _("A version is measured on at least %(least)d products.")
            raise ValidationError(said % {"least": LEAST_PRODUCTS})
        return products


@admin.register(Policy)
class PolicyAdmin(AdminByRight):
    """The terms of each policy; adding one and pausing it are on the site's own pages."""

    needs = Right.TRAIN_MODELS
    form = TermsForm
    list_display = ("family", "category", "threshold", "decision", "is_paused")
    list_filter = ("decision", "is_paused")
    list_select_related = ("family",)
    search_fields = ("family__name",)
    ordering = ("family_id", "category")
    readonly_fields = ("family", "category", "is_paused")
    fieldsets = (
        (None, {"fields": ("family", "category", "is_paused")}),
        (_("When it learns"), {"fields": ("threshold", "epochs")}),
        (
            _("When a version has come of it"),
            {"fields": ("least_score", "products", "decision", "share")},
        ),
    )

    def view_on_site(self, obj: Policy) -> str:
        """Its form among the site's pages."""
        return reverse("learning:policy", args=[obj.pk])

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Waiting feedback moves with it, which the site's page tells."""
        return False

    def save_model(self, request: HttpRequest, obj: Policy, form: Any, change: bool) -> None:
        """By the action, which keeps the bounds and looks at the counter."""
        user = require(request.user, Right.TRAIN_MODELS)
        try:
            change_policy(user, obj, Terms(**{name: getattr(obj, name) for name in TERMS}))
        except ActionRefused as refused:
            messages.error(request, str(refused))


@admin.register(Feedback)
class FeedbackAdmin(ReadOnlyAdmin):
    """What people said of which text."""

    needs = Right.TRAIN_MODELS
    list_display = ("row_number", "source", "policy", "person", "rating", "taken_by", "created_at")
    list_filter = ("source", "is_negative", ("taken_by", admin.EmptyFieldListFilter), "category")
    list_select_related = ("policy__family", "person", "taken_by__policy__family")
    search_fields = ("key", "subject", "person__username", "code")
    ordering = ("-pk",)
    fieldsets = (
        (None, {"fields": ("source", "person", "subject", "created_at", "updated_at")}),
        (_("About"), {"fields": ("version_told", "category", "language", "listing", "campaign")}),
        (
            _("What was said"),
            {"fields": ("rating", "scores_told", "comment", "code", "field", "is_negative")},
        ),
        (_("What became of it"), {"fields": ("policy", "taken_by")}),
    )

    @admin.display(description=_("model version"))
    def version_told(self, feedback: Feedback) -> str:
        """family:major.minor.patch"""
        return feedback.version.name if feedback.version else NOTHING

    @admin.display(description=_("scores"))
    def scores_told(self, feedback: Feedback) -> SafeString | str:
        """Criterion by criterion."""
        return rows(feedback.scores) if feedback.scores else NOTHING


@admin.register(Retraining)
class RetrainingAdmin(ReadOnlyAdmin):
    """How each retraining went."""

    needs = Right.TRAIN_MODELS
    list_display = ("row_number", "policy", "status_told", "outcome", "counted", "created_at")
    list_filter = ("status", "outcome", "trigger")
    list_select_related = ("policy__family",)
    search_fields = ("policy__family__name", "error")
    ordering = ("-pk",)
    fieldsets = (
        (None, {"fields": ("policy", "status_told", "stage", "outcome", "counted")}),
        (_("How it came about"), {"fields": ("trigger", "requested_by", "created_at")}),
        (_("Versions"), {"fields": ("live_told", "candidate_told")}),
        (_("History"), {"fields": ("started_at", "finished_at", "decided_by", "decided_at")}),
        (_("Trouble"), {"fields": ("error", "error_detail", "attempt")}),
    )

    def view_on_site(self, obj: Retraining) -> str:
        """Its own page."""
        return reverse("learning:retraining", args=[obj.pk])

    @admin.display(description=_("status"), ordering="status")
    def status_told(self, retraining: Retraining) -> SafeString:
        """In its colour."""
        return badge(retraining.status, retraining.get_status_display())

    @admin.display(description=_("live version"))
    def live_told(self, retraining: Retraining) -> str:
        """What wrote when it began."""
        return retraining.live.name if retraining.live else NOTHING

    @admin.display(description=_("candidate"))
    def candidate_told(self, retraining: Retraining) -> str:
        """What came of it."""
        return retraining.candidate.name if retraining.candidate else NOTHING


@admin.register(Pattern)
class PatternAdmin(ReadOnlyAdmin):
    """What went wrong, as each retraining found it."""

    needs = Right.TRAIN_MODELS
    list_display = ("row_number", "retraining", "kind", "key", "negative", "positive", "is_found")
    list_filter = ("kind", "is_found", "is_target")
    list_select_related = ("retraining__policy__family",)
    search_fields = ("key",)
    ordering = ("-retraining_id", "rank")
    fieldsets = (
        (None, {"fields": ("retraining", "rank", "kind", "key", "is_found", "is_target")}),
        (_("Counts"), {"fields": ("negative", "negatives", "positive", "positives")}),
        (_("How it stands out"), {"fields": ("lift", "low", "high")}),
    )


@admin.register(Correction)
class CorrectionAdmin(ReadOnlyAdmin):
    """What was made of each piece of feedback."""

    needs = Right.TRAIN_MODELS
    list_display = ("row_number", "retraining", "feedback", "origin", "outcome", "before", "after")
    list_filter = ("origin", "outcome")
    list_select_related = ("retraining__policy__family", "feedback")
    search_fields = ("feedback__key",)
    ordering = ("-pk",)
    fieldsets = (
        (None, {"fields": ("retraining", "feedback", "origin", "outcome", "created_at")}),
        (_("scores"), {"fields": ("before", "after", "drafts")}),
    )
