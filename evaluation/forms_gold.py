"""What a careful reader answers to an item, as a manager says it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from domain.rating import HIGHEST, LOWEST, SCALE, Choice
from evaluation.models import Campaign

CHOICES = [
    (Choice.A.value, _("A is better")),
    (Choice.B.value, _("B is better")),
    (Choice.BOTH_GOOD.value, _("Both good")),
    (Choice.BOTH_BAD.value, _("Both bad")),
]


class GoldForm(forms.Form):
    """What a careful reader answers to an item."""

    def __init__(self, campaign: Campaign, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.compares = campaign.kind == Campaign.Kind.COMPARISON
        if self.compares:
            self.fields["choice"] = forms.ChoiceField(
                label=_("Expected answer"),
                choices=[("", _("Choose…")), *CHOICES],
                error_messages={"required": _("Choose the answer that is expected.")},
            )
            return
        spoken = get_language() or "tr"
        for criterion in campaign.criteria.all():
            self.fields[criterion.key] = forms.TypedChoiceField(
                label=criterion.name.get(spoken) or criterion.name["tr"],
                required=False,
                coerce=int,
                empty_value=None,
                choices=[("", "–"), *((str(score), str(score)) for score in SCALE)],
            )

    def clean(self) -> dict[str, Any]:
        """Something must be expected."""
        data = super().clean() or self.cleaned_data
        if not self.compares and not self.errors and not any(data.values()):
            said = _("Give at least one score from %(low)d to %(high)d that is expected.")
            raise ValidationError(said, params={"low": LOWEST, "high": HIGHEST})
        return data

    def expected(self) -> dict[str, Any]:
        """What a valid form says; criteria that were left open are not expected to be anything."""
        return {name: value for name, value in self.cleaned_data.items() if value}
