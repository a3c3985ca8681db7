"""A person's key for programs; of its secret only a hash is kept."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from api.scopes import Scope


class ApiToken(models.Model):
    """What a program shows instead of its person's password."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="api_tokens",
        verbose_name=_("person"),
    )
    name = models.CharField(_("name"), max_length=80)
    digest = models.CharField(max_length=64, unique=True)
    """SHA-256 of the secret, in hexadecimal."""
    ending = models.CharField(_("ends in"), max_length=8)
    """The secret's last characters, by which its person recognises it."""
    scopes = models.JSONField(_("scopes"), default=list)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    expires_at = models.DateTimeField(_("valid until"))
    last_used_at = models.DateTimeField(_("last used"), null=True)
    """To the minute: not every request writes."""
    revoked_at = models.DateTimeField(_("revoked at"), null=True)

    class Meta:
        verbose_name, verbose_name_plural = _("API token"), _("API tokens")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.name

    def is_expired(self, now: datetime | None = None) -> bool:
        """Whether its time is over."""
        return self.expires_at <= (now or timezone.now())

    @property
    def is_valid(self) -> bool:
        """Whether it opens anything still."""
        return self.revoked_at is None and not self.is_expired()

    def covers(self, scope: Scope) -> bool:
        """Whether it may be used for that."""
        return scope.value in self.scopes


class TokenEvent(models.Model):
    """Somebody made or revoked a token; rows are only ever added."""

    class Kind(models.TextChoices):
        CREATED = "created", _("Created")
        REVOKED = "revoked", _("Revoked")

    token = models.ForeignKey(
        ApiToken, models.PROTECT, related_name="events", verbose_name=_("API token")
    )
    kind = models.CharField(_("what happened"), max_length=10, choices=Kind)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("who")
    )
    data = models.JSONField(_("details"), default=dict)
    at = models.DateTimeField(_("when"), auto_now_add=True)

    class Meta:
        verbose_name, verbose_name_plural = _("token event"), _("token events")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.token}: {self.get_kind_display()}"
