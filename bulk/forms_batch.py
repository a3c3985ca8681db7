"""How a batch is written, and from which score on it is approved, as a person says it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from bulk.actions.batches import Options
from domain.contest import MOST_DRAFTS
from domain.markets import codes
from domain.markets import get as get_market
from domain.prompt import Level
from domain.quality.scores import EXCELLENT_FROM
from models_registry.catalog import choices as model_choices
from models_registry.names import LEVEL_CHOICES


class BatchForm(forms.Form):
    """The options of a batch."""

    name = forms.CharField(
        label=_("Name"), max_length=100, required=False, help_text=_("How you will find it again.")
    )
    model = forms.ChoiceField(label=_("Model"), required=False)
    level = forms.ChoiceField(label=_("Prompt level"), required=False)
    market = forms.ChoiceField(
        label=_("Market"),
        required=False,
        help_text=_("Another market than a product’s own changes that fact of the product."),
    )
    best_of = forms.IntegerField(
        label=_("Drafts of each product"),
        min_value=1,
        max_value=MOST_DRAFTS,
        initial=1,
        help_text=_("The best one counts. Each one takes its time."),
    )
    ensemble = forms.BooleanField(
        label=_("Several versions write"),
        required=False,
        help_text=_("Every live version writes, and the best text counts."),
    )
    approved = forms.BooleanField(
        label=_("Approved listings too"),
        required=False,
        help_text=_("A new draft takes their approval away. Otherwise they are left out."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        spoken = get_language() or "tr"
        markets = [(code, get_market(code).name.in_language(spoken)) for code in codes()]
        known = [(choice.name, choice.name) for choice in model_choices()]
        self._offer("model", [("", _("What is live")), *known])
        self._offer("level", [("", _("As suits the model")), *LEVEL_CHOICES])
        self._offer("market", [("", _("Each product’s own")), *markets])

    def _offer(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = choices

    def options(self) -> Options:
        """What a valid form says."""
        data = dict(self.cleaned_data)
        level = data.pop("level")
        return Options(level=Level(level) if level else None, **data)


class ThresholdForm(forms.Form):
    """The least score of what is approved."""

    threshold = forms.IntegerField(
        label=_("Least score"), min_value=0, max_value=100, initial=EXCELLENT_FROM
    )
