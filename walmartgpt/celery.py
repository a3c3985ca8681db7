"""The Celery app, and the sign of life by which others know that a worker is ready."""

from __future__ import annotations

import os
import socket
from typing import Any

import redis
from celery import Celery
from celery.signals import heartbeat_sent, setup_logging, worker_process_init, worker_shutting_down

from walmartgpt.supervisor import tether

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "walmartgpt.settings")

app = Celery("walmartgpt")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

WORKERS = "walmartgpt:workers"
ALIVE_SECONDS = 10


@setup_logging.connect
def keep_logging(**_: Any) -> None:
    """Leaves logging as Django's LOGGING says: Celery sets its own up where nobody answers."""


@worker_process_init.connect
def die_with_worker(**_: Any) -> None:
    """Ends a pool process whose worker was killed, so that none is left behind."""
    tether.die_with_parent()


@heartbeat_sent.connect
def sign_of_life(**_: Any) -> None:
    """Says every two seconds, from the worker's own loop, that it takes tasks."""
    with _broker() as client:
        now = _clock(client)
        client.zadd(WORKERS, {_me(): now})
        client.zremrangebyscore(WORKERS, 0, now - ALIVE_SECONDS)


@worker_shutting_down.connect
def last_sign(**_: Any) -> None:
    """Takes the sign away as soon as the worker stops taking tasks."""
    with _broker() as client:
        client.zrem(WORKERS, _me())


def live_workers() -> int:
    """How many workers gave a sign of life in the last seconds."""
    with _broker() as client:
        return int(client.zcount(WORKERS, _clock(client) - ALIVE_SECONDS, "+inf"))


def _me() -> str:
    return f"{socket.gethostname()}:{os.getpid()}"


def _clock(client: redis.Redis) -> int:
    """The broker's own time, so that machines whose clocks differ agree."""
    seconds, _ = client.time()
    return int(seconds)


def _broker() -> redis.Redis:
    from django.conf import settings

    return redis.Redis.from_url(
        settings.REDIS_URL, socket_connect_timeout=0.5, socket_timeout=0.5, retry=None
    )
