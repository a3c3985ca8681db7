"""The library: all listings, searched, filtered and sorted."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.formats import number_format
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounts.roles import Right, require
from content.models import Listing, Product
from content.queries import library as queries
from content.queries.search import LONGEST, words
from domain import markets

SORTS = [
    (queries.Sort.NEWEST, _("Newest first")),
    (queries.Sort.BEST, _("Best score first")),
    (queries.Sort.WORST, _("Lowest score first")),
    (queries.Sort.TITLE, _("Title, A to Z")),
]
BANDS = [
    ("", _("All scores")),
    (queries.Band.GOOD, _("80 and above")),
    (queries.Band.FAIR, _("60 to 79")),
    (queries.Band.POOR, _("Below 60")),
    (queries.Band.NONE, _("Not scored yet")),
]
ERRORS = [
    ("", _("With and without errors")),
    ("yes", _("With errors")),
    ("no", _("Without errors")),
]


class LibraryForm(forms.Form):
    """What a person asks the library for; what makes no sense counts as not asked."""

    q = forms.CharField(
        label=_("Search"),
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "maxlength": LONGEST, "data-search": ""}),
    )
    status = forms.ChoiceField(label=_("Status"), required=False)
    market = forms.ChoiceField(label=_("Market"), required=False)
    language = forms.ChoiceField(label=_("Language"), required=False)
    owner = forms.ChoiceField(label=_("Owner"), required=False)
    model = forms.ChoiceField(label=_("Model"), required=False)
    band = forms.ChoiceField(label=_("Score"), required=False, choices=BANDS)
    has_errors = forms.ChoiceField(label=_("Errors"), required=False, choices=ERRORS)
    sort = forms.ChoiceField(label=_("Sort"), required=False, choices=SORTS)

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data)
        language = get_language() or "tr"
        market_names = [(c, markets.get(c).name.in_language(language)) for c in markets.codes()]
        self._offer("status", _("All statuses"), Listing.Status.choices)
        self._offer("market", _("All markets"), market_names)
        self._offer("language", _("All languages"), Product.Language.choices)
        self._offer("owner", _("Everyone"), [(str(o.pk), str(o)) for o in queries.owners()])
        self._offer("model", _("All models"), [(name, name) for name in queries.models()])
        for name, field in self.fields.items():
            if isinstance(field, forms.ChoiceField):
                field.widget.attrs["data-auto-submit"] = name

    def _offer(self, name: str, everything: Any, choices: list[tuple[str, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = [("", everything), *choices]

    def wanted(self) -> queries.Wanted:
        """The valid part of what was asked."""
        self.is_valid()
        data = {name: self.cleaned_data.get(name) or "" for name in self.fields}
        return queries.Wanted(
            words=words(data["q"]),
            status=data["status"],
            market=data["market"],
            language=data["language"],
            owner=int(data["owner"]) if data["owner"] else None,
            model=data["model"],
            band=data["band"],
            errors=data["has_errors"],
            sort=queries.Sort(data["sort"] or queries.Sort.NEWEST),
        )

    def in_use(self) -> list[tuple[str, str]]:
        """Each filter that is set, as its label and its choice."""
        chosen = []
        for name in ("status", "market", "language", "owner", "model", "band", "has_errors"):
            value = self.cleaned_data.get(name)
            if value:
                field = self.fields[name]
                assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
                chosen.append((name, str(dict(field.choices)[value])))  # type: ignore[arg-type]
        return chosen


@require_safe
@login_required
def library(request: HttpRequest) -> HttpResponse:
    """One page of listings; for htmx only the results."""
    require(request.user, Right.READ_LISTINGS)
    form = LibraryForm(request.GET)
    wanted = form.wanted()
    cursor = queries.Cursor.decoded(request.GET.get("after", ""), wanted.sort)
    page = queries.page(wanted, cursor)
    typed = str(form.cleaned_data.get("q") or "")
    chips = [(label, _address(request.GET, name)) for name, label in form.in_use()]
    context = {
        "form": form,
        "page": page,
        "total": number_format(page.total, force_grouping=True, use_l10n=True),
        "chips": chips,
        "clear": _address(request.GET, *form.fields),
        "asked": bool(chips or typed),
        "everything": _address(request.GET, "all")[1:],
        "too_short": bool(typed.strip()) and not wanted.words,
        "previous": _address(request.GET, "after", after=page.previous),
        "next": _address(request.GET, "after", after=page.next),
        "first": _address(request.GET, "after"),
        "is_first": cursor is None,
    }
    partial = getattr(request, "htmx", None) and not request.headers.get("HX-Boosted")
    template = "content/library_results.html" if partial else "content/library.html"
    response = render(request, template, context)
    response["Vary"] = "HX-Request"
    return response


def _address(asked: QueryDict, *without: str, **instead: str) -> str:
    """This page's address without some of what was asked, or with something else."""
    query = asked.copy()
    for name in ("after", *without):
        query.pop(name, None)
    for name, value in instead.items():
        query[name] = value
    for name in [name for name in query if not query[name]]:
        del query[name]
    return "?" + query.urlencode()
