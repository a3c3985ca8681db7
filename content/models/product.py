"""A product: the facts that a listing may use."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from content.models.lookups import Among
from domain import listing as domain

models.CharField.register_lookup(Among)


class Products(models.QuerySet["Product"]):
    """Products as they are looked for."""

    def of_skus(self, skus: Iterable[str]) -> Self:
        """Those with one of the SKUs: by the index, in which there is none without a SKU."""
        return self.exclude(sku="").filter(sku__among=[sku for sku in skus if sku])


class Product(models.Model):
    """One product's facts as a person gave them."""

    class Competition(models.TextChoices):
        LOW = "low", _("Low")
        MEDIUM = "medium", _("Medium")
        HIGH = "high", _("High")

    class Tone(models.TextChoices):
        PROFESSIONAL = "professional", _("Professional")
        FRIENDLY = "friendly", _("Friendly")
        ENTHUSIASTIC = "enthusiastic", _("Enthusiastic")
        TECHNICAL = "technical", _("Technical")

    class Language(models.TextChoices):
        TURKISH = "tr", _("Turkish")
        ENGLISH = "en", _("English")

    sku = models.CharField(_("SKU"), max_length=64, blank=True)
    name = models.CharField(_("product name"), max_length=200)
    features = models.JSONField(_("features"), default=list)
    brand = models.CharField(_("brand"), max_length=100, blank=True)
    category = models.CharField(_("category"), max_length=200, blank=True)
    price_range = models.CharField(_("price range"), max_length=100, blank=True)
    competition = models.CharField(_("competition"), max_length=10, choices=Competition, blank=True)
    keyword = models.CharField(_("primary keyword"), max_length=100, blank=True)
    tone = models.CharField(_("tone"), max_length=20, choices=Tone, default=Tone.PROFESSIONAL)
    language = models.CharField(
        _("language"), max_length=2, choices=Language, default=Language.TURKISH
    )
    market = models.CharField(_("market"), max_length=32, default="walmart-tr")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("entered by")
    )
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed at"), auto_now=True)

    objects = Products.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("product"), _("products")
        constraints = [
            models.UniqueConstraint(fields=["sku"], condition=~Q(sku=""), name="product_sku_once")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def version(self) -> str:
        """Names this state of the facts; whoever changes them says which one they had seen."""
        return self.updated_at.isoformat()

    def facts(self) -> domain.Product:
        """The facts as the value that prompts and judgements take."""
        return domain.Product(
            name=self.name,
            features=tuple(self.features),
            brand=self.brand,
            category=self.category,
            price_range=self.price_range,
            competition=self.competition,
            keyword=self.keyword,
            tone=self.tone,
            language=domain.Language(self.language),
            market=self.market,
        )
