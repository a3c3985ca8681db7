"""An item as its rater sees it: texts, facts and questions, and nothing of who wrote it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from content.presentation.descriptions import as_html
from content.presentation.evidence import Claim, claims
from domain.listing import Product
from domain.rating import ANCHORED, SCALE, Choice, SkipReason
from evaluation.models import Assignment, Campaign, CampaignCriterion

SCORE: Final = "score-"
"""What the name of a criterion's field begins with."""
CHOICE: Final = "choice"
LEFT, RIGHT = "left", "right"
_STANDS: Final = {
    (LEFT, False): Choice.A,
    (RIGHT, False): Choice.B,
    (LEFT, True): Choice.B,
    (RIGHT, True): Choice.A,
}
"""Which version stands on a side, by whether they were exchanged."""

SKIP_REASONS: Final = {
    SkipReason.NOT_MY_FIELD: gettext_lazy("I do not know this kind of product"),
    SkipReason.UNCLEAR: gettext_lazy("I cannot tell what is asked here"),
    SkipReason.KNOWN: gettext_lazy("I have seen this text before"),
    SkipReason.OTHER: gettext_lazy("Another reason"),
}


@dataclass(frozen=True, slots=True)
class Text:
    """One listing; `label` tells two of them apart."""

    label: str
    title: str
    features: tuple[str, ...]
    description: SafeString


@dataclass(frozen=True, slots=True)
class Sheet:
    """What stands before the rater: one text, or two in the order of this rater's draw."""

    token: str
    language: str
    product: Product
    texts: tuple[Text, ...]
    claims: list[Claim]
    said: dict[str, str]
    """What the rater had answered, by the form's field names: of an answer taken back."""

    @property
    def said_as_json(self) -> str:
        """For the script that fills the form."""
        return json.dumps(self.said, ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class Mark:
    """One radio: its value, what stands on it, and what that means where there is an anchor."""

    value: str
    label: str
    means: str = ""
    icon: str = ""
    is_chosen: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """One group of radios, in the reader's language."""

    field: str
    name: str
    question: str
    marks: tuple[Mark, ...]

    @property
    def anchors(self) -> list[Mark]:
        """The marks that have words of their own."""
        return [mark for mark in self.marks if mark.means]


def sheet(given: Assignment) -> Sheet:
    """The item that was given; claims are shown of one text, of two they would tell them apart."""
    item = given.item
    facts = item.product_facts()
    kept = [item.listing] if item.other is None else [item.listing, item.other]
    if given.swapped:
        kept.reverse()
    labels = [""] if len(kept) == 1 else ["A", "B"]
    return Sheet(
        token=given.token or "",
        language=item.language,
        # How fierce the competition is says nothing of whether the text is good.
        product=replace(facts, competition=""),
        texts=tuple(_text(*each, facts.market) for each in zip(labels, kept, strict=True)),
        claims=claims({"evidence": item.evidence}, ()) if len(kept) == 1 else [],
        said=_said(given),
    )


def _text(label: str, kept: Mapping[str, Any], market: str) -> Text:
    description = as_html(kept["description"], market)
    return Text(label, kept["title"], tuple(kept["features"]), description)


def _said(given: Assignment) -> dict[str, str]:
    fields = {f"{SCORE}{key}": str(score) for key, score in given.scores.items()}
    if given.choice:
        fields[CHOICE] = shown(given.choice, swapped=given.swapped)
    if given.comment:
        fields["comment"] = given.comment
    return fields


def meant(chosen: str, *, swapped: bool) -> str:
    """The choice as it is kept, from the side that was pressed."""
    return _STANDS.get((chosen, swapped), chosen)


def shown(choice: str, *, swapped: bool) -> str:
    """The side to press for a choice that is kept."""
    sides = {kept: side for (side, turned), kept in _STANDS.items() if turned == swapped}
    return sides.get(Choice(choice), choice)


def questions(campaign: Campaign, said: Mapping[str, str]) -> list[Question]:
    """The groups of radios that the campaign asks for, in its order, with what was said in them."""
    if campaign.kind == Campaign.Kind.COMPARISON:
        asked = [_which_is_better()]
    else:
        asked = [_question(criterion) for criterion in campaign.criteria.all()]
    return [_answered(question, said.get(question.field, "")) for question in asked]


def _answered(question: Question, value: str) -> Question:
    marks = (replace(mark, is_chosen=mark.value == value) for mark in question.marks)
    return replace(question, marks=tuple(marks))


def _question(criterion: CampaignCriterion) -> Question:
    anchors = {at: _told(criterion.anchors.get(str(at), {})) for at in ANCHORED}
    return Question(
        field=f"{SCORE}{criterion.key}",
        name=_told(criterion.name),
        question=_told(criterion.question),
        marks=tuple(Mark(str(at), str(at), anchors.get(at, "")) for at in SCALE),
    )


def _told(kept: Mapping[str, str]) -> str:
    """What is kept in both languages, in the reader's; a campaign's own may have one alone."""
    told = kept.get(get_language() or "", "")
    return told or next(filter(None, kept.values()), "")


def _which_is_better() -> Question:
    marks = (
        Mark(LEFT, _("A is better"), icon="left"),
        Mark(RIGHT, _("B is better"), icon="right"),
        Mark(Choice.BOTH_GOOD, _("Both are good")),
        Mark(Choice.BOTH_BAD, _("Both are bad")),
    )
    asked = _("Which of the two would you rather publish?")
    return Question(CHOICE, _("Your choice"), asked, marks)
