"""Serves the application on a socket that is already listening: `python -m walmartgpt.web FD`."""

from __future__ import annotations

import socket
import sys

import uvicorn


def main(descriptor: int) -> None:
    """Serves until a signal; a page that is still streaming then gets five seconds."""
    config = uvicorn.Config(
        "walmartgpt.asgi:application",
        lifespan="off",
        log_config=None,  # Django's LOGGING holds
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=5,
        timeout_keep_alive=30,
        h11_max_incomplete_event_size=65_536,
    )
    uvicorn.Server(config).run(sockets=[socket.socket(fileno=descriptor)])


if __name__ == "__main__":
    main(int(sys.argv[1]))
