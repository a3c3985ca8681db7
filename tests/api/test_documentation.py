"""The page of the API's documentation: whole, and nothing from elsewhere."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from api.http.refusals import UNPROCESSABLE
from api.openapi import operations
from api.presentation.documentation import CODES
from api.presentation.fields import fields_of
from api.site import site

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User | None], Client]
PAGE = "/api/docs/"


def test_every_operation_and_code_is_there(outsider: User, client_of: ClientOf) -> None:
    answer = client_of(outsider).get(PAGE)
    assert answer.status_code == 200
    page = answer.content.decode()
    for path, _method, told in operations(site.get_openapi_schema()):
        assert f'id="{told["operationId"]}"' in page
        assert path in page
    for code in CODES:
        assert f'id="problem-{code}"' in page
    assert page.count("<h1") == 1


def test_nothing_comes_from_elsewhere(author: User, client_of: ClientOf) -> None:
    page = client_of(author).get(PAGE).content.decode()
    assert not re.findall(r'(?:src|href)="(?:https?:)?//', page)
    assert " style=" not in page
    assert "<script>" not in page


def test_who_is_signed_out_signs_in_first(client_of: ClientOf) -> None:
    assert client_of(None).get(PAGE).status_code == 302


def test_codes_have_the_status_that_is_explained() -> None:
    for code, status in CODES.items():
        assert (code in UNPROCESSABLE) <= (status == 422)


def test_fields_are_told_flat_with_their_bounds() -> None:
    known = {"Facts": {"properties": {"name": {"type": "string", "maxLength": 200}}}}
    schema = {
        "properties": {
            "facts": {"anyOf": [{"$ref": "#/components/schemas/Facts"}, {"type": "null"}]},
            "scores": {"type": "array", "items": {"type": "integer"}},
            "status": {"enum": ["draft", "approved"], "type": "string", "description": "How far"},
        },
        "required": ["scores"],
    }
    assert [(one.name, one.kind, one.is_required) for one in fields_of(schema, known)] == [
        ("facts", "value, or null", False),
        ("facts.name", "text, ≤ 200 characters", False),
        ("scores", "list of whole number", True),
        ("status", "“draft” | “approved”", False),
    ]
