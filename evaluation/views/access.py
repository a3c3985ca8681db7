"""Who may see models: whoever reads listings, and whoever manages what writes them."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Right, rights_of
from domain.versions import Number
from models_registry.models import Version
from models_registry.queries.live import named

SEEING = frozenset({Right.READ_LISTINGS, Right.MANAGE_MODELS})


def require_sight(request: HttpRequest) -> User:
    """Who asks, known to be somebody who may see models; PermissionDenied otherwise."""
    user = request.user
    if not isinstance(user, User) or not rights_of(user) & SEEING:
        raise PermissionDenied(Right.READ_LISTINGS)
    return user


def version_or_404(family: str, number: Number) -> Version:
    """The version of that number."""
    return called_or_404(f"{family}:{number}")


def called_or_404(name: str) -> Version:
    """The version called `family:1.2.0`; a family's name alone is none."""
    found = named(name) if ":" in name else None
    if found is None:
        raise Http404(_("There is no model version of that name."))
    return found
