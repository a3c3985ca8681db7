"""What a person may say when an action on a version is confirmed."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

REASON = 500
"""What history keeps of a reason."""


class DeployForm(forms.Form):
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
