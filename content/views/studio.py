"""The studio: a product's facts on one side, the listing written from them on the other."""

from __future__ import annotations

import copy
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.errors import ActionRefused
from accounts.models import User
from accounts.roles import Right, require
from content.actions import change_facts, create_listing, set_collecting
from content.errors import ApprovedMeanwhile, FactsConflict
from content.forms import ALL_LIVE, DraftForm, ListingForm
from content.models import Listing, SiteSettings
from content.presentation.facts import FactsClash, clash_of
from content.presentation.phrases import market_examples, market_languages, phrases
from content.presentation.studio_forms import StudioProductForm
from content.presentation.workspace import Workspace, studio_listing, workspace_of
from content.views.generation import ANYWAY, ask_for_draft, must_ask

CONFLICT, UNPROCESSABLE = 409, 422
_COLLECT = {"on": True, "off": False, "site": None}


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def studio(request: HttpRequest) -> HttpResponse:
    """An empty studio; posted, a new product whose listing is asked for at once."""
    user = require(request.user, Right.WRITE_LISTINGS)
    if request.method != "POST":
        return _new(request, StudioProductForm(new=True), DraftForm())
    facts, draft = StudioProductForm(request.POST), DraftForm(request.POST)
    if not (facts.is_valid() and draft.is_valid()):
        return _new(request, facts, draft, status=UNPROCESSABLE)
    try:
        listing = create_listing(user, facts.facts(), sku=facts.cleaned_data["sku"])
    except ActionRefused as refused:
        _blame(facts, refused)
        return _new(request, facts, draft, status=UNPROCESSABLE)
    _remember_collecting(request, user)
    if request.POST.get("then") != "keep":
        ask_for_draft(request, user, listing, draft)
    return redirect("content:studio_listing", listing.pk)


@require_safe
@login_required
def listing_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One listing with its facts, its text, and what there is to say about it."""
    require(request.user, Right.WRITE_LISTINGS)
    workspace = workspace_of(get_studio_listing(pk))
    asking = request.GET.get("ask") == "write" and workspace.is_approved
    return show(request, workspace, asking=asking)


@require_POST
@login_required
def facts(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the facts; the text is judged against them at once, or written anew if asked."""
    user = require(request.user, Right.WRITE_LISTINGS)
    listing = get_studio_listing(pk)
    # A copy: an invalid form leaves its values in the instance, and the page shows the product.
    form = StudioProductForm(request.POST, instance=copy.copy(listing.product))
    draft = DraftForm(request.POST)
    if not (form.is_valid() and draft.is_valid()):
        return show(request, workspace_of(listing), form, draft, status=UNPROCESSABLE)
    then = request.POST.get("then", "")
    writes = then in ("write", ANYWAY)
    if writes and must_ask(request, listing):
        draft = _having_seen(request, listing)
        return show(request, workspace_of(listing), form, draft, asking=True, status=CONFLICT)
    sku, seen = form.cleaned_data["sku"], form.cleaned_data["version"]
    try:
        listing = change_facts(
            user, listing, form.facts(), sku=sku, seen=seen, approval=draft.sight()["approval"]
        )
    except FactsConflict as conflict:
        clash = clash_of(listing, conflict.current, form.facts(), sku, then)
        form = _over(request, form, conflict.current.version)
        return show(request, workspace_of(listing), form, draft, clash=clash, status=CONFLICT)
    except ApprovedMeanwhile as meanwhile:
        workspace, draft = workspace_of(meanwhile.current), _having_seen(request, meanwhile.current)
        return show(request, workspace, form, draft, waits=then, status=CONFLICT)
    except ActionRefused as refused:
        _blame(form, refused)
        return show(request, workspace_of(listing), form, draft, status=UNPROCESSABLE)
    _remember_collecting(request, user)
    if writes:
        ask_for_draft(request, user, listing, draft)
    else:
        messages.success(request, _("The facts are saved."))
    return redirect("content:studio_listing", pk)


@require_POST
@login_required
def collect(request: HttpRequest) -> HttpResponse:
    """Remember whether this person's listings are kept as training examples."""
    user = require(request.user, Right.COLLECT_EXAMPLES)
    choice = request.POST.get("collect", "")
    if choice in _COLLECT:
        set_collecting(user, _COLLECT[choice])
        messages.success(request, _("Data collection: your choice is remembered."))
    else:
        messages.error(request, _("Choose on, off, or as the site."))
    from_preferences = request.POST.get("from") == "preferences"
    return redirect("accounts:preferences" if from_preferences else "content:studio")


def get_studio_listing(pk: int) -> Listing:
    """The listing, or a page that says there is none."""
    listing = studio_listing(pk)
    if listing is None:
        raise Http404
    return listing


def show(
    request: HttpRequest,
    workspace: Workspace,
    facts_form: StudioProductForm | None = None,
    draft_form: DraftForm | None = None,
    text_form: ListingForm | None = None,
    *,
    clash: FactsClash | None = None,
    asking: bool = False,
    waits: str = "",
    status: int = 200,
) -> HttpResponse:
    """The studio of one listing; forms that were refused come back as they were typed.

    `clash` is a colleague's facts against the ones in the form; `asking` puts the question
    whether a new draft may take the approval away; `waits` is the button that would save facts
    over an approval that came meanwhile.
    """
    form = facts_form or StudioProductForm(instance=copy.copy(workspace.listing.product))
    form.point_out()
    context = {
        "workspace": workspace,
        "listing": workspace.listing,
        "form": form,
        "draft_form": draft_form or _draft_form(workspace),
        "text_form": text_form or _text_form(workspace),
        "seen": _seen(workspace, text_form),
        "approval": _approval(workspace, text_form),
        # What somebody typed is shown to them whatever is being written meanwhile.
        "editing": bool(text_form or workspace.undecided or not workspace.writing),
        "clash": clash,
        "waits": waits,
        "asking": asking,
        "anyway": ANYWAY,
        **_frame(request),
    }
    return render(request, "content/studio.html", context, status=status)


def _new(
    request: HttpRequest, form: StudioProductForm, draft_form: DraftForm, *, status: int = 200
) -> HttpResponse:
    form.point_out()
    context = {"form": form, "draft_form": draft_form, **_frame(request)}
    return render(request, "content/studio_new.html", context, status=status)


def _frame(request: HttpRequest) -> dict[str, Any]:
    """What both pages need beside their forms."""
    user = require(request.user, Right.WRITE_LISTINGS)
    chosen, site = user.collect_examples, SiteSettings.current().collect_examples
    kept = {True: "on", False: "off", None: "site"}[chosen]
    posted = request.POST.get("collect", "")
    return {
        "phrases": phrases(),
        "examples": market_examples(),
        "languages": market_languages(),
        "collect_choice": posted if posted in _COLLECT else kept,
        "site_collects": site,
        "collecting": site if chosen is None else chosen,
    }


def _draft_form(workspace: Workspace) -> DraftForm:
    """What a person chose stays chosen: a model with its level, all live versions, how many drafts.

    Otherwise what is live writes once.
    """
    latest, listing = workspace.latest, workspace.listing
    chosen: dict[str, Any] = {"seen": listing.number, "approval": listing.approval, "best_of": 1}
    if latest is not None:
        chosen["best_of"] = latest.best_of
    if latest is not None and latest.by_hand:
        chosen |= {"model": latest.model, "level": latest.level}
    elif latest is not None and latest.ensemble:
        chosen["model"] = ALL_LIVE
    return DraftForm(initial=chosen)


def _text_form(workspace: Workspace) -> ListingForm:
    text = workspace.text
    return ListingForm(
        initial={
            "title": text.title,
            "features": text.features,
            "description": text.description,
            "seen": workspace.listing.number,
        }
    )


def _seen(workspace: Workspace, text_form: ListingForm | None) -> int:
    """The version that a text in the editor is typed over.

    A refused text keeps the one it was sent with; after a conflict the newest one was shown.
    """
    if text_form is None:
        return workspace.listing.number
    sent = str(text_form["seen"].value() or "")
    return int(sent) if sent.isdecimal() and len(sent) <= 9 else 0


def _approval(workspace: Workspace, text_form: ListingForm | None) -> str:
    """The approval that a text in the editor is typed under; kept as `_seen` keeps the version."""
    if text_form is None:
        return workspace.listing.approval
    return str(text_form["approval"].value() or "")


def _having_seen(request: HttpRequest, listing: Listing) -> DraftForm:
    """The same choice of a model, by somebody who is now shown the text and its approval."""
    fields = request.POST.copy()
    fields["seen"], fields["approval"] = str(listing.number), listing.approval
    return DraftForm(fields)


def _over(request: HttpRequest, form: StudioProductForm, version: str) -> StudioProductForm:
    """The same typed facts, by somebody who has now seen `version`."""
    fields = request.POST.copy()
    fields["version"] = version
    return StudioProductForm(fields, instance=form.instance)


def _remember_collecting(request: HttpRequest, user: User) -> None:
    """The switch is part of the facts' form, so that it works without scripts."""
    posted = request.POST.get("collect", "")
    if posted in _COLLECT and _COLLECT[posted] != user.collect_examples:
        set_collecting(user, _COLLECT[posted])


def _blame(form: StudioProductForm, refused: ActionRefused) -> None:
    """Put the refusal beside the field it is about."""
    form.add_error("sku" if refused.code == "sku_taken" else None, str(refused))
