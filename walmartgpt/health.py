"""Whether this process lives, and whether the whole system can serve."""

from __future__ import annotations

import contextlib
import logging
import time
from collections.abc import Callable

import redis
from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

import engines
from walmartgpt import celery

log = logging.getLogger(__name__)

STARTS_WITHIN = 60.0
"""Seconds of this process in which nobody wonders that another part is not there yet."""

NO_DATABASE = "the database does not answer"
NO_BROKER = "the broker does not answer"
NO_WORKER = "no worker has given a sign of life for the queue {}"
NO_ENGINE = "the engine is not ready to write with its model"


@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """200 as long as the process answers at all."""
    return HttpResponse("ok", content_type="text/plain")


@never_cache
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """Each part with true or a reason; 200 only when all of them are ready.

    The answer is open to everyone, so the reasons are fixed sentences.
    """
    parts = {name: check() for name, check in CHECKS.items()}
    _log_changes(parts)
    ready = all(answer is True for answer in parts.values())
    return JsonResponse(parts, status=200 if ready else 503)


def _log_changes(parts: dict[str, bool | str]) -> None:
    """Logs a part's answer when it differs from the last: probes come every few seconds.

    A part that was never ready is only told once the others had time to start.
    """
    is_starting = time.monotonic() - _begun < STARTS_WITHIN
    for name, answer in parts.items():
        if answer is not True and is_starting and name not in _last:
            continue
        if _last.get(name, True) != answer:
            log.warning("%s: %s", name, "ready again" if answer is True else answer)
        _last[name] = answer


def _database() -> bool | str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            return True
    except DatabaseError:
        return NO_DATABASE


def _broker() -> bool | str:
    if not settings.REDIS_URL:
        return NO_BROKER
    client = redis.Redis.from_url(
        settings.REDIS_URL, socket_connect_timeout=0.5, socket_timeout=0.5, retry=None
    )
    try:
        with client:
            return bool(client.ping())
    except redis.RedisError:
        return NO_BROKER


def _worker() -> bool | str:
    """Every queue has a worker: drafts and the periodic tasks may have workers of their own."""
    silent = celery.queues()
    if settings.REDIS_URL:
        with contextlib.suppress(redis.RedisError):
            silent = celery.silent_queues()
    return NO_WORKER.format(" and ".join(silent)) if silent else True


def _engine() -> bool | str:
    """An engine that answers and lacks its configured model would fail every draft."""
    engine = engines.get_engine("default")
    return engine.health(engine.default_model).ready or NO_ENGINE


_begun = time.monotonic()
_last: dict[str, bool | str] = {}
CHECKS: dict[str, Callable[[], bool | str]] = {
    "database": _database,
    "broker": _broker,
    "worker": _worker,
    "engine": _engine,
}
