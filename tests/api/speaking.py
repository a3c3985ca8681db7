"""A program that speaks to the API with a token, for tests."""

from __future__ import annotations

import json
from typing import Any, cast

from django.http import HttpResponse, HttpResponseBase
from django.test import Client

from accounts.models import User
from api.actions.tokens import create_token
from api.scopes import Scope

V1 = "/api/v1"
FACTS: dict[str, Any] = {
    "name": "Samsung Galaxy S24 Ultra",
    "brand": "Samsung",
    "features": [
        "6.8 inç Dynamic AMOLED 2X ekran",
        "200MP ana kamera sistemi",
        "5000mAh batarya",
    ],
    "category": "Elektronik > Cep Telefonu",
    "keyword": "akıllı telefon",
}


class Program:
    """Sends JSON and reads JSON, in English unless told otherwise."""

    def __init__(self, token: str = "", language: str = "en") -> None:
        self.client = Client()
        self.headers = {"Accept-Language": language}
        if token:
            self.headers["Authorization"] = f"Bearer {token}"

    def send(self, method: str, path: str, body: Any = None, **headers: str) -> HttpResponse:
        """The answer to a request; `Idempotency_Key="x"` becomes a header."""
        more = {name.replace("_", "-"): value for name, value in headers.items()}
        sent: Any = "" if body is None else body if isinstance(body, str) else json.dumps(body)
        answer: Any = self.client.generic(
            method,
            f"{V1}{path}",
            sent,
            content_type="application/json",
            headers=self.headers | more,
        )
        assert isinstance(answer, HttpResponseBase)
        return cast("HttpResponse", answer)

    def get(self, path: str, **headers: str) -> HttpResponse:
        return self.send("GET", path, **headers)

    def post(self, path: str, body: Any = None, **headers: str) -> HttpResponse:
        return self.send("POST", path, {} if body is None else body, **headers)

    def patch(self, path: str, body: Any, **headers: str) -> HttpResponse:
        return self.send("PATCH", path, body, **headers)

    def delete(self, path: str, **headers: str) -> HttpResponse:
        return self.send("DELETE", path, **headers)


def program_of(user: User, *scopes: Scope, **more: Any) -> Program:
    """A program with a new token of `user`: to read and write, unless scopes are named."""
    chosen = scopes or (Scope.READ, Scope.WRITE)
    return Program(create_token(user, "test", chosen, 30)[1], **more)


def told(answer: HttpResponse, status: int = 200) -> Any:
    """What the answer says, known to have that status."""
    assert answer.status_code == status, answer.content.decode()
    return json.loads(answer.content)


def trouble(answer: HttpResponse, status: int, code: str) -> Any:
    """The problem that the answer is, known to be that one and to have the right form."""
    assert answer.status_code == status, answer.content.decode()
    assert answer["Content-Type"] == "application/problem+json"
    said = json.loads(answer.content)
    assert said["code"] == code, said
    assert said["status"] == status
    assert said["title"]
    assert said["detail"]
    assert said["type"].endswith(f"#problem-{code}")
    assert said["instance"].startswith(V1)
    return said
