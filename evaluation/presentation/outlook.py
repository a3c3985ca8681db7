"""What a campaign that is being planned would come to, and what its ratings could show."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from domain.statistics.power import detectable_per_group, detectable_rate
from evaluation.forms_campaign import SELECTION, ComparisonForm, RatingForm
from evaluation.pairing import pairs_chosen
from evaluation.selecting import kinds_chosen

WIDTH = 4.0
"""From 1 to 5: no two means lie further apart."""


@dataclass(frozen=True, slots=True)
class Outlook:
    """How many items and ratings, and in sentences what those can show."""

    items: int
    ratings: int
    sentences: tuple[str, ...]


def outlook(form: RatingForm | ComparisonForm) -> Outlook | None:
    """What the form asks for, before anything is made; None where what it chooses is not valid."""
    form.is_valid()
    if any(name in form.errors for name in SELECTION):
        return None
    raters = form.cleaned_data["raters_each"]
    if isinstance(form, ComparisonForm):
        pairs = Counter((a.version, b.version) for a, b in pairs_chosen(form.selection()))
        items, said = pairs.total(), _of_pairs(pairs)
    else:
        versions = Counter(version for version, _category in kinds_chosen(form.selection()))
        items, said = versions.total(), _of_ratings(versions)
    return Outlook(items, items * raters, tuple(said) if items else ())


def _of_ratings(versions: Counter[int | None]) -> list[str]:
    """Scores of one item are not independent, so that it is items that count."""
    if not versions:
        return []
    if len(versions) == 1:
        said = _(
            "This is one version, or none of the registry: its mean becomes known, but there is "
            "nothing to compare it with."
        )
        return [said]
    least = min(versions.values())
    smallest = detectable_per_group(least)
    if smallest > WIDTH:
        return [_("So few items of a version show no difference: take more items.")]
    return [
        _(
            "Between two versions a difference of %(difference)s points can be seen (at least "
            "%(items)s items each, scores with a standard deviation of 1, in 4 of 5 cases)."
        )
        % {"difference": number_format(smallest, 1), "items": number_format(least)},
        _("More raters an item show how far people agree; more items show smaller differences."),
    ]


def _of_pairs(pairs: Counter[tuple[int, int]]) -> list[str]:
    if not pairs:
        return []
    least = min(pairs.values())
    rate = detectable_rate(least)
    if rate is None:
        return [_("So few pairs show no difference: take more, or versions with more in common.")]
    said = _(
        "If all %(pairs)s pairs of two versions are decided, a win rate of %(rate)s %% or more can "
        "be told from chance, in 4 of 5 cases."
    ) % {"pairs": number_format(least), "rate": number_format(100 * rate, 0)}
    together = ngettext(
        "%(count)s pair of versions is compared.",
        "%(count)s pairs of versions are compared.",
        len(pairs),
    ) % {"count": number_format(len(pairs))}
    return [together, said]
