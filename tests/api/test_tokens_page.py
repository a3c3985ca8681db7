"""The page of one's tokens: made, shown once, listed, revoked."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from api.actions.tokens import create_token
from api.models import ApiToken
from api.scopes import Scope
from tests.api.speaking import Program, told
from tests.factories import make_user

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User | None], Client]
PAGE = "/account/tokens/"
FORM = {"name": "shop", "scopes": ["read", "write"], "days": "90"}


def made(client: Client, **more: Any) -> str:
    """The page after the form was sent."""
    answer = client.post(PAGE, FORM | more)
    assert answer.status_code == 201
    return answer.content.decode()


def test_a_token_is_made_and_its_secret_shown_once(author: User, client_of: ClientOf) -> None:
    client = client_of(author)
    said = re.search(r'<code id="secret">(wgpt_[\w-]+)</code>', made(client))
    assert said
    told(Program(said[1]).get("/listings"))
    page = client.get(PAGE)
    assert said[1] not in page.content.decode()
    assert f"wgpt_…{said[1][-4:]}" in page.content.decode()
    assert "no-store" in page["Cache-Control"] or "max-age=0" in page["Cache-Control"]


def test_one_s_own_is_revoked(author: User, client_of: ClientOf) -> None:
    token, _said = create_token(author, "shop", [Scope.READ], 30)
    client = client_of(author)
    assert client.post(f"{PAGE}{token.pk}/revoke/").status_code == 302
    assert not ApiToken.objects.get().is_valid
    assert "revoke/" not in client.get(PAGE).content.decode()


def test_others_tokens_are_neither_shown_nor_revoked(
    author: User, manager: User, client_of: ClientOf
) -> None:
    token, _said = create_token(author, "shop of the author", [Scope.READ], 30)
    client = client_of(manager)
    assert b"shop of the author" not in client.get(PAGE).content
    assert client.post(f"{PAGE}{token.pk}/revoke/").status_code == 404
    assert ApiToken.objects.get().is_valid


def test_managing_is_offered_to_who_manages(
    author: User, manager: User, client_of: ClientOf
) -> None:
    assert b'value="manage"' not in client_of(author).get(PAGE).content
    assert b'value="manage"' in client_of(manager).get(PAGE).content
    forced = client_of(author).post(PAGE, FORM | {"scopes": ["manage"]})
    assert forced.status_code == 422
    assert not ApiToken.objects.exists()


@pytest.mark.parametrize("wrong", [{"name": ""}, {"scopes": []}, {"days": "400"}, {"name": "\0"}])
def test_a_wrong_form_is_shown_again(
    author: User, client_of: ClientOf, wrong: dict[str, Any]
) -> None:
    answer = client_of(author).post(PAGE, FORM | wrong)
    assert answer.status_code == 422
    assert b"errorlist" in answer.content
    assert not ApiToken.objects.exists()


def test_who_is_signed_out_or_has_no_role(db: None, client_of: ClientOf) -> None:
    assert client_of(None).get(PAGE).status_code == 302
    assert client_of(make_user(None)).get(PAGE).status_code == 403
