"""Which products a person chose: ticked in the library, by its filter, or an import's."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import QueryDict

from bulk.queries.imports import brought_by
from content.models import Listing
from content.models.ordering import SCORE
from content.queries.library import filtered
from content.queries.search import matching
from content.views.library import LibraryForm

TICKED, IMPORTED, EVERYTHING = "listing", "import", "all"
"""Names in an address: one listing each; an import whose products are meant; and that all which
the filter lets through are meant."""
LARGEST = 2**63
_NUMBER = re.compile(r"[0-9]{1,19}")


@dataclass(frozen=True, slots=True)
class Choice:
    """What was chosen; `listings` is None where nothing was."""

    listings: QuerySet[Listing] | None
    filters: tuple[str, ...] = ()
    is_filter: bool = False


def choice_of(asked: QueryDict) -> Choice:
    """What an address says; what makes no sense in it counts as not said."""
    if numbers := _numbers(asked, TICKED):
        return Choice(Listing.objects.filter(pk__in=numbers))
    if numbers := _numbers(asked, IMPORTED):
        return Choice(brought_by(numbers[0]))
    if EVERYTHING not in asked:
        return Choice(None)
    form = LibraryForm(asked)
    wanted = form.wanted()
    found = filtered(matching(Listing.objects.all(), wanted.words), wanted, SCORE)
    typed = str(form.cleaned_data.get("q") or "").strip()
    chips = [label for _name, label in form.in_use()]
    return Choice(found, (*([f"“{typed}”"] if typed else []), *chips), is_filter=True)


def _numbers(asked: QueryDict, name: str) -> list[int]:
    said = (int(number) for number in asked.getlist(name) if _NUMBER.fullmatch(number))
    return [number for number in said if number < LARGEST]
