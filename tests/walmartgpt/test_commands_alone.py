"""The commands where nothing else runs and nothing was ever started: a fresh data folder."""

from __future__ import annotations

import os
import signal
import subprocess
from pathlib import Path

import httpx
import pytest
from django.utils import translation

from content.presentation.messages import engine_message
from engines.base import EngineUnavailable
from engines.llamacpp_info import ServerInfo, read
from tests.engines.conftest import wait_until
from tests.walmartgpt.commands import FACTS, MANAGE, exchange_examples, manage
from tests.walmartgpt.commands import score_from_standard_input as score
from tests.walmartgpt.running import OURS, ROOT

pytestmark = [pytest.mark.real, pytest.mark.timeout(300)]


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """Of somebody who has just installed it and set nothing."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    return kept | {"WALMARTGPT_DATA": str(tmp_path / "data")}


def test_examples_make_their_own_tables(environment: dict[str, str], tmp_path: Path) -> None:
    exchange_examples(environment, tmp_path)


def test_demo_makes_its_own_tables(environment: dict[str, str]) -> None:
    assert "author" in manage(environment, "demo").stdout


def test_scoring_needs_no_table(environment: dict[str, str]) -> None:
    score(environment)


def test_ctrl_c_reaches_the_model_through_the_command(environment: dict[str, str]) -> None:
    with subprocess.Popen(
        [*MANAGE, "generate", *FACTS],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,  # a process group of its own, as a shell gives each command
    ) as command:
        server = Path(environment["WALMARTGPT_DATA"]) / f"engine-{command.pid}.json"
        wait_until(lambda: decoded(server) > 20, "the model writes", seconds=240)
        os.killpg(command.pid, signal.SIGINT)
        written, said = command.communicate(timeout=60)
    with translation.override("tr"):
        # What there is by then is kept where it is a listing already.
        assert written.startswith("**Başlık:**") or engine_message("cancelled") in said
        assert engine_message("interrupted") not in said
    assert not server.exists()


def decoded(file: Path) -> int:
    """How many tokens the command's own model server has written for it so far."""
    try:
        return sum(map(_decoded, _slots(read(file))))
    except (EngineUnavailable, httpx.HTTPError):
        return 0


def _slots(info: ServerInfo) -> list[dict[str, list[dict[str, int]]]]:
    headers = {"Authorization": f"Bearer {info.key}"}
    slots: list[dict[str, list[dict[str, int]]]] = httpx.get(
        f"{info.url}/slots", headers=headers, trust_env=False
    ).json()
    return slots


def _decoded(slot: dict[str, list[dict[str, int]]]) -> int:
    return sum(token["n_decoded"] for token in slot.get("next_token", []))
