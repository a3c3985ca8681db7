"""How often a token may ask: counted in the broker, by each process for itself while it is away."""

from __future__ import annotations

import time
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import redis
import structlog
from django.conf import settings
from django.core.cache import cache as memory
from redis.backoff import NoBackoff
from redis.retry import Retry

WINDOW: Final = 60
"""Seconds over which requests are counted."""
PATIENCE: Final = 0.3
"""Seconds that a request waits for the broker to count it."""
SILENCE: Final = 5.0
"""Seconds in which a broker that failed is asked nothing."""
log = structlog.get_logger(__name__)
_away_until = 0.0


@dataclass(frozen=True, slots=True)
class Allowance:
    """What a token has left in this window, its present request counted."""

    limit: int
    used: int
    reset: int
    """Seconds until the window ends."""

    @property
    def is_used_up(self) -> bool:
        """Whether the present request is one too many."""
        return self.used > self.limit

    def headers(self) -> dict[str, str]:
        """As every answer carries them."""
        return {
            "RateLimit-Limit": str(self.limit),
            "RateLimit-Remaining": str(max(self.limit - self.used, 0)),
            "RateLimit-Reset": str(self.reset),
        }


def count(digest: str, now: float | None = None) -> Allowance:
    """Count one more request of the token with that hash."""
    moment = time.time() if now is None else now
    window = int(moment // WINDOW)
    key = f"api:rate:{digest[:32]}:{window}"
    used = _counted(key)
    return Allowance(settings.API_RATE, used, int((window + 1) * WINDOW - moment) or 1)


def _counted(key: str) -> int:
    global _away_until
    client = _client(settings.REDIS_URL)
    if client is not None and time.monotonic() >= _away_until:
        try:
            pipe: Any = client.pipeline(transaction=False)
            return int(pipe.incr(key).expire(key, 2 * WINDOW).execute()[0])
        except redis.RedisError as gone:
            _away_until = time.monotonic() + SILENCE
            log.warning("requests counted in memory", reason=str(gone))
    memory.add(key, 0, 2 * WINDOW)
    try:
        return memory.incr(key)
    except ValueError:  # forgotten between the two
        return 1


@cache
def _client(url: str) -> redis.Redis | None:
    if not url:
        return None
    return redis.Redis.from_url(
        url,
        socket_timeout=PATIENCE,
        socket_connect_timeout=PATIENCE,
        retry=Retry(NoBackoff(), 0),
    )
