"""One request to one receiver, within a time and an amount that the receiver has no say in."""

from __future__ import annotations

import asyncio
import socket
import ssl
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from ipaddress import ip_address
from typing import Any, Final

import httpx

from api.webhooks.addresses import Address, BadAddress, Network, Target, may_be_sent_to, read

LOOKING_UP: Final = 5.0
"""Seconds for the name; the system's own resolver may go on for longer in its thread."""
WHOLE: Final = 15.0
"""Seconds for everything else, however slowly the receiver speaks."""
ANSWER: Final = 3.0
"""Seconds for the words of an answer whose status is known already."""
TIMEOUTS: Final = httpx.Timeout(connect=5.0, read=10.0, write=10.0, pool=5.0)
MOST_ADDRESSES: Final = 3
"""Of one name, how many are tried where nobody answers."""
LONGEST_ANSWER: Final = 500
"""Characters of the answer that are kept."""
_MOST_BYTES: Final = 4 * LONGEST_ANSWER


@dataclass(frozen=True, slots=True)
class Reply:
    """What came of one attempt: a status code, or none and the `error` that prevented one."""

    code: int | None
    answer: str
    seconds: float
    error: str = ""

    @property
    def arrived(self) -> bool:
        """Whether the receiver took it."""
        return not self.error

    def as_json(self, at: str) -> dict[str, Any]:
        """As it is kept in the message's row."""
        return {
            "at": at,
            "code": self.code,
            "seconds": round(self.seconds, 3),
            "answer": self.answer,
            "error": self.error,
        }


class Unsent(Exception):
    """There was no answer; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def post(url: str, headers: Mapping[str, str], body: bytes, allowed: Iterable[Network]) -> Reply:
    """Send `body` once; never raises for what the receiver or the network does."""
    started = time.monotonic()
    try:
        code, answer = asyncio.run(_post(read(url), headers, body, tuple(allowed)))
    except BadAddress:
        return Reply(None, "", time.monotonic() - started, "address")
    except Unsent as unsent:
        return Reply(None, "", time.monotonic() - started, unsent.code)
    return Reply(code, answer, time.monotonic() - started, _error_of(code))


def _error_of(code: int) -> str:
    if 200 <= code < 300:
        return ""
    return "redirect" if 300 <= code < 400 else "status"


async def _post(
    target: Target, headers: Mapping[str, str], body: bytes, allowed: tuple[Network, ...]
) -> tuple[int, str]:
    addresses = await _looked_up(target)
    if not all(may_be_sent_to(one, allowed) for one in addresses):
        raise Unsent("private")
    try:
        async with asyncio.timeout(WHOLE):
            return await _to_first(target, addresses[:MOST_ADDRESSES], headers, body)
    except TimeoutError as late:
        raise Unsent("late") from late


async def _looked_up(target: Target) -> list[Address]:
    """Every address of the name, each once, in the resolver's order."""
    loop = asyncio.get_running_loop()
    try:
        async with asyncio.timeout(LOOKING_UP):
            found = await loop.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError, TimeoutError) as unknown:
        raise Unsent("name") from unknown
    return [ip_address(text) for text in dict.fromkeys(str(one[4][0]) for one in found)]


async def _to_first(
    target: Target, addresses: list[Address], headers: Mapping[str, str], body: bytes
) -> tuple[int, str]:
    """To the first address that takes a connection: what was sent is not sent to another one."""
    trouble = Unsent("name")
    for address in addresses:
        try:
            return await _ask(target, address, headers, body)
        except (httpx.ConnectError, httpx.ConnectTimeout) as away:
            trouble = Unsent(_why_not_connected(away))
        except httpx.TimeoutException as late:
            raise Unsent("late") from late
        except (httpx.HTTPError, httpx.InvalidURL, ssl.SSLError, ValueError) as broken:
            raise Unsent("broken") from broken
    raise trouble


async def _ask(
    target: Target, address: Address, headers: Mapping[str, str], body: bytes
) -> tuple[int, str]:
    """Connect to `address`, and speak to the name, which the certificate must be for."""
    client = httpx.AsyncClient(
        verify=_trusted(), timeout=TIMEOUTS, trust_env=False, follow_redirects=False
    )
    async with client:
        request = client.build_request(
            "POST",
            target.url.copy_with(host=str(address)),
            content=body,
            headers={
                "Host": target.url.netloc.decode("ascii"),
                "Content-Type": "application/json",
                "User-Agent": "WalmartGPT-Webhooks/1",
                "Accept-Encoding": "identity",
                "Connection": "close",
                **headers,
            },
            extensions={"sni_hostname": target.host},
        )
        response = await client.send(request, stream=True)
        try:
            return response.status_code, await _beginning(response)
        finally:
            await response.aclose()


async def _beginning(response: httpx.Response) -> str:
    """The first characters of the answer; the status stands, whatever becomes of the rest."""
    kept = b""
    with suppress(httpx.HTTPError, ssl.SSLError, TimeoutError):
        async with asyncio.timeout(ANSWER):
            async for piece in response.aiter_raw(_MOST_BYTES):
                kept += piece[:_MOST_BYTES]
                if len(kept) >= _MOST_BYTES:
                    break
    # PostgreSQL keeps no NUL in a text.
    return kept.decode("utf-8", "replace").replace("\0", "�")[:LONGEST_ANSWER]


def _why_not_connected(away: BaseException) -> str:
    cause: BaseException | None = away
    while cause is not None:
        if isinstance(cause, ssl.SSLError):
            return "certificate"
        cause = cause.__cause__ or cause.__context__
    return "late" if isinstance(away, httpx.ConnectTimeout) else "away"


@cache
def _trusted() -> ssl.SSLContext:
    """The certificates that httpx brings, or those that SSL_CERT_FILE names."""
    return httpx.create_ssl_context()
