"""A real HTTP server that speaks an engine's documented wire, and fails in the ways it can fail."""

from __future__ import annotations

import json
import select
import socket
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from typing import Any, Literal


@dataclass
class Reply:
    """What one request gets: a status with a body, or lines, and then an end."""

    lines: Iterable[bytes] = ()
    then: Literal["end", "cut", "hang"] = "end"
    status: int = 200
    body: bytes = b""
    pause: float = 0.0


@dataclass
class Seen:
    """What the server saw."""

    requests: list[dict[str, Any]] = field(default_factory=list)
    active: int = 0
    closed_by_client: int = 0


Answers = Callable[[str, str, bytes], Reply | None]
"""Method, path and body → what is replied, or None where the ordinary replies are meant."""


class StandIn(ThreadingHTTPServer):
    """Answers POST with the replies enqueued, in order, and GET from `pages`; before both it asks
    `answers`, which knows what was done so far."""

    daemon_threads = True

    def __init__(self, pages: dict[str, tuple[int, bytes]]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.pages = pages
        self.replies: deque[Reply] = deque()
        self.answers: Answers | None = None
        self.seen = Seen()
        self.lock = Lock()

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.server_address[1]}"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that goes away is what some cases are about."""


@contextmanager
def running(pages: dict[str, tuple[int, bytes]]) -> Iterator[StandIn]:
    """A stand-in that serves until the block ends."""
    with StandIn(pages) as server:
        Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield server
        server.shutdown()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: StandIn

    def log_message(self, format: str, *args: Any) -> None:
        """Silent."""

    def do_GET(self) -> None:
        if not self._answered(b""):
            self._whole(*self.server.pages.get(self.path, (404, b"{}")))

    def do_DELETE(self) -> None:
        self._answered(self.rfile.read(int(self.headers["Content-Length"])))

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self._answered(body):
            return
        with self.server.lock:
            self.server.seen.requests.append(json.loads(body))
            self.server.seen.active += 1
            reply = self.server.replies.popleft()
        try:
            self._reply(reply)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True
            with self.server.lock:
                self.server.seen.closed_by_client += 1
        finally:
            with self.server.lock:
                self.server.seen.active -= 1

    def _answered(self, body: bytes) -> bool:
        if self.server.answers is None:
            return False
        with self.server.lock:
            reply = self.server.answers(self.command, self.path, body)
        if reply is not None:
            self._reply(reply)
        return reply is not None

    def _reply(self, reply: Reply) -> None:
        if reply.status != 200 or reply.body:
            self._whole(reply.status, reply.body)
            return
        if reply.lines:
            self._start()
        for line in reply.lines:
            self.wfile.write(b"%x\r\n%s\r\n" % (len(line), line))
            time.sleep(reply.pause)
        if reply.then == "hang":
            self._wait_for_client()
        elif reply.then == "cut":
            self.connection.shutdown(socket.SHUT_RDWR)
            self.close_connection = True
        else:
            self.wfile.write(b"0\r\n\r\n")

    def _start(self) -> None:
        self.send_response(200)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()

    def _whole(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _wait_for_client(self) -> None:
        """Stay silent until the client closes the connection, as a model that thinks for ever."""
        while True:
            readable, _, _ = select.select([self.connection], [], [], 1)
            if readable and not self.connection.recv(1, socket.MSG_PEEK):
                raise ConnectionResetError
