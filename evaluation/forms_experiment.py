"""What a person says of an experiment before it begins."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from domain.gate import LEAST_PRODUCTS
from domain.listing import Product
from evaluation.actions.experiments import MARGIN, ExperimentPlan
from evaluation.models import Experiment
from evaluation.models.experiment import MOST_SEEDS
from evaluation.queries.compared import offered
from evaluation.queries.experiments import own_products
from evaluation.suite import chosen
from models_registry.models import Version

Source = Experiment.Source


class ExperimentForm(forms.Form):
    """Two versions, products, and the difference that matters."""

    a = forms.ChoiceField(label=_("Version A"), help_text=_("What is compared with."))
    b = forms.ChoiceField(label=_("Version B"), help_text=_("What may be better."))
    margin = forms.FloatField(
        label=_("Difference that matters (points)"),
        initial=MARGIN,
        min_value=0.1,
        max_value=100,
        localize=True,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        help_text=_("Of 100 points of the overall score; nobody would mind a smaller one."),
    )
    seeds = forms.IntegerField(
        label=_("Texts of each product"),
        initial=1,
        min_value=1,
        max_value=MOST_SEEDS,
        help_text=_("By each version. More of them help less than more products do."),
    )
    source = forms.ChoiceField(
        label=_("Products"), choices=Source, initial=Source.HELD_OUT, widget=forms.RadioSelect
    )
    count = forms.IntegerField(label=_("How many held-out products"))
    own = forms.MultipleChoiceField(
        label=_("The team’s own products"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("The newest 200. A model may have learnt from listings of them."),
    )
    stops_early = forms.BooleanField(
        label=_("End as soon as it is decided"),
        required=False,
        help_text=_("The verdict holds at any look, so that it may end early."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._versions = {version.name: version for version in offered()}
        names = [("", _("Choose a version")), *((name, name) for name in self._versions)]
        for key in ("a", "b"):
            field = self.fields[key]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
            field.choices = names
        self._held_out = chosen()
        self._own = {str(product.pk): product for product in own_products()}
        own = self.fields["own"]
        assert isinstance(own, forms.MultipleChoiceField)  # noqa: S101 - declared above
        own.choices = [(key, product.name) for key, product in self._own.items()]
        most = len(self._held_out)
        count = self.fields["count"]
        count.initial = most
        count.help_text = _("At most %(most)d: products that no model has learnt from.") % {
            "most": most
        }
        count.validators += [MinValueValidator(LEAST_PRODUCTS), MaxValueValidator(most)]

    def clean(self) -> dict[str, Any]:
        """Two versions, and products from where the person says."""
        said: dict[str, Any] = super().clean() or {}
        if said.get("a") and said.get("a") == said.get("b"):
            self.add_error("b", _("Choose another version than A."))
        if said.get("source") == Source.OWN and len(said.get("own", ())) < LEAST_PRODUCTS:
            self.add_error(
                "own", _("Choose at least %(least)d products.") % {"least": LEAST_PRODUCTS}
            )
        return said

    @property
    def versions(self) -> tuple[Version, Version]:
        """A and B; only of a form that is valid."""
        return self._versions[self.cleaned_data["a"]], self._versions[self.cleaned_data["b"]]

    def plan(self) -> ExperimentPlan:
        """What to ask for; only of a form that is valid."""
        said = self.cleaned_data
        return ExperimentPlan(
            products=self._products(),
            source=Source(said["source"]),
            seeds=said["seeds"],
            margin=said["margin"],
            stops_early=said["stops_early"],
        )

    def _products(self) -> dict[str, Product]:
        said = self.cleaned_data
        if said["source"] == Source.OWN:
            return {f"product-{key}": self._own[key].facts() for key in said["own"]}
        wanted = list(self._held_out.items())[: said["count"]]
        return dict(wanted)
