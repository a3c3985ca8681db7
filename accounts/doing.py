"""What a button asks for: done or refused, and told on the page that it leads to."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from accounts.errors import ActionRefused


def done(
    request: HttpRequest, act: Callable[[], object], said: str, to: str, *of: object
) -> HttpResponse:
    """Act, tell `said` or the refusal's sentence, and lead to the page `to` of `of`."""
    try:
        act()
    except ActionRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, said)
    return redirect(to, *of)
