"""The studio before Chromium: the ASGI site in a thread, a worker in another, a scripted model.

Streaming needs the real ASGI server, which `live_server` is not. The queue's place is taken by
threads that run the task's own function; all else is the product's.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator

import pytest
import uvicorn
from django.contrib.staticfiles.handlers import ASGIStaticFilesHandler
from django.core.asgi import get_asgi_application
from django.db import connections
from playwright.sync_api import Page

from accounts.models import User
from accounts.roles import Role
from content.generation import generating
from content.models import Generation
from engines.scripted import ScriptedEngine
from tests.factories import make_user
from walmartgpt.gate import Gate

Studio = Callable[..., Page]


@pytest.fixture(scope="session")
def asgi_url() -> Iterator[str]:
    """The address of the site; it reads whatever database the test has."""
    taken = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(
        Gate(ASGIStaticFilesHandler(get_asgi_application())),
        lifespan="off",
        log_config=None,
        access_log=False,
        timeout_graceful_shutdown=1,
    )
    served = uvicorn.Server(config)
    thread = threading.Thread(target=served.run, kwargs={"sockets": [taken]}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{taken.getsockname()[1]}"
    served.should_exit = True
    thread.join(10)


@pytest.fixture
def site_url(asgi_url: str, transactional_db: None) -> str:
    """In the place of the live server's address."""
    return asgi_url


@pytest.fixture
def workers(
    monkeypatch: pytest.MonkeyPatch, transactional_db: None
) -> Iterator[list[threading.Thread]]:
    """Threads in the place of queue and worker; none outlives its test."""
    started: list[threading.Thread] = []

    def send(pk: int, countdown: float = 0, own_task: str = "") -> bool:
        thread = threading.Thread(target=_work, args=[pk], daemon=True)
        started.append(thread)
        thread.start()
        return True

    monkeypatch.setattr("content.actions.drafting.send", send)
    monkeypatch.setattr("content.generation.generating.send", send)
    yield started
    Generation.objects.filter(status=Generation.Status.RUNNING).update(cancel_requested=True)
    for thread in started:
        thread.join(20)
    assert not [thread for thread in started if thread.is_alive()]


@pytest.fixture
def writer(transactional_db: None) -> User:
    """The person whose studio it is; the pages are in English, so that tests can read them."""
    return make_user(Role.AUTHOR, username="writer", language="en")


@pytest.fixture
def studio(
    open_page: Callable[..., Page],
    workers: list[threading.Thread],
    scripted: ScriptedEngine,
    writer: User,
) -> Studio:
    """Opens a page of the studio: `studio()`, `studio(path, user=..., phone=True)`."""

    def opened(path: str = "/studio/", *, user: User | None = writer, **wanted: object) -> Page:
        page = open_page(user, path, **({"language": "en"} | wanted))
        page.set_default_timeout(15_000)
        return page

    return opened


def _work(pk: int) -> None:
    try:
        generating.run(pk)
    finally:
        connections.close_all()
