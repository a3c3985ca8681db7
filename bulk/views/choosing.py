"""Which products a person chose: by ticking them in the library, or by its filter as it stands."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import QueryDict

from content.models import Listing
from content.models.ordering import SCORE
from content.queries.library import filtered
from content.queries.search import matching
from content.views.library import LibraryForm

TICKED, EVERYTHING = "listing", "all"
"""Names in an address: one listing each, and that all which the filter lets through are meant."""
LARGEST = 2**63


@dataclass(frozen=True, slots=True)
class Choice:
    """What was chosen; `listings` is None where nothing was."""

    listings: QuerySet[Listing] | None
    filters: tuple[str, ...] = ()
    is_filter: bool = False


def choice_of(asked: QueryDict) -> Choice:
    """What an address says; what makes no sense in it counts as not said."""
    numbers = [int(n) for n in asked.getlist(TICKED) if n.isascii() and n.isdecimal()]
    if numbers := [number for number in numbers if number < LARGEST]:
        return Choice(Listing.objects.filter(pk__in=numbers))
    if EVERYTHING not in asked:
        return Choice(None)
    form = LibraryForm(asked)
    wanted = form.wanted()
    found = filtered(matching(Listing.objects.all(), wanted.words), wanted, SCORE)
    typed = str(form.cleaned_data.get("q") or "").strip()
    chips = [label for _name, label in form.in_use()]
    return Choice(found, (*([f"“{typed}”"] if typed else []), *chips), is_filter=True)
