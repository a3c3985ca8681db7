"""What a manager says of a new campaign, and of its deadline later."""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from domain import guidelines
from domain.judgement import Message
from domain.rating import CRITERIA, MOST_CRITERIA, MOST_RATERS
from evaluation.actions.campaigns import Plan
from evaluation.forms_criteria import OwnCriteria
from evaluation.models.campaign import LONGEST_GUIDELINES
from evaluation.queries.compared import offered
from evaluation.selecting import MOST_ITEMS, Selection, Texts
from models_registry.names import CATEGORY_CHOICES

_MOMENT = "%Y-%m-%dT%H:%M"
_RATERS = _("Say how many people judge each item: from 1 to %(most)d.") % {"most": MOST_RATERS}
_GOLD = _("Give a whole number from 0 to 1000; 0 gives no gold items.")
_SAMPLE = _("Give a whole number from 1 to %(most)d, or leave it empty.") % {"most": MOST_ITEMS}
_BEFORE = _("This moment has passed: choose one that is still to come.")
_LANGUAGES = [("", _("Both languages")), ("tr", _("Turkish")), ("en", _("English"))]
SELECTION = ("texts", "versions", "categories", "language", "sample", "raters_each", "is_live")
"""The fields by which it is known how much work a campaign is."""


class DeadlineForm(forms.Form):
    """Until when items are given out; empty means without an end."""

    deadline = forms.DateTimeField(
        label=_("Deadline"),
        required=False,
        input_formats=[_MOMENT, "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M", "%d.%m.%Y %H:%M"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=_MOMENT),
        error_messages={"invalid": _("Give the day and the time, for example 31.12.2030 18:00.")},
        help_text=_("After it nothing is given out, and the campaign closes by itself."),
    )

    def clean_deadline(self) -> datetime | None:
        """A moment to come."""
        deadline: datetime | None = self.cleaned_data["deadline"]
        if deadline is not None and deadline <= timezone.now():
            raise ValidationError(_BEFORE)
        return deadline


class _PlanForm(DeadlineForm):
    """What campaigns of both kinds are asked."""

    standard: Message
    """The guidelines that stand there at first."""

    name = forms.CharField(
        label=_("Name"),
        max_length=120,
        error_messages={"required": _("Give the campaign a name by which raters know it.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    texts = forms.ChoiceField(
        label=_("Which texts"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose which texts are judged.")},
    )
    versions = forms.MultipleChoiceField(
        label=_("Versions"), required=False, widget=forms.CheckboxSelectMultiple
    )
    categories = forms.MultipleChoiceField(
        label=_("Categories"),
        required=False,
        choices=CATEGORY_CHOICES,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None ticked means all of them."),
    )
    language = forms.ChoiceField(label=_("Language"), required=False, choices=_LANGUAGES)
    sample = forms.IntegerField(
        label=_("At most so many items"),
        required=False,
        min_value=1,
        max_value=MOST_ITEMS,
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), _SAMPLE),
        help_text=_("Drawn at random, spread evenly over versions and categories."),
    )
    raters_each = forms.IntegerField(
        label=_("Raters for each item"),
        min_value=1,
        max_value=MOST_RATERS,
        initial=3,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), _RATERS),
        help_text=_("Exactly so many judge each item. Agreement needs two or more."),
    )
    gold_every = forms.IntegerField(
        label=_("A gold item every so many items"),
        min_value=0,
        max_value=1000,
        initial=10,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), _GOLD),
        help_text=_(
            "Gold items have a known answer and show who does not read. You mark them in the "
            "campaign; 0 gives none."
        ),
    )
    guidelines = forms.CharField(
        label=_("Guidelines"),
        required=False,
        max_length=LONGEST_GUIDELINES,
        widget=forms.Textarea(attrs={"rows": 14}),
        error_messages={
            "max_length": _(
                "At most %(limit_value)d characters fit here, and these are %(show_value)d: "
                "shorten."
            )
        },
        help_text=_("Markdown. Raters can open them beside every item."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        versions = self.fields["versions"]
        assert isinstance(versions, forms.MultipleChoiceField)  # noqa: S101 - declared above
        versions.choices = [
            (str(one.pk), f"{one.name} · {one.get_state_display()}") for one in offered()
        ]
        self.fields["guidelines"].initial = self.standard.in_language(get_language() or "tr")
        for field in self.fields.values():
            # A browser cuts what is pasted beyond this without a word; the form refuses in words.
            field.widget.attrs.pop("maxlength", None)

    def selection(self) -> Selection:
        """What is chosen, as far as it is valid."""
        data = self.cleaned_data
        return Selection(
            texts=Texts(data["texts"]),
            versions=tuple(sorted(map(int, data["versions"]))),
            categories=tuple(data["categories"]),
            language=data["language"],
            sample=data["sample"],
            seed=secrets.randbelow(2**31),
        )

    def plan(self) -> Plan:
        """What a valid form asks for."""
        data = self.cleaned_data
        return Plan(
            name=data["name"],
            selection=self.selection(),
            raters_each=data["raters_each"],
            guidelines="\n".join(data["guidelines"].splitlines()),
            gold_every=data["gold_every"],
            deadline=data["deadline"],
        )


class RatingForm(_PlanForm):
    """A campaign in which listings get scores from 1 to 5."""

    standard = guidelines.RATING

    is_live = forms.BooleanField(
        label=_("Take in new drafts as they are written"),
        required=False,
        help_text=_("As long as the campaign is open, within a minute, up to the number above."),
    )
    criteria = forms.MultipleChoiceField(
        label=_("The usual criteria"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        spoken = get_language() or "tr"
        texts, criteria = self.fields["texts"], self.fields["criteria"]
        assert isinstance(texts, forms.ChoiceField)  # noqa: S101 - declared above
        assert isinstance(criteria, forms.MultipleChoiceField)  # noqa: S101 - declared above
        texts.choices = [
            (Texts.DRAFTS, _("The newest draft of each version, as the model wrote it")),
            (Texts.CURRENT, _("Each listing as it stands, whoever wrote it")),
            (Texts.HELD_OUT, _("What versions wrote for the held-out products")),
        ]
        texts.initial = Texts.DRAFTS
        self.fields["versions"].help_text = _("None ticked means all of them.")
        criteria.choices = [
            (one.key, f"{one.name.in_language(spoken)} – {one.question.in_language(spoken)}")
            for one in CRITERIA
        ]
        criteria.initial = [one.key for one in CRITERIA]
        self.own = OwnCriteria(data, prefix="own")

    def clean(self) -> dict[str, Any]:
        """At least one criterion, and not more than anybody judges with care."""
        data = super().clean() or self.cleaned_data
        if data.get("is_live") and data.get("texts") == Texts.HELD_OUT:
            self.add_error(
                "is_live",
                _("Held-out products get no new drafts: choose other texts, or no new ones."),
            )
        if not self.own.is_valid():
            return data
        count = len(data.get("criteria", ())) + len(self.own.criteria())
        if not count:
            self.add_error("criteria", _("Tick at least one criterion, or add one of your own."))
        elif count > MOST_CRITERIA:
            said = _(
                "These are %(count)d criteria, and nobody judges more than %(most)d with care."
            )
            self.add_error("criteria", said % {"count": count, "most": MOST_CRITERIA})
        return data

    def is_valid(self) -> bool:
        """Whether the plan and the campaign's own criteria are."""
        return super().is_valid() and self.own.is_valid()

    def plan(self) -> Plan:
        """With the criteria, the usual ones first."""
        usual = [one for one in CRITERIA if one.key in self.cleaned_data["criteria"]]
        return replace(
            super().plan(),
            is_live=self.cleaned_data["is_live"],
            criteria=(*usual, *self.own.criteria()),
        )


class ComparisonForm(_PlanForm):
    """A campaign in which two versions' texts of the same facts stand side by side."""

    standard = guidelines.COMPARISON

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        texts = self.fields["texts"]
        assert isinstance(texts, forms.ChoiceField)  # noqa: S101 - declared above
        texts.choices = [
            (Texts.HELD_OUT, _("What the versions wrote for the held-out products")),
            (Texts.DRAFTS, _("Drafts that both wrote for the same listing from the same facts")),
        ]
        texts.initial = Texts.HELD_OUT
        self.fields["versions"].help_text = _("Two or more: each is compared with each.")

    def clean_versions(self) -> list[str]:
        """Two at least."""
        chosen: list[str] = self.cleaned_data["versions"]
        if len(chosen) < 2:
            raise ValidationError(_("Choose at least two versions to compare."))
        return chosen
