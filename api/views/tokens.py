"""A person's tokens: made, listed, revoked. A secret is shown in the answer that made it, once."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.errors import ActionRefused
from accounts.models import User
from accounts.roles import rights_of
from api.actions.tokens import create_token, revoke_token
from api.forms import TokenForm
from api.models import ApiToken
from api.queries.tokens import own_tokens
from api.scopes import SCOPE_NAMES, Scope

UNPROCESSABLE = 422
CREATED = 201


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def tokens(request: HttpRequest) -> HttpResponse:
    """The list with the form; after making one, its secret above them."""
    user = _person(request)
    if request.method != "POST":
        return _page(request, user, TokenForm(user))
    form = TokenForm(user, request.POST)
    if not form.is_valid():
        return _page(request, user, form, status=UNPROCESSABLE)
    said = form.cleaned_data
    try:
        token, secret = create_token(user, said["name"], form.chosen, said["days"])
    except ActionRefused as refused:
        return _page(request, user, form, status=UNPROCESSABLE, trouble=str(refused))
    return _page(request, user, TokenForm(user), status=CREATED, made=token, secret=secret)


@require_POST
@login_required
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Close one of one's own."""
    user = _person(request)
    token = get_object_or_404(ApiToken, pk=pk, person=user)
    revoke_token(user, token)
    messages.success(request, _("“%(name)s” opens nothing any more.") % {"name": token.name})
    return redirect("api-tokens")


def _person(request: HttpRequest) -> User:
    user = request.user
    if not isinstance(user, User) or not rights_of(user):
        raise PermissionDenied
    return user


def _page(
    request: HttpRequest, user: User, form: TokenForm, status: int = 200, **more: Any
) -> HttpResponse:
    rows = own_tokens(user)
    context = {
        "form": form,
        "valid": [_row(row) for row in rows if row.is_valid],
        "over": [_row(row) for row in rows if not row.is_valid],
        **more,
    }
    return render(request, "api/tokens.html", context, status=status)


def _row(token: ApiToken) -> dict[str, Any]:
    return {"token": token, "scopes": [SCOPE_NAMES[Scope(one)] for one in token.scopes]}
