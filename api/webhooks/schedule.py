"""How long is waited for what: about a day for each message, and a pause for whoever is away."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import Final

DELAYS: Final = (5, 30, 120, 600, 1800, 3600, 7200, 14_400, 21_600, 36_000)
"""Seconds after the first, second, … attempt that failed; 23.7 hours together."""
JITTER: Final = 0.2
"""By which part a delay is longer or shorter, so that not everything comes back at once."""
PATIENCE: Final = timedelta(hours=30)
"""After which a message is given up that had no turn at its receiver often enough."""
LONGEST_REST: Final = 900
"""Seconds for which a receiver that fails again and again is left alone."""


def delay(attempts: int, chance: random.Random | None = None) -> float | None:
    """Seconds until the next attempt after so many that failed; None where it is given up."""
    if attempts > len(DELAYS):
        return None
    draw = (chance or random).uniform(1 - JITTER, 1 + JITTER)
    return DELAYS[max(attempts, 1) - 1] * draw


def rest(failures: int) -> float:
    """Seconds for which nothing is sent to a receiver that failed so often in a row."""
    return min(LONGEST_REST, 2.0 ** min(failures, 10))
