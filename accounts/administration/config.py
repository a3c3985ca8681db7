"""Puts our site in the place of Django's own, so that `admin.register` means ours."""

from __future__ import annotations

from django.contrib.admin.apps import AdminConfig


class AdministrationConfig(AdminConfig):
    default = False
    default_site = "accounts.administration.site.AdministrationSite"
