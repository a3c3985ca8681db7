"""The two addresses that machines ask."""

from __future__ import annotations

from typing import Any

import pytest
import redis
from django.conf import settings as django_settings
from django.test import Client

import engines
from engines.base import Health
from walmartgpt import celery, health


class _Engine:
    def __init__(self, answer: Health) -> None:
        self.answer = answer

    def health(self) -> Health:
        return self.answer


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> _Engine:
    """The answer that the engine gives."""
    engine = _Engine(Health(ready=True))
    monkeypatch.setattr(engines, "get_engine", lambda alias: engine, raising=False)
    return engine


@pytest.fixture
def worker() -> Any:
    """A worker that has just given its sign of life."""
    celery.sign_of_life()
    yield
    celery.last_sign()


def test_alive_without_any_part(client: Client) -> None:
    assert client.get("/healthz").status_code == 200


@pytest.mark.django_db
def test_ready_when_all_parts_are(client: Client, engine: _Engine, worker: None) -> None:
    response = client.get("/readyz")
    assert response.status_code == 200
    assert response.json() == dict.fromkeys(("database", "broker", "worker", "engine"), True)
    assert "no-store" in response["Cache-Control"]


@pytest.mark.django_db
def test_no_worker_is_said(client: Client, engine: _Engine) -> None:
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["worker"] == health.NO_WORKER


@pytest.mark.django_db
def test_a_worker_that_fell_silent_is_not_ready(worker: None) -> None:
    with redis.Redis.from_url(django_settings.REDIS_URL) as broker:
        name = broker.zrange(celery.WORKERS, 0, -1)[0]
        broker.zincrby(celery.WORKERS, -celery.ALIVE_SECONDS - 1, name)
    assert celery.live_workers() == 0


@pytest.mark.django_db
def test_reasons_carry_no_secret(
    client: Client, engine: _Engine, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    settings.REDIS_URL = "redis://:hush@127.0.0.1:1/0"
    engine.answer = Health(ready=False, reason="key hush refused")
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json() == {
        "database": True,
        "broker": health.NO_BROKER,
        "worker": health.NO_WORKER,
        "engine": health.NO_ENGINE,
    }
    assert "hush" not in response.content.decode()


def test_only_reading_is_allowed(client: Client) -> None:
    assert client.post("/healthz").status_code == 405
    assert client.post("/readyz").status_code == 405
