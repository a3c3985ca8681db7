"""Many at once."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BulkConfig(AppConfig):
    """Imports of products, batches of drafts, exports of listings."""

    name = "bulk"
    verbose_name = _("Bulk work")

    def ready(self) -> None:
        """Hear of drafts that have ended."""
        from bulk import receivers

        receivers.connect()
