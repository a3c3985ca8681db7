"""The Celery app, and the signs of life by which others know that its queues are served."""

from __future__ import annotations

import os
import socket
import warnings
from threading import Event
from typing import Any

import redis
from celery import Celery
from celery.exceptions import SecurityWarning
from celery.signals import heartbeat_sent, setup_logging, worker_process_init, worker_shutting_down

from walmartgpt.supervisor import tether

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "walmartgpt.settings")

# A worker that runs as root, as in most containers, would warn of pickled messages at each start.
# Only JSON is accepted here, and Celery refuses, not warns, where pickle and root meet.
warnings.filterwarnings("ignore", category=SecurityWarning)

app = Celery("walmartgpt")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

WORKERS = "walmartgpt:workers:"
"""Before a queue's name: when each of its workers last gave a sign, by the broker's clock."""
ALIVE_SECONDS = 10
TRAINING = "training"
"""The queue for which a machine of its own may be switched on only now and then."""
BATCHES = "batches"
"""The queue of work that nobody waits for: `make run` starts its worker once the site serves."""
_leaving = Event()


@setup_logging.connect
def keep_logging(**_: Any) -> None:
    """Leaves logging as Django's LOGGING says: Celery sets its own up where nobody answers."""


@worker_process_init.connect
def die_with_worker(**_: Any) -> None:
    """Ends a pool process whose worker was killed, so that none is left behind."""
    tether.die_with_parent()


@heartbeat_sent.connect
def sign_of_life(**_: Any) -> None:
    """Says every two seconds, from the worker's own loop, from which queues it takes tasks."""
    if _leaving.is_set():
        return  # Celery's goodbye counts as a heartbeat too
    with _broker() as client:
        now = _clock(client)
        for queue in app.amqp.queues.consume_from:
            client.zadd(WORKERS + queue, {_me(): now})
            client.zremrangebyscore(WORKERS + queue, 0, now - ALIVE_SECONDS)


@worker_shutting_down.connect
def last_sign(**_: Any) -> None:
    """Takes the sign away as soon as the worker stops taking tasks."""
    _leaving.set()
    with _broker() as client:
        for queue in app.amqp.queues.consume_from:
            client.zrem(WORKERS + queue, _me())


def queues() -> list[str]:
    """Every queue without whose workers the site cannot serve: trainings and batches may wait."""
    from django.conf import settings

    routed = {route["queue"] for route in settings.CELERY_TASK_ROUTES.values()}
    return sorted({settings.CELERY_TASK_DEFAULT_QUEUE, *routed} - {TRAINING, BATCHES})


def silent_queues() -> list[str]:
    """The queues for which no worker gave a sign of life in the last seconds."""
    with _broker() as client:
        since = _clock(client) - ALIVE_SECONDS
        return [queue for queue in queues() if not client.zcount(WORKERS + queue, since, "+inf")]


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
