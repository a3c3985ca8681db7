"""What a person may say when an action on a version is confirmed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import MaxValueValidator
from django.utils.translation import gettext_lazy as _

from domain.gate import LEAST_PRODUCTS
from evaluation.heldout import held_out
from models_registry.models.canary import MOST

REASON = 500
"""What history keeps of a reason."""


class _Threshold(forms.Form):
    """The least score that is asked this time."""

    threshold = forms.FloatField(
        label=_("Least score"),
        min_value=0,
        max_value=100,
        localize=True,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        help_text=_(
            "From 0 to 100. The overall score must surely lie above it: the lower end of its "
            "interval is compared."
        ),
    )


class DeployForm(_Threshold):
    """What a deployment is decided by."""


class TrialForm(_Threshold):
    """How much a candidate writes while it is watched."""

    share = forms.IntegerField(
        label=_("Share of the products (%)"),
        min_value=1,
        max_value=MOST,
        initial=10,
        help_text=_("Each product stays with one version as long as the trial lasts."),
    )


class ValidateForm(_Threshold):
    """How much is measured, and what is asked."""

    products = forms.IntegerField(label=_("Products"), min_value=LEAST_PRODUCTS)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        most = len(held_out())
        field = self.fields["products"]
        field.initial = most
        field.help_text = _(
            "At most %(most)d. Only results for the same products are compared, so take the same "
            "number for every version."
        ) % {"most": most}
        field.validators.append(MaxValueValidator(most))


class RetireForm(forms.Form):
    """Why a version is put away."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=REASON,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("It stands in the version’s history."),
    )


class PlainForm(forms.Form):
    """Nothing to say."""
