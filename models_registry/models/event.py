"""What happened to versions: lines that are added and never changed."""

from __future__ import annotations

from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from models_registry.models.version import Unchangeable, Version


class Lines(models.QuerySet["Event"]):
    """Events to read; a query cannot change them either."""

    def update(self, **kwargs: Any) -> NoReturn:
        """Never."""
        raise Unchangeable("History is only added to.")

    def delete(self) -> NoReturn:
        """Never."""
        raise Unchangeable("History is only added to.")


class Event(models.Model):
    """One move of one version from a state to another; `before` is empty for its first."""

    version = models.ForeignKey(
        Version, models.PROTECT, related_name="events", verbose_name=_("version")
    )
    family = models.ForeignKey("models_registry.Family", models.PROTECT, related_name="+")
    at = models.DateTimeField(_("when"))
    before = models.CharField(_("from"), max_length=12, blank=True)
    after = models.CharField(_("to"), max_length=12)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("who")
    )
    why = models.CharField(_("reason"), max_length=40)
    """A code; see `models_registry.names.WHYS`."""
    details = models.JSONField(_("details"), default=dict)

    objects = Lines.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("version event"), _("version events")
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["family", "at"], name="event_family_at"),
            models.Index(fields=["version", "at"], name="event_version_at"),
        ]

    def __str__(self) -> str:
        return f"{self.before} → {self.after}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Once."""
        if not self._state.adding:
            raise Unchangeable("History is only added to.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Never."""
        raise Unchangeable("History is only added to.")
