"""What a manager chooses for a training."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from training.actions.requesting import MOST_EPOCHS, MOST_LIMIT
from training.models import TrainingRun


class TrainingForm(forms.Form):
    """Everything but the level, which is the button that was pressed."""

    category = forms.ChoiceField(
        label=_("Category"),
        required=False,
        choices=[("", _("All categories")), *TrainingRun.Field.choices],
    )
    strategy = forms.ChoiceField(
        label=_("How it learns"), choices=TrainingRun.Strategy.choices, initial="lora"
    )
    epochs = forms.IntegerField(
        label=_("Rounds"),
        required=False,
        min_value=1,
        max_value=MOST_EPOCHS,
        help_text=_("How often each example is gone through; 3 where nothing is given."),
    )
    limit = forms.IntegerField(
        label=_("Trial with so many examples"),
        required=False,
        min_value=1,
        max_value=MOST_LIMIT,
        help_text=_("Empty for a real training. A trial is marked as one."),
    )
    augment = forms.BooleanField(
        label=_("Make up for missing examples with variants of others"), required=False
    )
    strict = forms.BooleanField(
        label=_("Learn only from examples of high quality (85 and more, whole descriptions)"),
        required=False,
    )
    starter = forms.BooleanField(
        label=_("Also learn from the examples that WalmartGPT brings along"),
        required=False,
        initial=True,
    )

    def chosen(self) -> dict[str, Any]:
        """The arguments of `request_training`, after the form was found valid."""
        return {name: self.cleaned_data[name] for name in self.fields}
