"""The examples of docs/api.md, run as they stand there against a served site."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from pytest_django.live_server_helper import LiveServer

from accounts.roles import Role
from api.actions.tokens import create_token
from api.models import Answer
from api.scopes import Scope
from content.generation import generating
from content.models import Listing
from domain.listing import Listing as Text
from engines.scripted import ScriptedEngine
from tests.factories import S24_TEXT, make_user

pytestmark = pytest.mark.django_db(transaction=True)
DOCUMENT = Path(__file__).parents[2] / "docs" / "api.md"


def example(language: str) -> str:
    """The document's first block in that language."""
    found = re.search(rf"```{language}\n(.*?)```", DOCUMENT.read_text(encoding="utf-8"), re.S)
    assert found
    return found[1]


def run(command: list[str], server: LiveServer, token: str) -> subprocess.CompletedProcess[str]:
    """What a reader sees who runs it."""
    env = os.environ | {"WALMARTGPT": server.url, "WALMARTGPT_TOKEN": token, "no_proxy": "*"}
    return subprocess.run(command, env=env, capture_output=True, text=True, timeout=60, check=False)


@pytest.fixture
def token() -> str:
    return create_token(make_user(Role.AUTHOR), "example", [Scope.READ, Scope.WRITE], 7)[1]


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_the_example_for_a_shell(live_server: LiveServer, token: str) -> None:
    script = "\n".join(line for line in example("sh").split("\n") if "export" not in line)
    done = run(["sh", "-c", script], live_server, token)
    assert done.returncode == 0, done.stdout + done.stderr
    assert '"scores":{"overall":' in done.stdout


def test_the_example_in_python(
    live_server: LiveServer,
    token: str,
    scripted: ScriptedEngine,
    answer: Callable[[Text], str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for _ in range(3):
        scripted.enqueue(answer(S24_TEXT))
    monkeypatch.setattr("content.actions.drafting.send", lambda pk, **_how: generating.run(pk))
    done = run([sys.executable, "-c", example("python")], live_server, token)
    assert done.returncode == 0, done.stdout + done.stderr
    row = Listing.objects.get()
    assert done.stdout.strip() == f"{row.title} {row.overall}"
    assert row.title == S24_TEXT.title
    assert Answer.objects.get().status == 202  # sent again with its key, nothing would be done
