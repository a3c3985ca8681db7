"""Every cookie a browser is given: out of reach of scripts, and of plain HTTP where it counts."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.walmartgpt.visiting import visit

pytestmark = [pytest.mark.real, pytest.mark.timeout(300)]

VISIT = """
author = Client(headers={"X-Forwarded-Proto": "https"})
page = author.get("/sign-in/")
data = {"username": "author", "password": sign_ins["author"]}
said["signed in"] = author.post("/sign-in/", data).status_code
author.post("/preferences/language/", {"language": "en"})
author.post("/preferences/theme/", {"theme": "dark"})
author.get("/studio/")
said["cookies"] = {
    name: [bool(morsel["secure"]), bool(morsel["httponly"]), morsel["samesite"]]
    for name, morsel in author.cookies.items()
}
said["hsts"] = author.get("/").headers.get("Strict-Transport-Security", "")
said["plain"] = Client().get("/sign-in/").status_code
"""
NAMES = {"sessionid", "csrftoken", "django_language", "theme"}


def test_behind_https_every_cookie_is_for_https_alone(tmp_path: Path) -> None:
    said = visit(tmp_path, VISIT, WALMARTGPT_HTTPS="1")
    assert said["signed in"] == 302
    assert said["cookies"] == {name: [True, True, "Lax"] for name in NAMES}
    assert said["hsts"].startswith("max-age=31536000")
    assert said["plain"] == 301


def test_on_this_machine_alone_they_work_without(tmp_path: Path) -> None:
    said = visit(tmp_path, VISIT, WALMARTGPT_HTTPS="0")
    assert said["signed in"] == 302
    assert said["cookies"] == {name: [False, True, "Lax"] for name in NAMES}
    assert said["hsts"] == ""
    assert said["plain"] == 200
