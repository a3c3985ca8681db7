"""A campaign's own criteria as a person types them: a question in both languages with anchors."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BaseFormSet, BoundField, formset_factory
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from domain.judgement import Message
from domain.rating import ANCHORED, CRITERIA, RatingCriterion

MOST_OWN = 3
USUAL = frozenset(criterion.key for criterion in CRITERIA)
SPOKEN = ("tr", "en")
_NAMES = {"tr": _("Name in Turkish"), "en": _("Name in English")}
_QUESTIONS = {"tr": _("Question in Turkish"), "en": _("Question in English")}
_ANCHORS = {
    (1, "tr"): _("What 1 means, in Turkish"),
    (1, "en"): _("What 1 means, in English"),
    (3, "tr"): _("What 3 means, in Turkish"),
    (3, "en"): _("What 3 means, in English"),
    (5, "tr"): _("What 5 means, in Turkish"),
    (5, "en"): _("What 5 means, in English"),
}
_EMPTY = _("Fill this in, or leave the whole criterion empty.")
_BAD_KEY = _("Use small letters, digits and underscores, such as brand_voice.")


class CriterionForm(forms.Form):
    """One question of the campaign's own; wholly empty, it is none."""

    key = forms.RegexField(
        r"\A[a-z][a-z0-9_]*\Z",
        label=_("Key"),
        max_length=40,
        required=False,
        error_messages={"invalid": _BAD_KEY},
        help_text=_("What exports call it. Left empty, it is made from the English name."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for spoken in SPOKEN:
            self.fields[f"name_{spoken}"] = _line(_NAMES[spoken], 60)
            self.fields[f"question_{spoken}"] = _line(_QUESTIONS[spoken], 200)
            for at in ANCHORED:
                self.fields[f"anchor_{at}_{spoken}"] = _line(_ANCHORS[at, spoken], 200)
        for field in self.fields.values():
            field.widget.attrs.pop("maxlength", None)

    def clean(self) -> dict[str, Any]:
        """The key, made from the name where none was given."""
        data = super().clean() or self.cleaned_data
        if not data.get("key") and data.get("name_en"):
            data["key"] = slugify(data["name_en"]).replace("-", "_")[:40]
            if not data["key"][:1].isalpha():
                self.add_error("key", _BAD_KEY)
        if data.get("key") in USUAL:
            self.add_error("key", _("One of the usual criteria has this key: choose another one."))
        return data

    def pairs(self) -> list[tuple[BoundField, BoundField]]:
        """The fields in both languages, side by side."""
        names = ["name", "question", *(f"anchor_{at}" for at in ANCHORED)]
        return [(self[f"{name}_tr"], self[f"{name}_en"]) for name in names]

    def faults(self) -> list[tuple[BoundField, str]]:
        """What has to be mended, each sentence once, with the first field that it is about."""
        said: dict[str, BoundField] = {}
        for field in self:
            for error in field.errors:
                said.setdefault(str(error), field)
        return [(field, error) for error, field in said.items()]

    def criterion(self) -> RatingCriterion:
        """What a valid form that is not empty says."""
        return RatingCriterion(
            self.cleaned_data["key"],
            self._said("name"),
            self._said("question"),
            {at: self._said(f"anchor_{at}") for at in ANCHORED},
        )

    def _said(self, name: str) -> Message:
        return Message(self.cleaned_data[f"{name}_tr"], self.cleaned_data[f"{name}_en"])


def _line(label: Any, longest: int) -> forms.CharField:
    too_long = _(
        "At most %(limit_value)d characters fit here, and these are %(show_value)d: shorten."
    )
    return forms.CharField(
        label=label, max_length=longest, error_messages={"required": _EMPTY, "max_length": too_long}
    )


class _OwnCriteria(BaseFormSet[CriterionForm]):
    """The campaign's own criteria, each key once."""

    def clean(self) -> None:
        """Two criteria with one key would be one."""
        keys = [one.key for one in self.criteria()] if not any(self.errors) else []
        twice = {key for key in keys if keys.count(key) > 1}
        if twice:
            raise ValidationError(
                _("Two criteria have the key “%(key)s”: give one of them another."),
                params={"key": twice.pop()},
            )

    def criteria(self) -> list[RatingCriterion]:
        """What valid forms say that are not empty."""
        return [form.criterion() for form in self.forms if form.has_changed()]


OwnCriteria = cast(
    type[_OwnCriteria],
    formset_factory(
        CriterionForm, formset=_OwnCriteria, extra=MOST_OWN, max_num=MOST_OWN, validate_max=True
    ),
)
