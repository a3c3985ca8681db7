"""Settings that a manager changes while the site runs."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class SiteSettings(models.Model):
    """The one row of site-wide choices."""

    collect_examples = models.BooleanField(
        _("data collection: keep listings as training examples"),
        default=False,
        help_text=_("Holds for everyone who has not chosen for themselves."),
    )

    class Meta:
        verbose_name = verbose_name_plural = _("site settings")
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="one_site_settings")]

    def __str__(self) -> str:
        return str(self._meta.verbose_name)

    @classmethod
    def current(cls) -> SiteSettings:
        """The row, made on first use."""
        row, _created = cls.objects.get_or_create(pk=1)
        return row
