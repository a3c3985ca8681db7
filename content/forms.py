"""What people type, checked before any action sees it."""

from __future__ import annotations

from typing import Any, TypedDict

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from content.models import Product
from domain import listing as domain
from domain.bounds import LONGEST_FEATURE, MOST_FEATURES
from domain.markets import codes
from domain.markets import get as get_market
from domain.prompt import Level
from models_registry.catalog import choices as model_choices
from models_registry.catalog import count_live
from models_registry.names import LEVEL_CHOICES

LONGEST_TEXT = 20_000
ALL_LIVE = "*"
"""What the choice of a model says for all live versions together; no model is called so."""
# A text that breaks a market's limits can still be kept and mended, so these are wider.
MOST_WRITTEN_FEATURES, LONGEST_WRITTEN_FEATURE = 40, 500
TOO_LONG = _("At most %(limit_value)d characters fit here, and these are %(show_value)d: shorten.")


class Sight(TypedDict):
    """The text's revision and the approval that a person had before them."""

    seen: int
    approval: str


class Wanted(TypedDict):
    """What writes a draft, and how many of them."""

    model: str | None
    level: Level | None
    best_of: int
    ensemble: bool


class LinesField(forms.CharField):
    """One entry a line; cleans to a tuple without empty lines."""

    widget = forms.Textarea

    def __init__(self, *, most: int, longest: int, **kwargs: Any) -> None:
        self.most, self.longest = most, longest
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        """Lists are shown a line each."""
        return "\n".join(value) if isinstance(value, list | tuple) else value

    def clean(self, value: Any) -> Any:
        """The lines, or a ValidationError that names the first line that is at fault."""
        text = super().clean(value)
        lines = tuple(" ".join(line.split()) for line in text.splitlines() if line.strip())
        if len(lines) > self.most:
            raise ValidationError(
                _("%(count)d lines are too many: keep the %(most)d most important."),
                params={"count": len(lines), "most": self.most},
            )
        for number, line in enumerate(lines, 1):
            if len(line) > self.longest:
                raise ValidationError(
                    _("Line %(number)d has %(count)d characters: at most %(longest)d."),
                    params={"number": number, "count": len(line), "longest": self.longest},
                )
        return lines


class ProductForm(forms.ModelForm[Product]):
    """A product's facts."""

    features = LinesField(
        label=_("Features"),
        most=MOST_FEATURES,
        longest=LONGEST_FEATURE,
        max_length=LONGEST_TEXT,
        help_text=_("One fact a line, as on the data sheet. Nothing else may be claimed."),
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    market = forms.ChoiceField(label=_("Market"))

    class Meta:
        model = Product
        fields = (
            "name",
            "brand",
            "features",
            "category",
            "keyword",
            "price_range",
            "competition",
            "tone",
            "market",
            "language",
            "sku",
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        market = self.fields["market"]
        assert isinstance(market, forms.ChoiceField)  # noqa: S101
        spoken = get_language() or "tr"
        market.initial = Product._meta.get_field("market").default
        market.choices = [(code, get_market(code).name.in_language(spoken)) for code in codes()]
        self.fields["language"].required = False
        competition = self.fields["competition"]
        assert isinstance(competition, forms.TypedChoiceField)  # noqa: S101
        competition.choices = [("", _("Not stated")), *Product.Competition.choices]
        for field in self.fields.values():
            # A browser cuts what is pasted beyond this without a word; the form refuses in words.
            field.widget.attrs.pop("maxlength", None)
            if isinstance(field, forms.CharField):
                field.error_messages["max_length"] = TOO_LONG

    def clean_language(self) -> str:
        """A market that takes one language decides it; otherwise the person does."""
        chosen: str = self.cleaned_data.get("language") or ""
        market = self.cleaned_data.get("market")
        return str(get_market(market).language) if market else chosen

    def clean_sku(self) -> str:
        """Spaces around an SKU are never meant."""
        return str(self.cleaned_data["sku"]).strip()

    def facts(self) -> domain.Product:
        """The facts of a valid form."""
        data = self.cleaned_data
        return domain.Product(
            name=data["name"],
            features=data["features"],
            brand=data["brand"],
            category=data["category"],
            price_range=data["price_range"],
            competition=data["competition"],
            keyword=data["keyword"],
            tone=data["tone"],
            language=domain.Language(data["language"]),
            market=data["market"],
        )


class DraftForm(forms.Form):
    """Which model writes, how much is asked of it, and over which text.

    `seen` and `approval` are those of the page; whoever sends none has seen none.
    """

    seen = forms.IntegerField(min_value=0, required=False, widget=forms.HiddenInput)
    approval = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput)
    model = forms.ChoiceField(label=_("Model"), required=False)
    level = forms.ChoiceField(label=_("Prompt level"), required=False)
    best_of = forms.ChoiceField(
        label=_("Number of drafts"),
        choices=[(number, str(number)) for number in (1, 2, 3, 5)],
        required=False,
        help_text=_("The best of them becomes the text; the others are kept."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        models, levels = self.fields["model"], self.fields["level"]
        assert isinstance(models, forms.ChoiceField)  # noqa: S101
        assert isinstance(levels, forms.ChoiceField)  # noqa: S101
        known = [(choice.name, choice.name) for choice in model_choices()]
        together = [(ALL_LIVE, _("All live versions: the best draft wins"))]
        several = together if count_live() > 1 else []
        models.choices = [("", _("What is live")), *several, *known]
        levels.choices = [("", _("As suits the model")), *LEVEL_CHOICES]

    @property
    def wants_several(self) -> bool:
        """Whether more than one draft is chosen: what takes longer is not to be overlooked."""
        return str(self["best_of"].value() or 1) != "1" or self["model"].value() == ALL_LIVE

    def wanted(self) -> Wanted:
        """What a valid form asks for, as the action takes it."""
        data = self.cleaned_data
        together = data["model"] == ALL_LIVE
        return {
            "model": None if together else data["model"] or None,
            "level": data["level"],
            "best_of": data["best_of"],
            "ensemble": together,
        }

    def clean_best_of(self) -> int:
        """One where nobody says."""
        return int(self.cleaned_data["best_of"] or 1)

    def clean_level(self) -> Level | None:
        """None leaves the level to the model."""
        return Level(self.cleaned_data["level"]) if self.cleaned_data["level"] else None

    def sight(self) -> Sight:
        """What a valid form's page showed, as the actions want it."""
        return {"seen": self.cleaned_data["seen"] or 0, "approval": self.cleaned_data["approval"]}


class ListingForm(forms.Form):
    """A listing's text; `seen` is the revision that the page showed, `approval` the approval.

    Rules of a market are findings and not errors of this form: a text that breaks them can be
    saved and worked on, and only what could not be kept at all is refused.
    """

    title = forms.CharField(
        label=_("Title"), max_length=500, required=False, error_messages={"max_length": TOO_LONG}
    )
    features = LinesField(
        label=_("Key features"),
        most=MOST_WRITTEN_FEATURES,
        longest=LONGEST_WRITTEN_FEATURE,
        max_length=LONGEST_TEXT,
        required=False,
        error_messages={"max_length": TOO_LONG},
    )
    description = forms.CharField(
        label=_("Description"),
        max_length=LONGEST_TEXT,
        required=False,
        widget=forms.Textarea,
        error_messages={"max_length": TOO_LONG},
    )
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    approval = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput)

    def clean_description(self) -> str:
        """Browsers send the end of a line as two characters; places in a text count one."""
        return "\n".join(str(self.cleaned_data["description"]).splitlines())

    def text(self) -> domain.Listing:
        """The text of a valid form."""
        data = self.cleaned_data
        return domain.Listing(data["title"], data["features"], data["description"])

    def sight(self) -> Sight:
        """What a valid form's page showed, as the actions want it."""
        return {"seen": self.cleaned_data["seen"], "approval": self.cleaned_data["approval"]}


class SubstantiationForm(forms.Form):
    """Written evidence for one claim; how much of it is enough, the action says."""

    key = forms.CharField(max_length=200)
    evidence = forms.CharField(required=False)
