"""The secret half of a token: what its holder sends, and the hash that is kept of it."""

from __future__ import annotations

import hashlib
import secrets
from typing import Final

PREFIX: Final = "wgpt_"
"""By which people and scanners of repositories recognise a token of ours."""
BYTES: Final = 32
SHOWN: Final = 4
"""Last characters that a list shows, so that a person finds the one they hold."""


def fresh() -> str:
    """A new secret of 256 random bits."""
    return PREFIX + secrets.token_urlsafe(BYTES)


def digest(secret: str) -> str:
    """What is kept and looked up; random as secrets are, they need neither salt nor slowness."""
    return hashlib.sha256(secret.encode()).hexdigest()
