"""Products and listings."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class ContentConfig(AppConfig):
    """Writing, judging, approving and keeping listings."""

    name = "content"
    verbose_name = _("Listings")

    def ready(self) -> None:
        """After migrations, see that the library can search."""
        post_migrate.connect(_prepare_search, sender=self, dispatch_uid="library search")


def _prepare_search(using: str, **_kwargs: Any) -> None:
    from content.queries.search import prepare

    prepare(connections[using])
