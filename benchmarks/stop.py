"""From Stop in the studio to a model that stands still: through page, worker and engine."""

from __future__ import annotations

import re
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import httpx

from benchmarks.figures import Figure
from benchmarks.systems import running
from engines import llamacpp_info

STOPS = 5
ROOT = Path(__file__).resolve().parent.parent


def measure() -> list[Figure]:
    """The model's own word that it works and that it has stopped, while a person presses Stop."""
    with tempfile.TemporaryDirectory(prefix="walmartgpt-stop-") as folder:
        data = Path(folder)
        command = [sys.executable, "-m", "walmartgpt.supervisor"]
        with (
            running(command, ROOT, data) as system,
            httpx.Client(
                base_url=system.url, timeout=60, trust_env=False, follow_redirects=True
            ) as page,
        ):
            _sign_in(page, data)
            stops = [_stop(page, data) for _ in range(STOPS)]
    return [Figure("Stop in the page to model stopped", stops, "s", "1 s")]


def _sign_in(page: httpx.Client, data: Path) -> None:
    """As the demo author, whose password the start has left beside the data."""
    sign_ins = dict(line.split() for line in (data / "demo.txt").read_text().splitlines())
    page.get("/sign-in/")
    _post(page, "/sign-in/", username="author", password=sign_ins["author"])


def _stop(page: httpx.Client, data: Path) -> float:
    """Ask for a draft, let the model write some of it, and stop it."""
    listing = _number(r"/listings/(\d+)/", page.get("/listings/"))
    shown = page.get(f"/studio/{listing}/").text
    fields = {name: _hidden(name, shown) for name in ("seen", "approval")}
    studio = _post(page, f"/studio/{listing}/write/", **fields)
    generation = _number(r"/generations/(\d+)/cancel/", studio)
    _until(lambda: _written(data) > 10)
    pressed = time.perf_counter()
    _post(page, f"/generations/{generation}/cancel/")
    _until(lambda: not _written(data))
    stopped = time.perf_counter() - pressed
    _until(lambda: "/cancel/" not in page.get(f"/studio/{listing}/").text)
    return stopped


def _post(page: httpx.Client, path: str, **fields: str) -> httpx.Response:
    token = page.cookies["csrftoken"]
    response = page.post(path, data={"csrfmiddlewaretoken": token, **fields})
    return response.raise_for_status()


def _hidden(name: str, page: str) -> str:
    """What the page's own forms would send: the text and approval that it showed."""
    found = re.search(rf'name="{name}"[^>]* value="([^"]*)"', page)
    return found[1] if found else ""


def _number(pattern: str, page: httpx.Response) -> str:
    found = re.search(pattern, page.text)
    if found is None:
        raise SystemExit(f"{page.url} has no {pattern}.")
    return found[1]


def _written(data: Path) -> int:
    """Tokens of the answers that the model is writing now; 0 when it stands still."""
    info = llamacpp_info.read(data / llamacpp_info.FILE_NAME)
    headers = {"Authorization": f"Bearer {info.key}"}
    slots = httpx.get(f"{info.url}/slots", headers=headers, timeout=60, trust_env=False).json()
    tokens = [token for slot in slots if slot["is_processing"] for token in slot["next_token"]]
    return sum(1 + int(token["n_decoded"]) for token in tokens)


def _until(holds: Callable[[], bool]) -> None:
    deadline = time.perf_counter() + 120
    while not holds():
        if time.perf_counter() > deadline:
            raise SystemExit("The model neither wrote nor stopped within two minutes.")
        time.sleep(0.01)
