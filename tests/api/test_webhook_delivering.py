"""A message on its way to a real receiver: what it carries, and what becomes of every answer."""

from __future__ import annotations

import json
import logging
import socket
import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from api.models import Delivery, Endpoint
from api.webhooks import actions, delivering, jobs, posting, schedule, upkeep
from tests.api.documented import check_of
from tests.api.making_webhooks import in_hours, later, make_endpoint, sent, tell
from tests.api.receiving import Receiver
from tests.models_registry.making import refused

pytestmark = pytest.mark.django_db
Status = Delivery.Status


@pytest.fixture
def made(receiver: Receiver) -> tuple[Endpoint, str]:
    """The receiver as an endpoint, and its secret."""
    return make_endpoint(receiver.url)


@pytest.fixture
def endpoint(made: tuple[Endpoint, str]) -> Endpoint:
    return made[0]


@pytest.fixture
def carried(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The numbers that would be carried to a worker."""
    numbers: list[int] = []

    def send(_jobs: Any, pk: int, countdown: float = 0, own_task: str = "") -> bool:
        numbers.append(pk)
        return True

    monkeypatch.setattr("jobs.leases.Jobs.send", send)
    return numbers


def test_what_arrives_is_signed_as_the_document_says(
    made: tuple[Endpoint, str], receiver: Receiver, tmp_path: Path
) -> None:
    row = sent(tell(7))
    (got,) = receiver.got
    assert check_of(tmp_path)(made[1], got.headers, got.body)
    assert got.headers["webhook-id"] == row.message
    assert got.headers["content-type"] == "application/json"
    assert json.loads(got.body)["data"] == {"batch": {"id": 7}}
    assert got.path == "/hook?token=of-the-shop"
    assert (row.status, row.attempt, row.error) == (Status.DONE, 1, "")
    assert (row.tries[0]["code"], row.tries[0]["error"]) == (204, "")


@pytest.mark.parametrize(
    ("status", "error"), [(500, "status"), (404, "status"), (302, "redirect"), (307, "redirect")]
)
def test_another_status_is_tried_again_under_the_same_name(
    status: int, error: str, endpoint: Endpoint, receiver: Receiver
) -> None:
    receiver.headers = {"Location": f"http://127.0.0.1:{receiver.port}/elsewhere"}
    receiver.answers = [(status, "ş\0 neden".encode()), (200, b"ok")]
    row = sent(tell())
    assert (row.status, row.error, row.lease) == (Status.QUEUED, error, None)
    assert row.tries[0]["answer"] == "ş� neden"
    assert sent(row).attempt == 1  # its time has not come
    later(seconds=7)
    row = sent(row)
    assert (row.status, row.attempt, len(row.tries)) == (Status.DONE, 2, 2)
    first, second = receiver.got
    assert {first.path, second.path} == {"/hook?token=of-the-shop"}
    assert first.headers["webhook-id"] == second.headers["webhook-id"]
    assert first.body == second.body
    endpoint.refresh_from_db()
    assert (endpoint.failures, endpoint.failing_since, endpoint.rests_until) == (0, None, None)


def test_of_a_long_answer_the_beginning_is_kept(endpoint: Endpoint, receiver: Receiver) -> None:
    receiver.answers = [(200, "é".encode() * 100_000)]
    row = sent(tell())
    assert row.status == Status.DONE
    assert row.tries[0]["answer"] == "é" * 500


def _cut(connection: socket.socket) -> bool:
    """Reset instead of an answer."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()
    return True


def _nonsense(connection: socket.socket) -> bool:
    connection.sendall(b"220 mail.example ready\r\n\r\n")
    return True


@pytest.mark.parametrize("before", [_cut, _nonsense])
def test_a_connection_without_an_answer_is_told(
    before: Callable[[socket.socket], bool], endpoint: Endpoint, receiver: Receiver
) -> None:
    receiver.before = before
    row = sent(tell())
    assert (row.status, row.error, row.tries[0]["code"]) == (Status.QUEUED, "broken", None)


def test_a_receiver_that_says_nothing_is_left(
    endpoint: Endpoint, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(posting, "TIMEOUTS", 0.05)
    receiver.before = lambda _connection: receiver.released.wait(30)
    row = sent(tell())
    receiver.released.set()
    assert (row.status, row.error) == (Status.QUEUED, "late")


def test_one_that_speaks_a_letter_at_a_time_is_left_too(
    endpoint: Endpoint, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(posting, "WHOLE", 0.2)

    def drip(connection: socket.socket) -> bool:
        connection.sendall(b"HTTP/1.1 200 OK\r\n")
        while not receiver.released.wait(0.02):
            try:
                connection.sendall(b"X-Letter: a\r\n")
            except OSError:
                return True
        return True

    receiver.before = drip
    row = sent(tell())
    assert (row.status, row.error) == (Status.QUEUED, "late")


def test_a_status_stands_though_the_words_never_end(
    endpoint: Endpoint, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(posting, "ANSWER", 0.1)

    def begin(connection: socket.socket) -> bool:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\nthan")
        return receiver.released.wait(30)

    receiver.before = begin
    row = sent(tell())
    receiver.released.set()
    assert row.status == Status.DONE


def test_nobody_there_is_told_and_the_connection_may_be_refused_for_long(
    endpoint: Endpoint, receiver: Receiver
) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        Endpoint.objects.update(url=f"http://127.0.0.1:{free.getsockname()[1]}/")
        assert sent(tell()).error == "away"


def test_plain_speech_behind_https_is_a_certificate_that_does_not_hold(
    endpoint: Endpoint, receiver: Receiver
) -> None:
    Endpoint.objects.update(url=f"https://127.0.0.1:{receiver.port}/")
    assert sent(tell()).error == "certificate"
    assert receiver.got == []


def test_for_about_a_day_and_then_given_up(
    endpoint: Endpoint, receiver: Receiver, manager: User, carried: list[int]
) -> None:
    receiver.answers = [(500, b"")]
    row, hours, turns = tell(), 0.0, 0
    while sent(row).status == Status.QUEUED:
        wait = in_hours(row)
        assert wait > 0
        hours, turns = hours + wait, turns + 1
        later(hours=wait, seconds=1)
        assert turns < 50
    assert (row.status, row.error, row.attempt) == (Status.FAILED, "status", 11)
    assert 18 < hours < 30
    endpoint.refresh_from_db()
    assert (endpoint.given_up, endpoint.failures) == (1, 11)
    receiver.answers = [(200, b"")]
    actions.send_again(manager, row)
    assert (sent(row).status, len(receiver.got)) == (Status.DONE, 12)
    endpoint.refresh_from_db()
    assert endpoint.given_up == 0


def test_delays_grow_and_differ() -> None:
    waits = [schedule.delay(number) or 0.0 for number in range(1, len(schedule.DELAYS) + 1)]
    assert waits[0] >= 4
    assert waits == sorted(waits)
    assert schedule.delay(len(schedule.DELAYS) + 1) is None
    assert len({schedule.delay(5) for _ in range(9)}) > 1
    assert schedule.rest(1) < 5 < schedule.rest(5) < schedule.rest(99) == 900


def test_gone_pauses_at_once(endpoint: Endpoint, receiver: Receiver) -> None:
    receiver.answers = [(410, b"")]
    row = sent(tell())
    endpoint.refresh_from_db()
    assert (row.status, endpoint.paused) == (Status.FAILED, "gone")
    assert sent(tell(2)).status == Status.QUEUED
    assert len(receiver.got) == 1


def test_one_task_sends_all_that_waits_in_order(endpoint: Endpoint, receiver: Receiver) -> None:
    rows = [tell(number) for number in range(5)]
    sent(rows[0])
    assert [json.loads(got.body)["data"]["batch"]["id"] for got in receiver.got] == [0, 1, 2, 3, 4]
    assert not Delivery.objects.exclude(status=Status.DONE).exists()
    assert sent(rows[2]).attempt == 1  # its own message comes later, and finds it done
    assert len(receiver.got) == 5


def test_after_its_turn_others_have_theirs(
    endpoint: Endpoint,
    receiver: Receiver,
    carried: list[int],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(delivering, "TURN", -1.0)
    first, second = tell(1), tell(2)
    sent(first)
    second.refresh_from_db()
    assert (second.status, carried[-1]) == (Status.QUEUED, second.pk)


def test_while_one_is_sent_another_of_the_same_endpoint_waits(
    endpoint: Endpoint, receiver: Receiver
) -> None:
    first, second = tell(1), tell(2)
    assert jobs.claim(first.pk)
    assert jobs.claim(second.pk) is None
    assert jobs.claim(first.pk) is None
    assert (sent(second).status, receiver.got) == (Status.QUEUED, [])


def test_one_that_fails_does_not_keep_the_others(endpoint: Endpoint, receiver: Receiver) -> None:
    receiver.answers = [(400, b"not this one"), (200, b"")]
    bad, good = tell(1), tell(2)
    sent(bad)
    later(seconds=3)  # the endpoint's rest is over, the message's own delay is not
    assert (sent(good).status, sent(bad).status) == (Status.DONE, Status.QUEUED)


def test_a_receiver_that_was_away_for_long_gets_everything_once_it_is_back(
    endpoint: Endpoint, receiver: Receiver
) -> None:
    receiver.answers = [(503, b"")]
    row = tell()
    for _ in range(7):
        sent(row)
        later(hours=in_hours(row), seconds=1)
    endpoint.refresh_from_db()
    assert endpoint.rests_until is not None
    receiver.answers = [(200, b"")]
    sent(row)
    assert row.status == Status.DONE
    others = [tell(number) for number in (2, 3)]
    receiver.answers = [(503, b"")]
    for other in others:
        sent(other)
    Endpoint.objects.update(failures=9)
    Delivery.objects.filter(status=Status.QUEUED).update(due_at=timezone.now())
    Delivery.objects.filter(pk=others[1].pk).update(due_at=timezone.now() + schedule.PATIENCE / 2)
    Endpoint.objects.update(rests_until=None)
    receiver.answers = [(200, b"")]
    sent(others[0])
    others[1].refresh_from_db()
    assert (others[0].status, others[1].status) == (Status.DONE, Status.DONE)


def test_paused_it_waits_and_resumed_it_goes(
    endpoint: Endpoint,
    receiver: Receiver,
    manager: User,
    carried: list[int],
    django_capture_on_commit_callbacks: Callable[..., Any],
) -> None:
    actions.pause(manager, endpoint)
    with django_capture_on_commit_callbacks(execute=True):
        row = tell()
    assert (sent(row).status, carried, upkeep.tend()) == (Status.QUEUED, [], 0)
    later(days=3)
    upkeep.tend()
    row.refresh_from_db()
    assert row.status == Status.QUEUED  # its day stands still
    with django_capture_on_commit_callbacks(execute=True):
        actions.resume(manager, endpoint)
    assert carried == [row.pk]
    assert sent(row).status == Status.DONE


def test_a_killed_workers_message_is_sent_again_under_its_name(
    endpoint: Endpoint, receiver: Receiver, carried: list[int]
) -> None:
    row = tell()
    held = jobs.claim(row.pk)
    assert held is not None
    delivering.attempt(held)  # the receiver has it, and the worker dies before it says so
    assert upkeep.tend() == 0  # the lease still holds
    later(seconds=61)
    upkeep.tend()
    assert set(carried) == {row.pk}
    row.refresh_from_db()
    assert (sent(row).status, row.attempt) == (Status.DONE, 2)
    first, second = receiver.got
    assert first.headers["webhook-id"] == second.headers["webhook-id"]


def test_a_worker_that_lost_the_message_writes_nothing(
    endpoint: Endpoint, receiver: Receiver
) -> None:
    row = tell()
    held = jobs.claim(row.pk)
    assert held is not None
    later(seconds=61)
    upkeep.tend()
    delivering.settle(held, posting.Reply(500, "", 0.1, "status"))
    row.refresh_from_db()
    endpoint.refresh_from_db()
    assert (row.tries, endpoint.failures) == ([], 0)
    assert sent(row).status == Status.DONE


def test_a_worker_told_to_end_gives_the_message_back(
    endpoint: Endpoint, receiver: Receiver, monkeypatch: pytest.MonkeyPatch, carried: list[int]
) -> None:
    row = tell()

    def ended(*_args: Any) -> posting.Reply:
        raise SystemExit

    monkeypatch.setattr(delivering, "post", ended)
    with pytest.raises(SystemExit):
        delivering.run(row.pk)
    monkeypatch.undo()
    row.refresh_from_db()
    assert (row.status, row.lease) == (Status.QUEUED, None)
    assert sent(row).status == Status.DONE


def test_the_clock_finds_what_a_lost_message_left(endpoint: Endpoint, carried: list[int]) -> None:
    row = tell()
    tell(2)
    assert (upkeep.tend(), carried) == (1, [row.pk])


def test_the_log_is_kept_within_bounds(
    endpoint: Endpoint, receiver: Receiver, monkeypatch: pytest.MonkeyPatch, carried: list[int]
) -> None:
    monkeypatch.setattr(upkeep, "MOST_KEPT", 3)
    monkeypatch.setattr(upkeep, "MOST_WAITING", 2)
    rows = [tell(number) for number in range(5)]
    sent(rows[0])
    waiting = [tell(number) for number in range(4)]
    upkeep.tend()
    kept = dict(Delivery.objects.values_list("pk", "error"))
    assert [kept.get(row.pk) for row in waiting] == ["crowded", "crowded", "", ""]
    upkeep.tend()
    assert Delivery.objects.exclude(status=Status.QUEUED).count() == 3
    endpoint.refresh_from_db()
    assert endpoint.given_up == 2


def test_what_had_no_turn_in_its_time_is_given_up(endpoint: Endpoint, carried: list[int]) -> None:
    row = tell()
    later(hours=31)
    upkeep.tend()
    row.refresh_from_db()
    assert (row.status, row.error) == (Status.FAILED, "no_turn")


def test_another_key_of_the_site_sends_nothing_until_there_is_a_new_secret(
    endpoint: Endpoint, receiver: Receiver, settings: Any, manager: User, tmp_path: Path
) -> None:
    settings.SECRET_KEY = "another"
    row = sent(tell())
    assert (row.error, receiver.got) == ("key", [])
    endpoint.refresh_from_db()
    secret = actions.renew_secret(manager, endpoint, seen=endpoint.fingerprint)
    later(seconds=7)
    assert sent(row).status == Status.DONE
    (got,) = receiver.got
    assert check_of(tmp_path)(secret, got.headers, got.body)
    assert " " not in got.headers["webhook-signature"]


def test_for_a_day_both_secrets_sign(
    made: tuple[Endpoint, str], receiver: Receiver, manager: User, tmp_path: Path
) -> None:
    endpoint, old = made
    seen = endpoint.fingerprint
    new = actions.renew_secret(manager, endpoint, seen=seen)
    with refused("replaced"):
        actions.renew_secret(manager, endpoint, seen=seen)
    sent(tell())
    Endpoint.objects.update(old_until=timezone.now())
    sent(tell())
    check, (first, second) = check_of(tmp_path), receiver.got
    assert check(old, first.headers, first.body)
    assert check(new, first.headers, first.body)
    assert not check(old, second.headers, second.body)
    assert check(new, second.headers, second.body)


def test_a_test_arrives_also_at_one_that_rests(
    endpoint: Endpoint, receiver: Receiver, manager: User
) -> None:
    receiver.answers = [(500, b""), (200, b"")]
    sent(tell())
    row = actions.send_test(manager, endpoint)
    assert sent(row).status == Status.DONE
    assert json.loads(receiver.got[1].body)["type"] == "webhook.test"


def test_what_was_deleted_is_not_sent(
    endpoint: Endpoint, receiver: Receiver, manager: User
) -> None:
    row = tell()
    actions.delete_endpoint(manager, endpoint)
    delivering.run(row.pk)
    assert receiver.got == []
    assert not Delivery.objects.exists()


def test_a_message_left_over_by_a_deletion_is_thrown_away(endpoint: Endpoint) -> None:
    with transaction.atomic():
        row = tell()
        Delivery.objects.filter(pk=row.pk).update(endpoint_id=endpoint.pk + 1)
        delivering.run(row.pk)
        upkeep.tend()
    assert not Delivery.objects.exists()


def test_no_address_is_logged(
    endpoint: Endpoint, receiver: Receiver, manager: User, caplog: pytest.LogCaptureFixture
) -> None:
    receiver.answers = [(500, b"the answer")]
    with caplog.at_level(logging.DEBUG):
        sent(tell())
        actions.send_test(manager, endpoint)
    said = "\n".join(record.getMessage() for record in caplog.records if record.name != "httpx")
    assert "webhook failed" in said
    assert "of-the-shop" not in said
    assert "the answer" not in said


def test_only_managers_do_anything(
    endpoint: Endpoint, author: User, colleague: User, outsider: User
) -> None:
    row = tell()
    for person in (author, colleague, outsider):
        for act in (
            lambda by: actions.add_endpoint(by, "https://1.0.0.1/", ["batch.finished"]),
            lambda by: actions.choose_events(by, endpoint, ["batch.finished"]),
            lambda by: actions.pause(by, endpoint),
            lambda by: actions.resume(by, endpoint),
            lambda by: actions.renew_secret(by, endpoint, seen=endpoint.fingerprint),
            lambda by: actions.send_test(by, endpoint),
            lambda by: actions.send_again(by, row),
            lambda by: actions.delete_endpoint(by, endpoint),
        ):
            with pytest.raises(PermissionDenied):
                act(person)
    assert Endpoint.objects.values_list("kinds", "paused").get() == (endpoint.kinds, "")


def test_what_makes_no_sense_is_refused(
    endpoint: Endpoint, manager: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    kinds = ["batch.finished"]
    for url in ("https://10.0.0.1/", "http://[::1]/", "ftp://1.1.1.1/", "x", "https://a.b/" * 50):
        with refused("url"):
            actions.add_endpoint(manager, url, kinds)
    with refused("known"):
        actions.add_endpoint(manager, endpoint.url, kinds)
    for wrong in ([], ["listing.eaten"], [*kinds, "listing.eaten"]):
        with refused("kinds"):
            actions.add_endpoint(manager, "https://1.1.1.1/", wrong)
    monkeypatch.setattr(actions, "MOST_ENDPOINTS", 1)
    with refused("too_many"):
        actions.add_endpoint(manager, "https://1.1.1.1/", kinds)
    actions.pause(manager, endpoint)
    with refused("paused"):
        actions.send_test(manager, endpoint)
    with refused("not_given_up"):
        actions.resume(manager, endpoint)
        actions.send_again(manager, tell())
    actions.delete_endpoint(manager, endpoint)
    with refused("gone"):
        actions.pause(manager, endpoint)
