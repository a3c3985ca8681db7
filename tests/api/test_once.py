"""A request that names itself is done once, whatever happens to it on the way."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest
from django.db import connection, connections
from django.http import HttpResponse
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from api.actions.tokens import create_token
from api.http import once
from api.models import Answer
from api.resources import products
from api.scopes import Scope
from content.actions import create_listing
from content.models import Generation, Product
from tests.api.speaking import FACTS, Program, program_of, told, trouble
from tests.factories import make_user

BODY: dict[str, Any] = {"sku": "S24", "facts": FACTS}


@pytest.fixture
def program(author: User) -> Program:
    return program_of(author)


@pytest.mark.django_db
def test_sent_again_it_gives_the_first_answer(program: Program) -> None:
    first = program.post("/products", BODY, Idempotency_Key="a")
    again = program.post("/products", BODY, Idempotency_Key="a")
    assert told(first, 201) == told(again, 201)
    assert first["Location"] == again["Location"]
    assert Product.objects.count() == 1


@pytest.mark.django_db
def test_a_refusal_is_a_first_answer_too(program: Program) -> None:
    told(program.post("/products", BODY), 201)
    first = program.post("/products", BODY, Idempotency_Key="a")
    said = trouble(first, 409, "sku_taken")
    Product.objects.update(sku="")
    assert trouble(program.post("/products", BODY, Idempotency_Key="a"), 409, "sku_taken") == said
    told(program.post("/products", BODY, Idempotency_Key="b"), 201)


@pytest.mark.django_db
def test_what_could_not_be_read_leaves_the_key_free(program: Program) -> None:
    trouble(program.post("/products", {"facts": {}}, Idempotency_Key="a"), 422, "invalid")
    told(program.post("/products", BODY, Idempotency_Key="a"), 201)


@pytest.mark.django_db
def test_what_only_the_operation_finds_unreadable_leaves_the_key_free(program: Program) -> None:
    """Of two fields exactly one is to be sent, which no schema says."""
    trouble(program.post("/listings", {}, Idempotency_Key="a"), 422, "invalid")
    told(program.post("/listings", {"facts": FACTS}, Idempotency_Key="a"), 202)


@pytest.mark.django_db
def test_another_request_under_the_same_key(program: Program) -> None:
    told(program.post("/products", BODY, Idempotency_Key="a"), 201)
    other = BODY | {"sku": "S25"}
    trouble(program.post("/products", other, Idempotency_Key="a"), 409, "key_reused")
    trouble(program.post("/listings", BODY, Idempotency_Key="a"), 409, "key_reused")


@pytest.mark.django_db
def test_a_key_is_one_person_s(program: Program, colleague: User) -> None:
    told(program.post("/products", BODY, Idempotency_Key="a"), 201)
    other = program_of(colleague).post("/products", BODY | {"sku": ""}, Idempotency_Key="a")
    told(other, 201)


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["", "x" * 201, "çay"])
def test_what_no_key_is(program: Program, key: str) -> None:
    sent = key.encode().decode("latin-1")
    said = trouble(program.post("/products", BODY, Idempotency_Key=sent), 422, "invalid")
    assert said["errors"][0]["parameter"] == "Idempotency-Key"


@pytest.mark.django_db
def test_after_a_day_it_is_forgotten(program: Program) -> None:
    told(program.post("/products", BODY, Idempotency_Key="a"), 201)
    Answer.objects.update(created_at=timezone.now() - once.KEPT - timedelta(seconds=1))
    trouble(program.post("/products", BODY, Idempotency_Key="a"), 409, "sku_taken")
    Answer.objects.update(created_at=timezone.now() - once.KEPT - timedelta(seconds=1))
    assert once.forget() == 1


@pytest.mark.django_db
def test_while_it_is_being_done_it_is_not_begun_again(program: Program) -> None:
    def meanwhile(*_args: Any, **_named: Any) -> None:
        again = program.post("/products", BODY, Idempotency_Key="a")
        assert trouble(again, 409, "under_way")
        assert again["Retry-After"] == "1"
        raise RuntimeError

    with patch.object(products, "create_listing", side_effect=meanwhile):
        trouble(program.post("/products", BODY, Idempotency_Key="a"), 500, "error")
    told(program.post("/products", BODY, Idempotency_Key="a"), 201)


@pytest.mark.django_db
def test_what_a_killed_process_began_is_done_by_the_next(program: Program) -> None:
    with (
        patch.object(once.Claim, "drop"),
        patch.object(products, "create_listing", side_effect=SystemExit),
        pytest.raises(SystemExit),
    ):
        program.post("/products", BODY, Idempotency_Key="a")
    trouble(program.post("/products", BODY, Idempotency_Key="a"), 409, "under_way")
    Answer.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    told(program.post("/products", BODY, Idempotency_Key="a"), 201)
    assert Product.objects.count() == 1


@pytest.mark.django_db
def test_whoever_was_taken_for_dead_undoes_what_it_did(program: Program) -> None:
    real = create_listing

    def late(*args: Any, **named: Any) -> Any:
        made = real(*args, **named)
        Answer.objects.update(lease="00000000-0000-0000-0000-000000000000")
        return made

    with patch.object(products, "create_listing", side_effect=late):
        trouble(program.post("/products", BODY, Idempotency_Key="a"), 409, "under_way")
    assert not Product.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_many_at_once_are_one() -> None:
    person = make_user(Role.AUTHOR)
    token = create_token(person, "shop", [Scope.WRITE], 30)[1]
    answers: list[HttpResponse] = []
    ready = threading.Barrier(6)

    def ask() -> None:
        program = Program(token)
        ready.wait()
        answers.append(program.post("/listings", {"facts": FACTS}, Idempotency_Key="a"))
        connections.close_all()

    threads = [threading.Thread(target=ask) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    statuses = sorted(answer.status_code for answer in answers)
    assert set(statuses) <= {202, 409}, connection.vendor
    assert 202 in statuses
    assert Product.objects.count() == Generation.objects.count() == 1
    bodies = {answer.content for answer in answers if answer.status_code == 202}
    assert len(bodies) == 1
