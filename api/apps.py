"""The programs' side of the site."""

from __future__ import annotations

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """Tokens, and one router a resource."""

    name = "api"
    verbose_name = "API"

    def ready(self) -> None:
        """Hear of events, and let workers know the tasks, which stand beside what they do."""
        from api.webhooks import receivers, tasks  # noqa: F401 - importing it enters the tasks

        receivers.connect()
