"""A validated version that writes a share of a family's drafts, to be watched before it is live."""

from __future__ import annotations

import hashlib

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from models_registry.models.family import Family
from models_registry.models.version import Version

MOST = 50
"""Percent: more than half is no trial."""


class Canary(models.Model):
    """One trial of one candidate, from its beginning to its end."""

    family = models.ForeignKey(
        Family, models.PROTECT, related_name="canaries", verbose_name=_("family")
    )
    version = models.ForeignKey(
        Version, models.PROTECT, related_name="canaries", verbose_name=_("candidate")
    )
    share = models.PositiveSmallIntegerField(
        _("share"), validators=[MinValueValidator(1), MaxValueValidator(MOST)]
    )
    """Of a hundred products, how many get their drafts from the candidate."""
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    started_at = models.DateTimeField(_("started at"), auto_now_add=True)
    ended_at = models.DateTimeField(_("ended at"), null=True)
    why = models.CharField(_("reason"), max_length=40, blank=True)
    """Why it ended; a code of `models_registry.names.WHYS`."""

    class Meta:
        verbose_name, verbose_name_plural = _("trial of a candidate"), _("trials of candidates")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["family"], condition=Q(ended_at=None), name="one_canary_a_family"
            )
        ]

    def __str__(self) -> str:
        return f"{self.version} ({self.share} %)"

    def takes(self, product: str) -> bool:
        """Whether the candidate writes for that product: always the same answer while it lasts."""
        said = f"{self.pk}:{product}".encode()
        return int.from_bytes(hashlib.sha256(said).digest()[:4]) % 100 < self.share
