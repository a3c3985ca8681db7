"""Secrets and signatures, after the Standard Webhooks specification (standardwebhooks.com).

A message has to be signed anew at each attempt, so a secret cannot be kept as a mere hash as a
password is. It isn't kept at all: it is the HMAC of the site's SECRET_KEY and a salt that is kept.
Whoever has the database alone cannot sign, and the page shows the secret once, when it is made.
Where SECRET_KEY changes, so does every secret; the kept fingerprint tells that apart, and nothing
is sent until a manager has made a new one.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from collections.abc import Iterable

from django.utils.crypto import salted_hmac

PREFIX = "whsec_"


def new_salt() -> str:
    """What makes a new secret: 32 hexadecimal digits."""
    return secrets.token_hex(16)


def secret_of(salt: str) -> str:
    """`whsec_` and 32 bytes in base64, always the same for a salt and the site's key."""
    key = salted_hmac("walmartgpt.webhooks", salt, algorithm="sha256").digest()
    return PREFIX + base64.b64encode(key).decode()


def fingerprint(secret: str) -> str:
    """16 hexadecimal digits that tell one secret from another, and nothing of it."""
    return hashlib.sha256(secret.encode()).hexdigest()[:16]


def signature(secret: str, message: str, at: int, body: bytes) -> str:
    """`v1,…` for one secret: HMAC-SHA256 of id.timestamp.body, in base64."""
    key = base64.b64decode(secret.removeprefix(PREFIX))
    signed = b".".join((message.encode(), str(at).encode(), body))
    return "v1," + base64.b64encode(hmac.digest(key, signed, "sha256")).decode()


def headers(message: str, at: int, body: bytes, signers: Iterable[str]) -> dict[str, str]:
    """The three headers of a message that is sent at `at` (seconds since 1970)."""
    return {
        "webhook-id": message,
        "webhook-timestamp": str(at),
        "webhook-signature": " ".join(signature(one, message, at, body) for one in signers),
    }
