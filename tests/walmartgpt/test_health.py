"""The two addresses that machines ask."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
import redis
from django.conf import settings as django_settings
from django.test import Client
from pytest_django.fixtures import Settings

from engines.scripted import ScriptedEngine
from tests.engines import standin
from tests.engines.subjects import OllamaOverWire
from walmartgpt import celery, health
from walmartgpt.runtime import BASE_DIR

PARTS = ("database", "broker", "worker", "engine")


def until(holds: Callable[[], bool]) -> None:
    """Waits for something that comes within seconds."""
    deadline = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.1)


@contextmanager
def working(*queues: str) -> Iterator[list[str]]:
    """A real worker that takes tasks from `queues`, ready when the block begins.

    The list that the block gets holds what it printed, once the worker has ended.
    """
    with redis.Redis.from_url(django_settings.REDIS_URL) as broker:
        broker.delete(*celery.queues(), *(celery.WORKERS + queue for queue in celery.queues()))
    command = [sys.executable, "-m", "celery", "-A", "walmartgpt", "-q", "worker"]
    command += ["--concurrency", "1", "--queues", ",".join(queues)]
    process = subprocess.Popen(
        command, cwd=BASE_DIR, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    printed: list[str] = []
    try:
        until(lambda: not set(queues) & set(celery.silent_queues()))
        yield printed
    finally:
        process.terminate()
        printed += process.communicate(timeout=30)[0].splitlines()


def ollama(host: str) -> dict[str, dict[str, object]]:
    return {"default": {"BACKEND": "engines.ollama.OllamaEngine", "OPTIONS": {"host": host}}}


def test_alive_without_any_part(client: Client) -> None:
    assert client.get("/healthz").status_code == 200


@pytest.mark.real
@pytest.mark.django_db
def test_ready_when_all_parts_are(client: Client, scripted: ScriptedEngine) -> None:
    with working("generation", "default") as printed:
        response = client.get("/readyz")
    assert response.status_code == 200
    assert response.json() == dict.fromkeys(PARTS, True)
    assert "no-store" in response["Cache-Control"]
    # Ended in good order, it says so at once.
    assert celery.silent_queues() == ["default", "generation"]
    # Nor does it warn of root, which whoever runs a container has chosen.
    assert not [line for line in printed if "superuser" in line or "SecurityWarning" in line]


@pytest.mark.real
@pytest.mark.django_db
def test_a_queue_that_nobody_serves_is_named(client: Client, scripted: ScriptedEngine) -> None:
    with working("default"):
        response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["worker"] == health.NO_WORKER.format("generation")


@pytest.mark.django_db
def test_a_worker_that_fell_silent_is_not_counted(client: Client, scripted: ScriptedEngine) -> None:
    with redis.Redis.from_url(django_settings.REDIS_URL) as broker:
        now = int(broker.time()[0])
        for queue in celery.queues():
            broker.delete(celery.WORKERS + queue)
            broker.zadd(celery.WORKERS + queue, {"killed:1": now - celery.ALIVE_SECONDS - 1})
    assert client.get("/readyz").json()["worker"] == health.NO_WORKER.format(
        "default and generation"
    )


@pytest.mark.django_db
def test_an_engine_without_its_configured_model_is_not_ready(
    client: Client, settings: Settings
) -> None:
    with standin.running(dict(OllamaOverWire.PAGES)) as server:
        settings.ENGINES = ollama(server.url)
        assert client.get("/readyz").json()["engine"] is True
        # As `ollama serve` is before the first `ollama pull`.
        server.pages["/api/tags"] = (200, b'{"models": []}')
        response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["engine"] == health.NO_ENGINE


@pytest.mark.django_db
def test_reasons_carry_no_secret(client: Client, settings: Settings) -> None:
    settings.REDIS_URL = "redis://:hush@127.0.0.1:1/0"
    settings.ENGINES = ollama("http://hush:hush@127.0.0.1:9")
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json() == {
        "database": True,
        "broker": health.NO_BROKER,
        "worker": health.NO_WORKER.format("default and generation"),
        "engine": health.NO_ENGINE,
    }
    assert "hush" not in response.content.decode()


def told(caplog: pytest.LogCaptureFixture) -> list[str]:
    """What was logged of parts since the last look."""
    found = [record.getMessage() for record in caplog.records if record.name == health.__name__]
    caplog.clear()
    return found


def test_a_start_is_no_reason_to_worry(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(health, "_last", {})
    monkeypatch.setattr(health, "_begun", time.monotonic())
    health._log_changes({"worker": "not yet"})
    health._log_changes({"worker": True})
    assert told(caplog) == []
    health._log_changes({"worker": "gone"})
    health._log_changes({"worker": "gone"})
    health._log_changes({"worker": True})
    assert told(caplog) == ["worker: gone", "worker: ready again"]


def test_a_part_that_never_comes_is_told(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(health, "_last", {})
    monkeypatch.setattr(health, "_begun", time.monotonic() - health.STARTS_WITHIN)
    health._log_changes({"worker": "never"})
    assert told(caplog) == ["worker: never"]


def test_only_reading_is_allowed(client: Client) -> None:
    assert client.post("/healthz").status_code == 405
    assert client.post("/readyz").status_code == 405
