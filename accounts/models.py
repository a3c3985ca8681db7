"""A person who signs in, and what they prefer."""

from __future__ import annotations

from functools import cached_property

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _


class User(AbstractUser):
    """Django's user with the preferences that follow a person from device to device."""

    class Theme(models.TextChoices):
        AUTO = "auto", _("As the device")
        LIGHT = "light", _("Light")
        DARK = "dark", _("Dark")

    language = models.CharField(_("language"), max_length=2, blank=True)
    theme = models.CharField(_("theme"), max_length=5, choices=Theme, default=Theme.AUTO)
    collect_examples = models.BooleanField(
        _("keep my listings as training examples"),
        null=True,
        blank=True,
        help_text=_("Empty: as the site's setting says."),
    )

    @cached_property
    def role_names(self) -> frozenset[str]:
        """The names of this person's groups, read once a request."""
        return frozenset(self.groups.values_list("name", flat=True))

    def __str__(self) -> str:
        return self.get_full_name() or self.username
