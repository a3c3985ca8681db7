"""Operations: registered with their scope, statuses and examples, and done in one way."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, ParamSpec, TypeVar

from django.db import transaction
from django.http import HttpResponseBase
from django.utils.translation import gettext as _
from ninja import Router
from pydantic import BaseModel

from api.http.authentication import ApiRequest, TokenAuth
from api.http.once import once
from api.http.problems import Problem
from api.http.replies import JSON, Reply, respond
from api.schemas.problem import ProblemOut
from api.scopes import Scope

P = ParamSpec("P")
Gives = BaseModel | Reply | None
R = TypeVar("R", bound=Gives)
COMMON: Final = (401, 403, 422, 429)
"""What every operation may be answered with."""
WITH_BODY: Final = (400, 409, 415)


class Resource:
    """The operations about one kind of thing."""

    def __init__(self, tag: str) -> None:
        self.router = Router(tags=[tag])

    def get(self, path: str, **offer: Any) -> Callable[[Callable[P, R]], Callable[P, R]]:
        """An operation that changes nothing."""
        return self._offered("GET", path, Scope.READ, **offer)

    def post(
        self, path: str, *, scope: Scope = Scope.WRITE, **offer: Any
    ) -> Callable[[Callable[P, R]], Callable[P, R]]:
        """An operation that makes something; sent again with its key, it is done once."""
        return self._offered("POST", path, scope, **offer)

    def patch(self, path: str, **offer: Any) -> Callable[[Callable[P, R]], Callable[P, R]]:
        """An operation that changes what is there."""
        return self._offered("PATCH", path, Scope.WRITE, **offer)

    def delete(
        self, path: str, *, scope: Scope = Scope.WRITE, **offer: Any
    ) -> Callable[[Callable[P, R]], Callable[P, R]]:
        """An operation that takes something back."""
        return self._offered("DELETE", path, scope, **offer)

    def _offered(
        self,
        method: str,
        path: str,
        scope: Scope,
        *,
        gives: type[BaseModel] | None,
        status: int = 200,
        may: Iterable[int] = (),
        asked: Mapping[str, Any] | None = None,
        told: Mapping[str, Any] | None = None,
        streams: bool = False,
    ) -> Callable[[Callable[P, R]], Callable[P, R]]:
        """Registers a view; `asked` and `told` are the examples of body and answer."""
        troubles = {*COMMON, *may, *(WITH_BODY if method in ("POST", "PATCH") else ())}
        if "{" in path:
            troubles.add(404)

        def register(view: Callable[P, R]) -> Callable[P, R]:
            self.router.api_operation(
                [method],
                path,
                auth=TokenAuth(scope),
                response={status: gives} | dict.fromkeys(sorted(troubles), ProblemOut),
                operation_id=view.__name__,
                summary=(view.__doc__ or "").split("\n")[0].rstrip("."),
                description=inspect.cleandoc(view.__doc__ or ""),
                openapi_extra={
                    "x-scope": scope.value,
                    "x-asked": asked,
                    "x-told": told,
                    "x-streams": streams,
                    "x-status": status,
                },
            )(_served(view, status, writes=scope is not Scope.READ))
            return view

        return register


def _served(view: Callable[P, R], status: int, *, writes: bool) -> Callable[..., HttpResponseBase]:
    """The view as django-ninja calls it."""

    @functools.wraps(view)
    def run(request: ApiRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        def act() -> Reply:
            return Reply.of(view(request, *args, **kwargs), status)  # type: ignore[arg-type]

        def act_whole() -> Reply:
            with transaction.atomic():
                return act()

        return respond(request, once(request, act_whole if writes else act))

    # With the annotations as values: they name what the view's own module knows.
    run.__signature__ = inspect.signature(view, eval_str=True)  # type: ignore[attr-defined]
    return run


def require_json(content_type: str) -> None:
    """Problem for a body of another type than JSON."""
    kind = content_type.partition(";")[0].strip().lower()
    if kind != JSON:
        raise Problem(
            415, "media_type", _("Send the body as JSON: “Content-Type: application/json”.")
        )
