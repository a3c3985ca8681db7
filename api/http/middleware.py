"""Around every request of a program: no cookie counts, the language is the header's, every answer
says what is left of the allowance, and trouble is a problem whoever met it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from inspect import iscoroutinefunction

from asgiref.sync import markcoroutinefunction
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import override

from api.http import language, problems
from api.http.problems import PREFIX

Answering = Callable[[HttpRequest], HttpResponseBase | Awaitable[HttpResponseBase]]


class ForPrograms:
    """Changes nothing outside `PREFIX`."""

    sync_capable = async_capable = True

    def __init__(self, get_response: Answering) -> None:
        self.get_response = get_response
        self.is_async = iscoroutinefunction(get_response)
        if self.is_async:
            markcoroutinefunction(self)

    def __call__(self, request: HttpRequest) -> HttpResponseBase | Awaitable[HttpResponseBase]:
        """The answer, or the promise of one."""
        if self.is_async:
            return self._later(request)
        _before(request)
        response = self.get_response(request)
        assert isinstance(response, HttpResponseBase)  # noqa: S101 - not async
        return _after(request, response)

    async def _later(self, request: HttpRequest) -> HttpResponseBase:
        _before(request)
        response = self.get_response(request)
        assert isinstance(response, Awaitable)  # noqa: S101 - async
        return _after(request, await response)


def _is_program(request: HttpRequest) -> bool:
    return request.path_info.startswith(PREFIX)


def _before(request: HttpRequest) -> None:
    """Take the cookies away; the language stands where whatever follows looks for it."""
    if _is_program(request):
        spoken = language.wanted(request.headers.get("Accept-Language", ""))
        request.COOKIES = {settings.LANGUAGE_COOKIE_NAME: spoken}


def _after(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    if not _is_program(request):
        return response
    if response.status_code >= 400 and response.get("Content-Type", "") != problems.MEDIA_TYPE:
        response = _as_problem(request, response)
    for name, value in _allowed(request).items():
        response[name] = value
    response.setdefault("Cache-Control", "no-store")
    return response


def _allowed(request: HttpRequest) -> dict[str, str]:
    allowance = getattr(request, "allowance", None)
    return allowance.headers() if allowance is not None else {}


def _as_problem(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """What Django or the server's own parts answered, in the form that programs read."""
    with override(language.wanted(request.headers.get("Accept-Language", ""))):
        told = problems.answer(request, problems.plain(response.status_code))
    if "Allow" in response:
        told["Allow"] = response["Allow"]
    return told
