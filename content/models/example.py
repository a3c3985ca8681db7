"""Training examples: products with the listing a model should have written for them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from content.models.history import Revision
from content.models.product import Product


class TrainingExample(models.Model):
    """One example in exactly the exchange format, kept as the text it came in."""

    class Origin(models.TextChoices):
        GENERATED = "generated", _("Written by a model")
        APPROVED = "approved", _("Approved by a person")
        IMPORTED = "imported", _("Imported")

    origin = models.CharField(_("origin"), max_length=10, choices=Origin)
    document = models.TextField(_("example"))
    """The example's JSON as text: a JSON column would reorder keys and rewrite numbers."""
    fingerprint = models.CharField(_("fingerprint"), max_length=64, unique=True)
    """SHA-256 of the document in a canonical form, so that nothing is kept twice."""
    language = models.CharField(_("language"), max_length=2, choices=Product.Language)
    category = models.CharField(_("category"), max_length=200, blank=True)
    overall = models.PositiveSmallIntegerField(_("overall score"))
    revision = models.ForeignKey(
        Revision,
        models.SET_NULL,
        null=True,
        related_name="examples",
        verbose_name=_("version"),
    )
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("added by"),
    )
    created_at = models.DateTimeField(_("added at"), auto_now_add=True)

    class Meta:
        verbose_name, verbose_name_plural = _("training example"), _("training examples")

    def __str__(self) -> str:
        return gettext("Training example %(number)s") % {"number": self.pk}
