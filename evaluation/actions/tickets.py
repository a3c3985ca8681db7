"""What a page calls an item: a token that tells its rater's browser nothing of it.

Numbers in a row would tell what was written together, so that the item and the side are masked;
the token says both again when its claim is gone, since an answer may come late.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Final, Self

from django.core.signing import BadSignature, Signer
from django.utils.crypto import salted_hmac

from accounts.models import User

_SALT: Final = "evaluation.assignment"
_BYTES: Final = 8


@dataclass(frozen=True, slots=True)
class Ticket:
    """An item, and whether B stands on the left of it."""

    item: int
    swapped: bool

    def for_rater(self, user: User) -> str:
        """A token that only `user` can use."""
        nonce = secrets.token_urlsafe(6)
        masked = (self.item << 1 | self.swapped) ^ _mask(nonce)
        return _signer(user).sign(f"{masked:x}.{nonce}")

    @classmethod
    def of(cls, user: User, token: str) -> Self | None:
        """What `token` says; None of anybody else's, and of what is no token."""
        try:
            masked, nonce = _signer(user).unsign(token).split(".")
        except BadSignature:
            return None
        said = int(masked, 16) ^ _mask(nonce)
        return cls(said >> 1, bool(said & 1))


def _mask(nonce: str) -> int:
    return int.from_bytes(salted_hmac(f"{_SALT}.mask", nonce).digest()[:_BYTES])


def _signer(user: User) -> Signer:
    return Signer(salt=f"{_SALT}.{user.pk}")
