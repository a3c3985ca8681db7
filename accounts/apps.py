"""People and their roles; the roles exist wherever the tables do."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("People")

    def ready(self) -> None:
        """After each migration, not in one: a database emptied by a test has its roles again."""
        post_migrate.connect(_create_roles, sender=self)


def _create_roles(**_kwargs: Any) -> None:
    from django.contrib.auth.models import Group

    from accounts.roles import Role

    for role in Role:
        Group.objects.get_or_create(name=role.value)
