"""The facts form as the studio shows it: with examples, and the cursor where it is needed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from content.actions.entering import sku_refusal
from content.forms import ProductForm
from content.presentation.phrases import market_examples, market_languages

HINTS = {
    "name": _("As on the box, for example Samsung Galaxy S24 Ultra."),
    "brand": _("For example Samsung."),
    "category": _("From wide to narrow, for example Elektronik > Cep Telefonu."),
    "keyword": _("The words that buyers type; they belong in the first third of the title."),
    "price_range": _("For example 60.000–70.000 TL; it sets the tone and is never printed."),
    "competition": _("How many others sell the same."),
    "sku": _("Your own number for the product."),
}
FOLDED = ("keyword", "price_range", "competition", "tone", "sku")


class StudioProductForm(ProductForm):
    """Product facts with a hint beside each field that needs one.

    `version` names the facts that the page showed; whoever sends none has seen none.
    """

    version = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, new: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, hint in HINTS.items():
            self.fields[name].help_text = hint
        self.fields["features"].widget.attrs["placeholder"] = self._example_lines
        if self.instance.pk:
            self.initial["version"] = self.instance.version
        if new and not self.is_bound:
            self.fields["name"].widget.attrs["autofocus"] = True

    def clean_sku(self) -> str:
        """The action refuses a taken SKU too; here it is said beside the field, with the others."""
        sku = super().clean_sku()
        if refusal := sku_refusal(self.instance, sku):
            raise ValidationError(refusal)
        return sku

    @property
    def market_language(self) -> str:
        """The language of the chosen market's listings, in the person's words."""
        return market_languages().get(str(self["market"].value()), "")

    @property
    def _example_lines(self) -> str:
        """Features in the language of the chosen market's listings."""
        example = market_examples().get(str(self["market"].value()), {})
        return example.get("features", "")

    @property
    def folded(self) -> list[BoundField]:
        """The facts that may be left out and are folded away."""
        return [self[name] for name in FOLDED]

    @property
    def folded_in_error(self) -> bool:
        """Whether an error hides among them, so that they must be shown."""
        return any(name in self.errors for name in FOLDED)

    def point_out(self) -> None:
        """Let the page open with the cursor in the first field that is at fault."""
        for name in self.fields:
            if name in self.errors:
                self.fields[name].widget.attrs["autofocus"] = True
                return
