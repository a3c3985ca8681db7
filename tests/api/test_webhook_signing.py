"""Signatures that the documented check, and the specification's own example, agree with."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest

from api.webhooks import signing
from tests.api.documented import check_of


def test_the_specifications_own_example() -> None:
    made = signing.signature(
        "whsec_plJ3nmyCDGBKInavdOK15jsl",
        "msg_loFOjxBNrRLzqYUf",
        1731705121,
        b'{"event_type":"ping","data":{"success":true}}',
    )
    assert made == "v1,rAvfW3dJ/X/qxhsaXPOyyCGmRKsaKWcsNccKXlIktD0="


def test_the_documented_check_takes_what_is_signed_and_nothing_else(tmp_path: Path) -> None:
    check = check_of(tmp_path)
    secret, other = (signing.secret_of(signing.new_salt()) for _ in range(2))
    body, now = '{"title":"Çay"}'.encode(), int(time.time())
    headers = signing.headers("msg_1", now, body, [secret])
    assert check(secret, headers, body)
    assert not check(other, headers, body)
    assert not check(secret, headers, body + b" ")
    assert not check(secret, headers | {"webhook-id": "msg_2"}, body)
    old = signing.headers("msg_1", now - 301, body, [secret])
    assert not check(secret, old, body)
    both = signing.headers("msg_1", now, body, [other, secret])
    assert check(secret, both, body)
    assert check(other, both, body)


def test_a_secret_follows_from_the_sites_key_and_the_salt(settings: Any) -> None:
    salt = signing.new_salt()
    secret = signing.secret_of(salt)
    assert secret == signing.secret_of(salt)
    assert secret.startswith("whsec_")
    assert salt not in secret
    settings.SECRET_KEY = "another"
    assert signing.secret_of(salt) != secret


@pytest.mark.parametrize("secret", ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"])
def test_the_fingerprint_tells_nothing_of_the_secret(secret: str) -> None:
    assert len(signing.fingerprint(secret)) == 16
    assert signing.fingerprint(secret) not in secret
