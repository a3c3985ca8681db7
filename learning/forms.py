"""What a manager says of a learning policy."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from domain.gate import LEAST_PRODUCTS
from learning.actions.policies import Terms
from learning.models import Policy
from learning.models.policy import LEAST_THRESHOLD, MOST_THRESHOLD
from learning.queries.overview import teachable
from models_registry.models import Family
from models_registry.models.canary import MOST
from models_registry.names import CATEGORY_CHOICES

MOST_EPOCHS = 10
MOST_PRODUCTS = 10_000
_THRESHOLD = _("Give a whole number from %(least)d to %(most)d.") % {
    "least": LEAST_THRESHOLD,
    "most": MOST_THRESHOLD,
}
_SHARE = _("Give a whole number from 1 to %(most)d.") % {"most": MOST}
_SCORE = _("Give a number from 0 to 100, or leave it empty.")
_PRODUCTS = _("Give a whole number, %(least)d or more, or leave it empty.") % {
    "least": LEAST_PRODUCTS
}
_EPOCHS = _("Give a whole number from 1 to %(most)d.") % {"most": MOST_EPOCHS}


def _said(message: Any) -> dict[str, Any]:
    return dict.fromkeys(("required", "invalid", "min_value", "max_value"), message)


class PolicyForm(forms.Form):
    """When it learns, and what becomes of the version that comes of it."""

    threshold = forms.IntegerField(
        label=_("Feedback for a retraining"),
        min_value=LEAST_THRESHOLD,
        max_value=MOST_THRESHOLD,
        error_messages=_said(_THRESHOLD),
        help_text=_("A retraining begins by itself when so much feedback waits."),
    )
    decision = forms.ChoiceField(
        label=_("When a version is better"),
        choices=Policy.Decision.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what becomes of a version that is better.")},
    )
    share = forms.IntegerField(
        label=_("Share of a trial (%)"),
        min_value=1,
        max_value=MOST,
        error_messages=_said(_SHARE),
        help_text=_("Of a hundred products, how many it writes for where it is tried first."),
    )
    least_score = forms.FloatField(
        label=_("Least score"),
        required=False,
        min_value=0,
        max_value=100,
        error_messages=_said(_SCORE),
        help_text=_("What a version has to reach. Empty takes what is asked of the family."),
    )
    products = forms.IntegerField(
        label=_("Products to measure on"),
        required=False,
        min_value=LEAST_PRODUCTS,
        max_value=MOST_PRODUCTS,
        error_messages=_said(_PRODUCTS),
        help_text=_("Of the products that no model learns from. Empty takes all of them."),
    )
    epochs = forms.IntegerField(
        label=_("Rounds"),
        min_value=1,
        max_value=MOST_EPOCHS,
        error_messages=_said(_EPOCHS),
        help_text=_("How often a training goes through its examples."),
    )

    @classmethod
    def of(cls, policy: Policy, data: Any = None) -> PolicyForm:
        """With what holds now."""
        return cls(data, initial={name: getattr(policy, name) for name in PolicyForm.base_fields})

    def terms(self) -> Terms:
        """What a valid form says."""
        return Terms(**{name: self.cleaned_data[name] for name in PolicyForm.base_fields})


class NewPolicyForm(PolicyForm):
    """A counter of its own for a family, or for one category of it."""

    family = forms.ModelChoiceField(
        label=_("Family"),
        queryset=Family.objects.none(),
        error_messages={"required": _("Choose the family that is to learn.")},
    )
    category = forms.ChoiceField(
        label=_("Category"),
        required=False,
        choices=[("", _("All without a counter of their own")), *CATEGORY_CHOICES],
        help_text=_("Feedback about it that waits in the family’s counter moves here."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        family = self.fields["family"]
        assert isinstance(family, forms.ModelChoiceField)  # noqa: S101 - declared above
        family.queryset = teachable()
