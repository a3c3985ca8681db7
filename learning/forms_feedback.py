"""What is asked for of all feedback."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from learning.models import Feedback, Policy

_EITHER = ("", _("All"))


class FilterForm(forms.Form):
    """Which feedback a manager looks at; nothing said means all of it."""

    source = forms.ChoiceField(
        label=_("Source"), required=False, choices=[_EITHER, *Feedback.Source.choices]
    )
    policy = forms.ModelChoiceField(
        label=_("Counts for"),
        required=False,
        queryset=Policy.objects.select_related("family"),
        empty_label=_("All"),
    )
    negative = forms.ChoiceField(
        label=_("What it says"),
        required=False,
        choices=[_EITHER, ("1", _("Negative")), ("0", _("Not negative"))],
    )
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[_EITHER, ("waits", _("Waits")), ("used", _("Processed"))],
    )

    def wanted(self) -> dict[str, Any]:
        """As `queries.given.everybody_s` takes it; what cannot be read asks for nothing."""
        said = self.cleaned_data if self.is_valid() else {}
        policy, negative, state = (said.get(name) for name in ("policy", "negative", "state"))
        return {
            "source": said.get("source", ""),
            "policy": policy.pk if policy else None,
            "negative": negative == "1" if negative else None,
            "waits": state == "waits" if state else None,
        }
