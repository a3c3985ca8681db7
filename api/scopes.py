"""What a token may be used for: three words, each narrowing what its person may do."""

from __future__ import annotations

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Scope(StrEnum):
    """A token does only what one of its scopes covers and its person's role allows."""

    READ = "read"
    WRITE = "write"
    MANAGE = "manage"


SCOPE_NAMES: dict[Scope, Promise] = {
    Scope.READ: _("Read"),
    Scope.WRITE: _("Write"),
    Scope.MANAGE: _("Manage"),
}
SCOPE_HELP: dict[Scope, Promise] = {
    Scope.READ: _("See products, listings, versions and figures; have texts scored."),
    Scope.WRITE: _("Enter products, have listings written, edit and approve them, give feedback."),
    Scope.MANAGE: _("Have other model versions write, and go back to earlier ones."),
}
