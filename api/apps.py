"""The programs' side of the site."""

from __future__ import annotations

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """Tokens, and one router a resource."""

    name = "api"
    verbose_name = "API"
