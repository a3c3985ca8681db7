"""The schema says what the API does: its examples, its statuses, and what nobody thought of."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from typing import Any, Final

import jsonschema
import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from pytest_django.fixtures import Settings
from schemathesis.config import (
    GenerationConfig,
    ProjectConfig,
    ProjectsConfig,
    SchemathesisConfig,
)
from schemathesis.specs.openapi import checks

from accounts.models import User
from api.actions.tokens import create_token
from api.http import replies
from api.openapi import operations
from api.scopes import Scope
from api.site import site
from domain.versions import State
from tests.api.speaking import Program, told
from tests.bulk.batched import make_batch
from tests.evaluation.rated import make_campaign
from tests.evaluation.registry import make_version
from tests.factories import S24_TEXT, make_listing

MOST: Final = 4
"""Requests an operation, of those that keep to the schema and of those that do not."""
CHECKS: Final[list[Any]] = [
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
    checks.negative_data_rejection,
    checks.unsupported_method,
    checks.ignored_auth,
    schemathesis.checks.not_a_server_error,
]


@cache
def whole() -> dict[str, Any]:
    """The schema as it is served."""
    schema: dict[str, Any] = json.loads(json.dumps(site.get_openapi_schema(path_prefix="")))
    return schema


def rooted() -> dict[str, Any]:
    """The same with the addresses from the site's root."""
    paths = {f"/api/v1{path}": item for path, item in whole()["paths"].items()}
    return {**whole(), "paths": paths}


@pytest.fixture
def everything(db: None, monkeypatch: pytest.MonkeyPatch, settings: Settings) -> str:
    """A token for everything of who may do everything, where there is something of each kind."""
    settings.API_RATE = 1_000_000
    monkeypatch.setattr(replies, "stream", short_stream)
    monkeypatch.setattr(replies, "close_old_connections", lambda: None)
    boss = User.objects.create_superuser("boss", password="secret")
    for _ in range(2):
        make_listing(boss, S24_TEXT)
    make_version(state=State.LIVE)
    make_campaign(2)
    make_batch(boss)
    return create_token(boss, "everything", list(Scope), 30)[1]


def short_stream(*_args: Any) -> Iterator[bytes]:
    """A stream that is over at once: a draft that no worker writes never ends."""
    yield b'event: cancelled\ndata: {"number": null}\n\n'


@cache
def loaded() -> Any:
    """The schema as schemathesis reads it from the site.

    Query parameters that nobody knows are ignored, as everywhere on the web, and not tried.
    """
    tried = ProjectConfig(generation=GenerationConfig(allow_extra_parameters=False))
    config = SchemathesisConfig(projects=ProjectsConfig(default=tried))
    application = get_wsgi_application()
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application, config=config)


@pytest.fixture
def api(everything: str) -> Iterator[Any]:
    """The schema, with the site itself behind it; the test's transaction outlives a request."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield loaded()
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


ALL: Final = [
    pytest.param(path, method, operation, id=operation["operationId"])
    for path, method, operation in operations(whole())
]


@pytest.mark.parametrize("mode", list(schemathesis.GenerationMode))
@pytest.mark.parametrize(("path", "method", "operation"), ALL)
def test_no_request_meets_what_is_not_told(
    path: str,
    method: str,
    operation: dict[str, Any],
    mode: schemathesis.GenerationMode,
    api: Any,
    everything: str,
) -> None:
    asked = api[f"/api/v1{path}"][method.upper()]

    @settings(
        max_examples=MOST,
        derandomize=True,
        deadline=None,
        database=None,
        phases=(Phase.explicit, Phase.generate),  # a failure is told as it was met
        suppress_health_check=list(HealthCheck),
    )
    @given(case=asked.as_strategy(generation_mode=mode))
    def ask(case: Any) -> None:
        case.call_and_validate(headers={"Authorization": f"Bearer {everything}"}, checks=CHECKS)

    try:
        ask()
    except Unsatisfiable:
        assert mode is schemathesis.GenerationMode.NEGATIVE  # where nothing can be sent wrong


@pytest.mark.parametrize(("path", "method", "operation"), ALL)
def test_every_operation_is_told_with_examples(
    path: str, method: str, operation: dict[str, Any]
) -> None:
    components = whole()["components"]
    contents = [answer.get("content", {}) for answer in operation["responses"].values()]
    if "requestBody" in operation:
        contents.append(operation["requestBody"]["content"])
    assert all(contents)
    for content in contents:
        for media in content.values():
            schema = {**media["schema"], "components": components}
            jsonschema.validate(media["example"], schema)
    assert operation["description"].startswith(operation["summary"])
    assert operation["x-scope"] == "read" or method != "get"
    assert {"401", "403", "422", "429"} <= set(operation["responses"])


@pytest.mark.django_db
def test_the_schema_is_served_to_anybody() -> None:
    served = told(Program().get("/openapi.json"))
    assert served["openapi"].startswith("3.1")
    assert set(served["paths"]) == set(rooted()["paths"])
    assert served["components"]["securitySchemes"]["token"]["scheme"] == "bearer"
