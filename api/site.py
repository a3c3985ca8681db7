"""The API as a whole: its operations, what is said where they fail, and its schema."""

from __future__ import annotations

from typing import Any

import structlog
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.parser import Parser
from pydantic_core import from_json

from api.http import problems
from api.http.fields import invalid
from api.http.problems import Problem
from api.http.refusals import KNOWN, problem_from
from api.http.serving import require_json
from api.openapi import completed
from api.resources import (
    approvals,
    batches,
    feedback,
    imports,
    jobs,
    listings,
    me,
    models,
    products,
    ratings,
    revisions,
    score,
    validations,
)

_schemas: dict[str, Any] = {}
log = structlog.get_logger(__name__)


class StrictParser(Parser):
    """JSON of the type JSON, without what JSON does not have."""

    def parse_body(self, request: HttpRequest) -> Any:
        """The body's value."""
        require_json(request.headers.get("Content-Type", ""))
        return from_json(request.body, allow_inf_nan=False)


class Site(NinjaAPI):
    """django-ninja's API with our schema."""

    def get_openapi_schema(self, **kwargs: Any) -> Any:
        """The schema with everything that holds for all operations; made once a process."""
        key = str(kwargs)
        if key not in _schemas:
            _schemas[key] = completed(super().get_openapi_schema(**kwargs))
        return _schemas[key]


site = Site(
    title="WalmartGPT",
    version="1",
    description="Most of what the pages do, for programs: listings, batches, ratings, versions.",
    urls_namespace="api-v1",
    docs_url=None,
    parser=StrictParser(),
)
_MODULES = (
    *(products, imports, listings, revisions, jobs, batches, approvals, score),
    *(feedback, ratings, models, validations, me),
)
for module in _MODULES:
    site.add_router("", module.resource.router)


def known(request: HttpRequest, error: Exception) -> HttpResponse:
    """What operations and actions refuse."""
    return problems.answer(request, problem_from(error))


def unreadable(request: HttpRequest, error: HttpError) -> HttpResponse:
    """A body that is no JSON."""
    if isinstance(error.__cause__, Problem):
        return problems.answer(request, error.__cause__)
    said = _("The body is not valid JSON: look for quotes, commas and the encoding UTF-8.")
    return problems.answer(request, Problem(error.status_code, "unreadable", said))


def unusable(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Fields that are not what the schema says."""
    return problems.answer(request, invalid(error.errors))


def broken(request: HttpRequest, error: Exception) -> HttpResponse:
    """A fault of ours: told in the log, and to the caller that it was one."""
    log.exception("API operation failed", path=request.path, exc_info=error)
    return problems.answer(request, problems.plain(500))


HANDLERS: dict[type[Exception], Any] = {
    **dict.fromkeys(KNOWN, known),
    HttpError: unreadable,
    ValidationError: unusable,
    Exception: broken,
}
for kind, handler in HANDLERS.items():
    site.add_exception_handler(kind, handler)
