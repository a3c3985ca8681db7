"""Versions and families as commands are told them."""

from __future__ import annotations

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from models_registry.actions.entering import families
from models_registry.models import Family, Version
from models_registry.queries.live import named
from terminal.showing import in_one_line


def version_called(name: str) -> Version:
    """The version `family:1.2.0`, or a family's live one; CommandError that names others."""
    version = named(name)
    if version is not None:
        return version
    newest = Version.objects.select_related("family").order_by("-pk")[:10]
    raise CommandError(
        _("There is no model version “%(name)s”. The newest: %(available)s.")
        % {
            "name": in_one_line(name)[:100],
            "available": ", ".join(map(str, newest)) or _("none yet"),
        }
    )


def family_called(name: str) -> Family:
    """The family of that name; CommandError that names those there are."""
    found = families().get(name) or Family.objects.filter(name=name).first()
    if found is not None:
        return found
    raise CommandError(
        _("There is no model family “%(name)s”. Available: %(available)s.")
        % {
            "name": in_one_line(name)[:100],
            "available": ", ".join(Family.objects.values_list("name", flat=True)),
        }
    )
