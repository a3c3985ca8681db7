"""The admin shows models and what happened to them; of a family it changes what is asked of it.

A version moves by the actions alone: what this page offers leads to the pages that confirm them.
"""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.decorators import action

from accounts.administration.pages import AdminByRight, ReadOnlyAdmin
from accounts.roles import Right
from domain.gate import Criterion
from models_registry import sentences
from models_registry.making import loss_name, recipe_name, told
from models_registry.models import Deployment, Event, Family, ValidationRun, Version
from models_registry.names import engine_name, why_name
from models_registry.queries.lists import listed_versions
from models_registry.showing import NOTHING, badge, rows, score, state_name


def _address(name: str, version: Version) -> str:
    """A version's page of that name; `evaluation` owns them."""
    return reverse(name, args=[version.family.name, version.number])


class FamilyFilter(admin.SimpleListFilter):
    """Rows of one family."""

    title = _("family")
    parameter_name = "family"
    path = "family"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """The families there are."""
        return [(name, name) for name in Family.objects.values_list("name", flat=True)]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Those of the chosen one."""
        chosen = {f"{self.path}__name": self.value()}
        return queryset.filter(**chosen) if self.value() else queryset


class FamilyOfVersionFilter(FamilyFilter):
    """Rows whose version is of one family."""

    path = "version__family"


@admin.register(Family)
class FamilyAdmin(AdminByRight):
    """What is asked of a family's versions; Django's own log says who changed it."""

    needs = Right.MANAGE_MODELS
    list_display = ("name", "level", "category", "threshold", "margin")
    list_filter = ("level",)
    search_fields = ("name",)
    ordering = ("pk",)
    readonly_fields = ("name", "level", "category", "focus_told", "use_told")
    fieldsets = (
        (None, {"fields": ("name", "level", "category", "focus_told", "use_told")}),
        (_("Asked of a version before it is deployed"), {"fields": ("threshold", "margin")}),
    )

    @admin.display(description=_("Focus"))
    def focus_told(self, family: Family) -> str:
        """What its training is about."""
        return family.focus

    @admin.display(description=_("Use"))
    def use_told(self, family: Family) -> str:
        """What it is for."""
        return family.use

    def has_add_permission(self, request: HttpRequest) -> bool:
        """The hierarchy says which there are."""
        return False


@admin.register(Version)
class VersionAdmin(ReadOnlyAdmin):
    """Versions with their scores, and the ways to the pages that confirm an action."""

    needs = Right.MANAGE_MODELS
    list_display = ("called", "state_told", "score_told", "engine_told", "built_by", "created_at")
    list_filter = (FamilyFilter, "state")
    search_fields = ("family__name", "served_as", "base", "digest", "modelfile_sha256")
    search_help_text = _("Name, base model or digest")
    actions_detail = actions_row = ("deploy", "validate", "roll_back", "rebuild", "retire")
    fieldsets = (
        (None, {"fields": ("called", "state_told", "score_told", "live_since", "parent")}),
        (
            _("How it came about"),
            {"fields": ("built_by", "created_at", "reason", "run", "base", "recipe_told")},
        ),
        (_("Engine"), {"fields": ("engine_told", "served_as", "style", "digest")}),
        (_("Content"), {"fields": ("dataset_told", "losses_told", "files_told", "modelfile_told")}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Version]:
        """Listed versions: with the newest validation's score."""
        return listed_versions()

    def view_on_site(self, obj: Version) -> str:
        """The version's own page."""
        return _address("version", obj)

    @admin.display(description=_("version"), ordering="family_id")
    def called(self, version: Version) -> str:
        """family:major.minor.patch"""
        return version.name

    @admin.display(description=_("state"), ordering="state")
    def state_told(self, version: Version) -> SafeString:
        """The state in its colour."""
        return badge(version.state, version.get_state_display())

    @admin.display(description=_("overall score"))
    def score_told(self, version: Version) -> str:
        """Of the newest validation."""
        return score(getattr(version, "score", None))

    @admin.display(description=_("engine"), ordering="engine_name")
    def engine_told(self, version: Version) -> str:
        """By the name that people know."""
        return engine_name(version.engine_name)

    @admin.display(description=_("recipe"))
    def recipe_told(self, version: Version) -> SafeString:
        """How it was made."""
        return rows({recipe_name(key): told(value) for key, value in version.recipe.items()})

    @admin.display(description=_("dataset"))
    def dataset_told(self, version: Version) -> SafeString:
        """What it learnt from."""
        known = {"hash": _("Hash"), "training": _("Learnt from"), "validation": _("Checked on")}
        kept = version.dataset
        return rows({str(name): kept[key] for key, name in known.items() if key in kept})

    @admin.display(description=_("losses"))
    def losses_told(self, version: Version) -> SafeString:
        """How well it learnt."""
        kept = version.losses.items()
        told = {loss_name(key): number_format(round(loss, 3), decimal_pos=3) for key, loss in kept}
        return rows(told)

    @admin.display(description=_("files"))
    def files_told(self, version: Version) -> SafeString:
        """Where they lie, with their hashes."""
        return rows({one["path"]: one["sha256"] for one in version.files.values()})

    @admin.display(description="Modelfile")
    def modelfile_told(self, version: Version) -> SafeString:
        """As it is written, line by line."""
        return format_html('<pre class="record-json">{}</pre>', version.modelfile or NOTHING)

    @action(description=_("Deploy"), url_path="deploy", permissions=["view"])
    def deploy(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """To the page that confirms it."""
        return redirect(_address("version-deploy", self._row(request, object_id)))

    @action(description=_("Validate"), url_path="validate", permissions=["view"])
    def validate(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """To the version's page, from which validation is asked for."""
        return redirect(_address("version", self._row(request, object_id)))

    @action(description=_("Roll back"), url_path="rollback", permissions=["view"])
    def roll_back(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """To the page that confirms it, for the version's family."""
        return redirect("family-rollback", self._row(request, object_id).family.name)

    @action(description=_("Build again"), url_path="rebuild", permissions=["view"])
    def rebuild(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """To the page that confirms it."""
        return redirect(_address("version-rebuild", self._row(request, object_id)))

    @action(description=_("Retire"), url_path="retire", permissions=["view"])
    def retire(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """To the page that confirms it."""
        return redirect(_address("version-retire", self._row(request, object_id)))

    def _row(self, request: HttpRequest, object_id: str) -> Version:
        found: Version | None = self.get_object(request, unquote(object_id))
        if found is None:
            raise Http404
        return found


@admin.register(Event)
class EventAdmin(ReadOnlyAdmin):
    """What happened to versions."""

    needs = Right.MANAGE_MODELS
    list_display = ("row_number", "version", "why_told", "after_told", "by", "at")
    list_filter = (FamilyFilter, ("after", admin.AllValuesFieldListFilter))
    list_select_related = ("version__family", "by")
    search_fields = ("version__served_as",)
    ordering = ("-pk",)
    fields = ("version", "why_told", "before_told", "after_told", "by", "at", "details_told")

    @admin.display(description=_("reason"), ordering="why")
    def why_told(self, line: Event) -> str:
        """In words."""
        return why_name(line.why)

    @admin.display(description=_("from"))
    def before_told(self, line: Event) -> str:
        """The state before."""
        return state_name(line.before) if line.before else NOTHING

    @admin.display(description=_("to"), ordering="after")
    def after_told(self, line: Event) -> SafeString:
        """The state after."""
        return badge(line.after, state_name(line.after))

    @admin.display(description=_("details"))
    def details_told(self, line: Event) -> SafeString:
        """What else is kept of it."""
        return rows({key: told(value) for key, value in line.details.items()})


@admin.register(Deployment)
class DeploymentAdmin(ReadOnlyAdmin):
    """Who had which version deployed, and what came of it."""

    needs = Right.MANAGE_MODELS
    list_display = ("row_number", "version", "kind", "status_told", "requested_by", "created_at")
    list_filter = (FamilyFilter, "status", "kind")
    list_select_related = ("version__family", "requested_by")
    search_fields = ("version__served_as",)
    ordering = ("-pk",)
    fieldsets = (
        (None, {"fields": ("version", "previous", "kind", "requested_by", "threshold")}),
        (
            _("Progress"),
            {"fields": ("status_told", "step", "outcome_told", "error_detail", "attempt")},
        ),
        (_("History"), {"fields": ("created_at", "started_at", "switched_at", "finished_at")}),
    )

    def view_on_site(self, obj: Deployment) -> str:
        """The deployment's own page."""
        return reverse("deployment", args=[obj.pk])

    @admin.display(description=_("status"), ordering="status")
    def status_told(self, row: Deployment) -> SafeString:
        """In its colour."""
        return badge(row.status, row.get_status_display())

    @admin.display(description=_("outcome"))
    def outcome_told(self, row: Deployment) -> str:
        """What came of one that did not succeed."""
        failed = row.status in (Deployment.Status.FAILED, Deployment.Status.CANCELLED)
        return sentences.outcome(row) if failed else NOTHING


@admin.register(ValidationRun)
class ValidationRunAdmin(ReadOnlyAdmin):
    """What versions scored on the held-out products."""

    needs = Right.MANAGE_MODELS
    list_display = ("row_number", "version", "status_told", "passed", "score_told", "created_at")
    list_filter = (FamilyOfVersionFilter, "status", "passed")
    list_select_related = ("version__family",)
    search_fields = ("version__served_as",)
    ordering = ("-pk",)
    fieldsets = (
        (None, {"fields": ("version", "status_told", "passed", "reasons_told")}),
        (_("Scores"), {"fields": ("scores_told", "threshold", "margin", "against")}),
        (_("How it came about"), {"fields": ("products", "seed", "suite", "requested_by")}),
        (_("History"), {"fields": ("created_at", "started_at", "finished_at", "error_detail")}),
    )

    @admin.display(description=_("status"), ordering="status")
    def status_told(self, run: ValidationRun) -> SafeString:
        """In its colour."""
        return badge(run.status, run.get_status_display())

    @admin.display(description=_("overall score"))
    def score_told(self, run: ValidationRun) -> str:
        """The mean with its interval."""
        return score(run.summary.get(Criterion.OVERALL))

    @admin.display(description=_("scores"))
    def scores_told(self, run: ValidationRun) -> SafeString:
        """Criterion by criterion."""
        told = {one: run.summary.get(one) for one in Criterion}
        return rows({sentences.criterion_name(one): score(kept) for one, kept in told.items()})

    @admin.display(description=_("reasons for the refusal"))
    def reasons_told(self, run: ValidationRun) -> str:
        """Sentence by sentence."""
        return sentences.refusals(run.refusals) or NOTHING
