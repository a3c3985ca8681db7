"""Signing in and out, and what happens to somebody who guesses."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from accounts.models import User

pytestmark = pytest.mark.django_db
SIGN_IN = "/sign-in/"


def sign_in(client: Client, password: str = "secret", **more: str) -> int:
    data = {"username": "author", "password": password, **more}
    return client.post(SIGN_IN, data).status_code


def test_signing_in_leads_home(author: User, client: Client) -> None:
    response = client.post(SIGN_IN, {"username": "author", "password": "secret"})
    assert response.headers["Location"] == reverse("home")


def test_anonymous_people_are_led_through_signing_in(author: User, client: Client) -> None:
    asked = client.get("/listings/", {"status": "draft"})
    assert asked.headers["Location"] == SIGN_IN + "?next=/listings/%3Fstatus%3Ddraft"
    page = client.get(asked.headers["Location"]).content.decode()
    assert 'name="next" value="/listings/?status=draft"' in page
    data = {"username": "author", "password": "secret", "next": "/listings/?status=draft"}
    assert client.post(SIGN_IN, data).headers["Location"] == "/listings/?status=draft"


@pytest.mark.parametrize("away", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_signing_in_leads_nowhere_else(author: User, client: Client, away: str) -> None:
    response = client.post(SIGN_IN, {"username": "author", "password": "secret", "next": away})
    assert response.headers["Location"] == reverse("home")


def test_a_wrong_password_says_what_to_check(author: User, client: Client) -> None:
    response = client.post(SIGN_IN, {"username": "author", "password": "wrong"})
    assert "klavye düzenini" in response.content.decode()
    assert not client.session.get("_auth_user_id")


def test_somebody_switched_off_cannot_sign_in(author: User, client: Client) -> None:
    author.is_active = False
    author.save()
    assert sign_in(client) == 200
    assert not client.session.get("_auth_user_id")


def test_too_many_wrong_passwords_lock_and_say_for_how_long(author: User, client: Client) -> None:
    statuses = [sign_in(client, "wrong") for _ in range(settings.AXES_FAILURE_LIMIT)]
    assert statuses[-1] == 429
    locked = client.post(SIGN_IN, {"username": "author", "password": "secret"})
    assert locked.status_code == 429
    page = locked.content.decode()
    assert "15 dakika" in page
    assert "5 kez" in page
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    page = client.post(SIGN_IN, {"username": "author", "password": "secret"}).content.decode()
    assert "Wait 15 minutes" in page


def test_whoever_is_signed_in_goes_on(author: User, client_of: Callable[..., Client]) -> None:
    assert client_of(author).get(SIGN_IN).headers["Location"] == reverse("home")


def test_signing_out_takes_a_post(author: User, client_of: Callable[..., Client]) -> None:
    client = client_of(author)
    assert client.get("/sign-out/").status_code == 405
    assert client.session.get("_auth_user_id")
    assert client.post("/sign-out/").headers["Location"] == SIGN_IN
    assert not client.session.get("_auth_user_id")


def test_the_form_carries_a_csrf_token(author: User) -> None:
    client = Client(enforce_csrf_checks=True)
    response = client.post(SIGN_IN, {"username": "author", "password": "secret"})
    assert response.status_code == 403
    assert "Formun süresi dolmuş" in response.content.decode()


def test_the_policy_allows_nothing_inline(client: Client) -> None:
    response = client.get(SIGN_IN)
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    page = response.content.decode()
    assert "style=" not in page
    assert "onclick" not in page
