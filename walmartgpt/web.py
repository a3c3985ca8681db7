"""Serves the application on a socket that is already listening: `python -m walmartgpt.web FD`."""

from __future__ import annotations

import os
import socket
import sys

import uvicorn


def config() -> uvicorn.Config:
    """The server's settings; a page that is still streaming at the end gets five seconds."""
    # uvicorn believes this machine whatever it says of others; whoever tries passwords from here
    # would have a new address each time.
    proxies = os.environ.get("FORWARDED_ALLOW_IPS", "")
    return uvicorn.Config(
        "walmartgpt.asgi:application",
        lifespan="off",
        log_config=None,  # Django's LOGGING holds
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=5,
        timeout_keep_alive=30,
        h11_max_incomplete_event_size=65_536,
        proxy_headers=bool(proxies),
        forwarded_allow_ips=proxies,
    )


def main(descriptor: int) -> None:
    """Serves until a signal."""
    uvicorn.Server(config()).run(sockets=[socket.socket(fileno=descriptor)])


if __name__ == "__main__":
    main(int(sys.argv[1]))
