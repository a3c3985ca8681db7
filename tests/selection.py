"""Leaves out what this machine cannot run, and says so; keeps tests of one engine together."""

from __future__ import annotations

import os
import shutil
import urllib.error
import urllib.request
from collections.abc import Generator
from functools import cache
from pathlib import Path

import pytest

from tests.environment import is_embedded


def chromium_path() -> str | None:
    """The browser that the tests drive: CHROMIUM_PATH, or the system's."""
    named = os.environ.get("CHROMIUM_PATH")
    return named if named else shutil.which("chromium") or shutil.which("chromium-browser")


def ollama_answers() -> bool:
    """Whether the server that OLLAMA_HOST names can be talked to."""
    host = os.environ.get("OLLAMA_HOST", "")
    if not host:
        return False
    address = host if "://" in host else f"http://{host}"
    try:
        with urllib.request.urlopen(f"{address}/api/version", timeout=3) as answer:
            return bool(answer.status == 200)
    except (OSError, urllib.error.URLError):
        return False


@cache
def left_out() -> dict[str, str]:
    """The markers whose tests cannot run here, each with the reason."""
    missing = {}
    if chromium_path() is None:
        missing["browser"] = "Chromium is not installed (apt install chromium, or CHROMIUM_PATH=)"
    if not ollama_answers():
        missing["ollama"] = "no Ollama server answers at OLLAMA_HOST"
    if not os.environ.get("LONG_TESTS"):
        missing["long"] = "each takes a quarter of an hour (LONG_TESTS=1 runs them)"
    if not is_embedded():
        missing["embedded"] = "REDIS_URL names a broker that is not ours to end"
    return missing


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> Generator[None]:
    """Deselects by marker, and gives all real tests to one process when there are several."""
    out = [item for item in items if any(map(item.get_closest_marker, left_out()))]
    if out:
        items[:] = [item for item in items if item not in out]
        config.hook.pytest_deselected(items=out)
    for item in items:
        # Two engines at once on two cores would each be three times slower. Marked before
        # xdist's own hook, which writes the group into the item's name, runs inside this one.
        if item.get_closest_marker("real") and not _drives_browser(item):
            item.add_marker(pytest.mark.xdist_group("real"))
        if _drives_browser(item):
            # What a browser does when is the machine's doing, too: what fails is tried once more,
            # and the summary lists it.
            item.add_marker(pytest.mark.flaky(reruns=1))
        if _is_pure(item):
            item.add_marker(pytest.mark.pure)
    yield
    # Once a browser runs, its driver keeps an event loop in the thread until the session ends,
    # in which no asynchronous test can run any more.
    # And once torch has run, its threads may hold a lock for ever in whatever a test forks.
    items.sort(key=lambda item: (_drives_browser(item), _may_run_torch(item)))


def _is_pure(item: pytest.Item) -> bool:
    """Whether a test says the same on every database and broker, since it knows none."""
    folders = item.path.relative_to(Path(__file__).parent).parts
    if "domain" in folders or "engines" in folders:
        return True
    if "training" not in folders:
        return False
    return item.get_closest_marker("django_db") is None and "db" not in _fixtures(item)


def _fixtures(item: pytest.Item) -> list[str]:
    return item.fixturenames if isinstance(item, pytest.Function) else []


def _may_run_torch(item: pytest.Item) -> bool:
    return not {"training", "learning"}.isdisjoint(item.path.parts)


def _drives_browser(item: pytest.Item) -> bool:
    return item.get_closest_marker("browser") is not None


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Says beside the result what was left out and why."""
    for marker, reason in left_out().items():
        terminalreporter.write_line(f"The {marker} tests were left out: {reason}.")
