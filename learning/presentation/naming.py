"""What failure patterns are called where several sorts of them stand together."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from domain.patterns import Kind, Trait
from learning.presentation.pattern_words import kind_name, trait_name


def pattern_name(kind: str, key: str, terms: Sequence[str] = ()) -> str:
    """A pattern in the reader's language: what sort it is, and which."""
    if kind not in set(Kind):
        return key
    said = Kind(kind)
    own = tuple(terms) or ((key,) if said in (Kind.WORDING, Kind.THEME) else ())
    return _("%(label)s: %(name)s") % {
        "label": kind_name(kind),
        "name": trait_name(Trait(said, key, own)),
    }
