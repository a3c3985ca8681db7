"""What the box with a campaign's exports shows."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from evaluation.exporting.forms import TRAINING, usual
from evaluation.models import Assignment, Campaign
from evaluation.selecting import Texts


@dataclass(frozen=True, slots=True)
class TrainingOffer:
    """One kind of examples, and the form in which each tool reads it."""

    name: str
    rule: str
    forms: tuple[tuple[str, str], ...]
    """What the tool is called, and the name of the form."""


@dataclass(frozen=True, slots=True)
class Offer:
    """All that a campaign is given away as."""

    campaign: Campaign
    answers: int
    gold: int
    """Of these answers, how many are of gold items."""
    tables: tuple[tuple[str, str, str], ...]
    """The form, what it is called, and for whom it is."""
    training: tuple[TrainingOffer, ...]
    criteria: tuple[tuple[str, str], ...]
    criterion: str
    is_held_out: bool
    """Whether all of it is of held-out products, which are no examples."""


def offer_of(campaign: Campaign) -> Offer:
    """The offer, in three queries."""
    rated = Assignment.objects.filter(campaign=campaign, state=Assignment.State.RATED)
    answers, gold = rated.count(), rated.filter(slot=None).count()
    language = "en" if (get_language() or "tr").startswith("en") else "tr"
    criteria = tuple((one.key, one.name[language]) for one in campaign.criteria.all())
    return Offer(
        campaign=campaign,
        answers=answers,
        gold=gold,
        tables=(
            ("excel", _("CSV for Excel"), _("semicolons, commas in numbers, local times")),
            ("csv", "CSV", _("for R, Python and other programs")),
            ("json", "JSON", _("one list")),
            ("jsonl", "JSON Lines", _("a line an answer; for very many")),
        ),
        training=tuple(_training(campaign)),
        criteria=criteria,
        criterion=usual([key for key, _name in criteria]),
        is_held_out=campaign.selection.get("texts") == Texts.HELD_OUT,
    )


def _training(campaign: Campaign) -> list[TrainingOffer]:
    known = {
        "good": (_("Good texts"), _("Texts with a median rating of 4 or more.")),
        "kto": (
            _("Good and bad texts (KTO)"),
            _("A label a text: good from a median of 4 on, bad up to 2; none between."),
        ),
        "pairs": (
            _("Pairs: the better and the worse text"),
            _("The answers that prefer one; of several raters the majority, and no ties.")
            if campaign.kind == Campaign.Kind.COMPARISON
            else _("Two texts of the same facts whose median ratings differ by 2 or more."),
        ),
    }
    tools = (("LLaMA-Factory", "llama-factory"), ("TRL", "trl"))
    return [
        TrainingOffer(name, rule, tuple((tool, f"{key}-{form}") for tool, form in tools))
        for key, (name, rule) in known.items()
        if campaign.kind in TRAINING[f"{key}-trl"].kinds
    ]
