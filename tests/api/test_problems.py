"""Whatever goes wrong is said in one form, by whoever met it, and never a page for people."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from unittest.mock import patch

import pytest
from django.test import Client

from accounts.models import User
from api.resources import score
from tests.api.speaking import FACTS, Program, program_of, told, trouble
from walmartgpt.gate import Gate

pytestmark = pytest.mark.django_db


@pytest.fixture
def program(author: User) -> Program:
    return program_of(author)


def test_an_address_that_is_not_there(program: Program) -> None:
    trouble(program.get("/nothing"), 404, "not_found")
    trouble(program.get("/listings/999"), 404, "not_found")


def test_a_method_that_is_not_offered(program: Program) -> None:
    refused = program.send("PUT", "/listings")
    trouble(refused, 405, "method")
    assert set(refused["Allow"].split(", ")) == {"GET", "POST"}


def test_a_body_that_is_no_json(program: Program) -> None:
    for body in ("{", "", "[NaN]", '{"a": "\\ud800"}', "[" * 100_000):
        answer = program.send("POST", "/products", body)
        assert answer.status_code in (400, 422), body[:10]
        assert answer["Content-Type"] == "application/problem+json"


def test_a_body_of_another_type(program: Program) -> None:
    answer = program.client.post("/api/v1/products", {"name": "x"}, headers=program.headers)
    trouble(answer, 415, "media_type")  # type: ignore[arg-type]


def test_every_field_at_fault_is_named(program: Program) -> None:
    facts = {"name": "", "features": ["x" * 301], "tone": "loud", "market": "mars", "size": 1}
    said = trouble(program.post("/products", {"facts": facts, "sku": "a\0b"}), 422, "invalid")
    assert {error["pointer"] for error in said["errors"]} == {
        "#/facts/name",
        "#/facts/features/0",
        "#/facts/tone",
        "#/facts/market",
        "#/facts/size",
        "#/sku",
    }
    assert all(error["detail"] and error["code"] for error in said["errors"])
    said = trouble(program.get("/listings?limit=many"), 422, "invalid")
    assert said["errors"] == [
        {"parameter": "limit", "code": "int_parsing", "detail": "This must be a whole number."}
    ]


def test_a_fault_of_ours_is_told_as_one(program: Program) -> None:
    with patch.object(score, "judge", side_effect=RuntimeError("secret")):
        body = {"facts": FACTS, "listing": {"title": "x"}}
        answer = program.post("/score", body)
    trouble(answer, 500, "error")
    assert b"secret" not in answer.content


def test_a_cookie_opens_nothing(author: User, client_of: Callable[[User], Client]) -> None:
    answer = client_of(author).get("/api/v1/listings", headers={"Accept-Language": "en"})
    trouble(answer, 401, "no_token")  # type: ignore[arg-type]
    assert answer["WWW-Authenticate"].startswith("Bearer")
    assert not answer.cookies


def test_other_sites_pages_get_nothing(program: Program) -> None:
    answer = program.get("/listings", Origin="https://elsewhere.example")
    told(answer)
    assert "Access-Control-Allow-Origin" not in answer
    assert answer["Cache-Control"] == "no-store"


def test_the_language_is_the_header_s(author: User) -> None:
    author.language = "tr"
    author.save()
    assert program_of(author).get("/listings")["Content-Language"] == "en"
    assert program_of(author, language="").get("/listings")["Content-Language"] == "tr"


@pytest.mark.parametrize(
    ("header", "value", "status", "code"),
    [
        ("content-length", "99999999", 413, "too_large"),
        ("content-type", "application/json; charset=utf-16", 400, "unreadable"),
    ],
)
async def test_what_is_refused_before_it_is_read(
    header: str, value: str, status: int, code: str
) -> None:
    sent: list[dict[str, Any]] = []

    async def send(message: Any) -> None:
        sent.append(dict(message))

    async def nothing(*_args: Any) -> Any:
        raise AssertionError

    headers = [(header.encode(), value.encode()), (b"accept-language", b"en")]
    scope = {"type": "http", "path": "/api/v1/products", "headers": headers}
    await Gate(nothing)(scope, nothing, send)
    assert sent[0]["status"] == status
    assert (b"content-type", b"application/problem+json") in sent[0]["headers"]
    said = json.loads(sent[1]["body"])
    assert (said["code"], said["instance"]) == (code, "/api/v1/products")
