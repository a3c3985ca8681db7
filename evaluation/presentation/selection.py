"""What a campaign is about, in words, and why raters passed items on."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from domain.rating import SkipReason
from evaluation.models import Campaign
from evaluation.selecting import Selection, Texts
from models_registry.models import Version
from models_registry.names import category_name, language_name

TEXTS: dict[Texts, Promise] = {
    Texts.DRAFTS: gettext_lazy("Drafts, as the model wrote them"),
    Texts.CURRENT: gettext_lazy("Listings as they stand"),
    Texts.HELD_OUT: gettext_lazy("Held-out products"),
}
SKIPS: dict[SkipReason, Promise] = {
    SkipReason.NOT_MY_FIELD: gettext_lazy("Does not know the product"),
    SkipReason.UNCLEAR: gettext_lazy("The item is not clear"),
    SkipReason.KNOWN: gettext_lazy("Knows the text already"),
    SkipReason.OTHER: gettext_lazy("Another reason"),
}


def told(campaign: Campaign) -> list[tuple[str, str]]:
    """What was chosen as names and values; empty where the items came from elsewhere."""
    if not campaign.selection:
        return []
    selection = Selection.from_json(campaign.selection)
    everything = _("all")
    versions = Version.objects.filter(pk__in=selection.versions).select_related("family")
    names = [version.name for version in versions] if selection.versions else []
    categories = [category_name(category) for category in selection.categories]
    rows = [
        (_("Texts"), str(TEXTS[selection.texts])),
        (_("Versions"), ", ".join(names) or everything),
        (_("Categories"), ", ".join(categories) or everything),
        (_("Language"), language_name(selection.language) if selection.language else everything),
    ]
    if selection.sample:
        rows.append((_("At most"), str(selection.sample)))
    return rows


def skip_name(reason: str) -> str:
    """Why a rater passed an item on; one that has gone since by its own name."""
    return str({each.value: name for each, name in SKIPS.items()}.get(reason, reason))
