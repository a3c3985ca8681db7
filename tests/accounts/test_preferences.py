"""Language, theme and password: remembered for the person, and before sign-in by the browser."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

import pytest
from django.conf import settings
from django.http import HttpResponse, HttpResponseBase
from django.test import Client

from accounts.models import User
from accounts.roles import Role
from tests.factories import make_user

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User | None], Client]
LANGUAGE, THEME = "/preferences/language/", "/preferences/theme/"


def test_the_site_is_turkish_whatever_the_browser_speaks(client: Client) -> None:
    page = client.get("/sign-in/", headers={"accept-language": "en-US,en"})
    assert '<html lang="tr"' in page.content.decode()
    assert "Giriş yap" in page.content.decode()
    assert page.headers["Content-Language"] == "tr"


def test_a_visitor_can_change_the_language(client: Client) -> None:
    response = client.post(LANGUAGE, {"language": "en", "next": "/sign-in/?next=/listings/"})
    assert response.headers["Location"] == "/sign-in/?next=/listings/"
    cookie = client.cookies[settings.LANGUAGE_COOKIE_NAME]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    assert "Sign in" in client.get("/sign-in/").content.decode()


def test_a_person_keeps_the_language_on_every_device(author: User, client_of: ClientOf) -> None:
    client_of(author).post(LANGUAGE, {"language": "en"})
    author.refresh_from_db()
    assert author.language == "en"
    assert '<html lang="en"' in client_of(author).get("/preferences/").content.decode()


def test_signing_in_brings_the_language_along(client: Client) -> None:
    make_user(username="reader", language="en")
    client.post("/sign-in/", {"username": "reader", "password": "secret"})
    client.post("/sign-out/")
    assert "Sign in" in client.get("/sign-in/").content.decode()


def test_a_language_there_is_not_is_refused(author: User, client_of: ClientOf) -> None:
    assert client_of(author).post(LANGUAGE, {"language": "xx"}).status_code == 400
    author.refresh_from_db()
    assert author.language == ""


def test_a_forged_language_cookie_counts_for_nothing(client: Client) -> None:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "../../etc/passwd"
    assert '<html lang="tr"' in client.get("/sign-in/").content.decode()


def test_the_theme_is_kept_and_shown_from_the_first_byte(author: User, client_of: ClientOf) -> None:
    client_of(author).post(THEME, {"theme": "dark"})
    assert 'data-theme="dark"' in client_of(author).get("/preferences/").content.decode()


def test_a_visitor_keeps_the_theme_in_the_browser(client: Client) -> None:
    client.post(THEME, {"theme": "light"})
    assert 'data-theme="light"' in client.get("/sign-in/").content.decode()
    client.cookies["theme"] = '"><script>'
    assert 'data-theme="auto"' in client.get("/sign-in/").content.decode()


def test_a_theme_there_is_not_is_refused(author: User, client_of: ClientOf) -> None:
    assert client_of(author).post(THEME, {"theme": "neon"}).status_code == 400


@pytest.mark.parametrize("address", [LANGUAGE, THEME])
def test_a_choice_takes_a_post_and_leads_to_our_own_pages_only(
    address: str, author: User, client_of: ClientOf
) -> None:
    client = client_of(author)
    assert client.get(address).status_code == 405
    for elsewhere in ("https://evil.example/", "//evil.example/", "foo", "?x", "["):
        data = {"language": "tr", "theme": "auto", "next": elsewhere}
        assert client.post(address, data).headers["Location"] == "/"


def test_preferences_ask_for_signing_in(client: Client) -> None:
    assert client.get("/preferences/").status_code == 302
    assert client.get("/preferences/password/").status_code == 302


def test_only_those_who_may_collect_are_offered_it(author: User, client_of: ClientOf) -> None:
    rater = make_user(Role.RATER)
    assert "Veri toplama" in client_of(author).get("/preferences/").content.decode()
    assert "Veri toplama" not in client_of(rater).get("/preferences/").content.decode()


def test_the_collection_switch_comes_back_to_the_preferences(
    author: User, client_of: ClientOf
) -> None:
    data = {"collect": "on", "from": "preferences"}
    response = client_of(author).post("/studio/collect/", data)
    assert response.headers["Location"] == "/preferences/"
    author.refresh_from_db()
    assert author.collect_examples is True


def test_a_new_password_takes_the_old_one(author: User, client_of: ClientOf) -> None:
    client = client_of(author)
    chosen = "uzun-ve-yeni-parola-9"
    data = {"old_password": "wrong", "new_password1": chosen, "new_password2": chosen}
    assert client.post("/preferences/password/", data).status_code == 200
    response = client.post("/preferences/password/", data | {"old_password": "secret"})
    assert response.headers["Location"] == "/preferences/"
    author.refresh_from_db()
    assert author.check_password(chosen)
    assert client.get("/preferences/").status_code == 200


def change(client: Client, old: str) -> HttpResponseBase:
    chosen = "uzun-ve-yeni-parola-9"
    data = {"old_password": old, "new_password1": chosen, "new_password2": chosen}
    return client.post("/preferences/password/", data)


def test_the_old_password_cannot_be_guessed(author: User, client_of: ClientOf) -> None:
    client = client_of(author)
    statuses = [change(client, f"guess-{number}").status_code for number in range(5)]
    assert statuses == [200, 200, 200, 200, 429]
    locked = cast(HttpResponse, change(client, "secret"))
    assert locked.status_code == 429
    page = locked.content.decode()
    assert "15 dakika" in page
    assert "Parola değişikliği" in page
    assert 'href="/preferences/"' in page
    author.refresh_from_db()
    assert author.check_password("secret")
    # They are the same guesses as at the door.
    sign_in = {"username": author.username, "password": "secret"}
    assert client_of(None).post("/sign-in/", sign_in).status_code == 429


def test_a_password_that_was_changed_forgets_the_guesses(author: User, client_of: ClientOf) -> None:
    client = client_of(author)
    for old in ("secret", "uzun-ve-yeni-parola-9"):
        for _ in range(4):
            assert change(client, "guess").status_code == 200
        assert change(client, old).status_code == 302


def test_the_administration_has_no_second_door(manager: User, client_of: ClientOf) -> None:
    answer = client_of(manager).post("/admin/password_change/", {"old_password": "guess"})
    assert answer.headers["Location"] == "/preferences/password/"
