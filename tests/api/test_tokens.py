"""Tokens: what opens the API, for how long, how often, and who makes and revokes them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import override_settings
from django.utils import timezone

from accounts.errors import ActionRefused
from accounts.models import User
from api.actions.tokens import MOST_TOKENS, create_token, revoke_token
from api.http import limiting
from api.models import ApiToken, TokenEvent
from api.scopes import Scope
from tests.api.speaking import Program, program_of, told, trouble

pytestmark = pytest.mark.django_db
BOTH = (Scope.READ, Scope.WRITE)


def test_the_secret_is_kept_nowhere(author: User) -> None:
    token, said = create_token(author, "shop", BOTH, 30)
    assert said.startswith("wgpt_")
    assert len(said) > 45
    row = ApiToken.objects.values().get(pk=token.pk)
    assert said not in str(row)
    assert row["ending"] == said[-4:]
    told(Program(said).get("/listings"))


@pytest.mark.parametrize("said", ["", "wgpt_", "wgpt_" + "x" * 43, "Çğ", "x" * 5000])
def test_nobody_comes_in_without_one(db: None, said: str) -> None:
    answer = Program(said.encode().decode("latin-1")).get("/listings")
    trouble(answer, 401, "unknown_token" if said else "no_token")


def test_an_expired_one_opens_nothing(author: User) -> None:
    program = program_of(author)
    ApiToken.objects.update(expires_at=timezone.now())
    refused = program.get("/listings")
    trouble(refused, 401, "expired_token")
    assert 'error="invalid_token"' in refused["WWW-Authenticate"]


def test_a_revoked_one_opens_nothing_at_once(author: User) -> None:
    program = program_of(author)
    told(program.get("/listings"))
    token = ApiToken.objects.get()
    revoke_token(author, token)
    revoke_token(author, token)
    trouble(program.get("/listings"), 401, "revoked_token")
    kinds = [event.kind for event in TokenEvent.objects.order_by("pk")]
    assert kinds == ["created", "revoked"]


def test_whoever_is_switched_off_is_out(author: User) -> None:
    program = program_of(author)
    author.is_active = False
    author.save()
    trouble(program.get("/listings"), 401, "inactive")


def test_a_role_that_is_taken_away_is_gone_from_the_token(author: User) -> None:
    program = program_of(author)
    told(program.get("/listings"))
    author.groups.clear()
    trouble(program.get("/listings"), 403, "forbidden")


def test_others_cannot_revoke_it_and_who_manages_people_can(
    author: User, colleague: User, manager: User
) -> None:
    token, _said = create_token(author, "shop", BOTH, 30)
    with pytest.raises(PermissionDenied):
        revoke_token(colleague, token)
    revoke_token(manager, token)
    assert TokenEvent.objects.first().actor == manager  # type: ignore[union-attr]


def test_a_token_never_has_more_than_its_person(author: User, manager: User) -> None:
    with pytest.raises(ActionRefused, match="manages models"):
        create_token(author, "deploy", [Scope.MANAGE], 30)
    create_token(manager, "deploy", [Scope.MANAGE], 30)


@pytest.mark.parametrize(
    ("name", "scopes", "days", "code"),
    [
        (" ", BOTH, 30, "name"),
        ("x" * 81, BOTH, 30, "name"),
        ("shop", (), 30, "scope"),
        ("shop", BOTH, 0, "days"),
        ("shop", BOTH, 366, "days"),
    ],
)
def test_what_a_token_cannot_be(
    author: User, name: str, scopes: tuple[Scope, ...], days: int, code: str
) -> None:
    with pytest.raises(ActionRefused) as refused:
        create_token(author, name, scopes, days)
    assert refused.value.code == code


def test_a_person_has_a_bounded_number(author: User) -> None:
    made = [create_token(author, f"token {n}", BOTH, 30)[0] for n in range(MOST_TOKENS)]
    with pytest.raises(ActionRefused):
        create_token(author, "one more", BOTH, 30)
    revoke_token(author, made[0])
    create_token(author, "one more", BOTH, 30)


def test_the_last_use_is_noted_once_a_minute(author: User) -> None:
    program = program_of(author)
    told(program.get("/listings"))
    first = ApiToken.objects.get().last_used_at
    assert first
    told(program.get("/listings"))
    assert ApiToken.objects.get().last_used_at == first
    ApiToken.objects.update(last_used_at=first - timedelta(minutes=2))
    told(program.get("/listings"))
    assert ApiToken.objects.get().last_used_at > first  # type: ignore[operator]


@override_settings(API_RATE=2)
def test_who_asks_too_often_is_told_when_to_come_again(author: User) -> None:
    program, other = program_of(author), program_of(author)
    first = program.get("/listings")
    assert (first["RateLimit-Limit"], first["RateLimit-Remaining"]) == ("2", "1")
    assert 1 <= int(first["RateLimit-Reset"]) <= 60
    told(program.get("/listings"))
    refused = program.get("/listings")
    trouble(refused, 429, "rate")
    assert refused["Retry-After"] == refused["RateLimit-Reset"]
    assert refused["RateLimit-Remaining"] == "0"
    told(other.get("/listings"))


def test_the_next_window_begins_anew() -> None:
    digest = "a" * 64
    first = limiting.count(digest, now=120.0)
    assert (first.used, first.reset) == (1, 60)
    assert limiting.count(digest, now=179.9).used == 2
    assert limiting.count(digest, now=180.0).used == 1


@override_settings(REDIS_URL="redis://127.0.0.1:1/0")
def test_without_a_broker_each_process_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limiting, "_away_until", 0.0)
    digest = "b" * 64
    assert [limiting.count(digest, now=240.0).used for _ in range(3)] == [1, 2, 3]
