"""Asks the running web part whether the system is ready."""

from __future__ import annotations

import http.client
import json

PATIENCE = 60.0


def missing(host: str, port: int) -> str:
    """What is not ready yet, in words; empty when everything is."""
    where = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104
    connection = http.client.HTTPConnection(where, port, timeout=5)
    try:
        connection.request("GET", "/readyz", headers={"Host": "127.0.0.1"})
        response = connection.getresponse()
        if response.status == 200:
            return ""
        parts = json.loads(response.read())
        return "; ".join(str(reason) for reason in parts.values() if reason is not True)
    except (OSError, http.client.HTTPException, ValueError, AttributeError):
        return "the web part does not answer"
    finally:
        connection.close()
