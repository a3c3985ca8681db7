"""Which addresses may be sent to: none of the network inside, unless the settings name it.

The name is looked up once, every address that it has is judged, and the connection goes to one
that was judged (`posting`): a name that means something else a moment later gains nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
)

import httpx

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network
LONGEST_HOST = 253
_NAT64 = IPv6Network("64:ff9b::/96")
_NAT64_LOCAL = IPv6Network("64:ff9b:1::/48")


class BadAddress(ValueError):
    """The address cannot be one that messages are sent to; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Target:
    """An address as it was given, read once: what is judged is what is connected to."""

    url: httpx.URL

    @property
    def host(self) -> str:
        """The name or number to connect to, in ASCII."""
        return self.url.raw_host.decode("ascii")

    @property
    def port(self) -> int:
        """The port, also where the address names none."""
        return self.url.port or (443 if self.url.scheme == "https" else 80)


def read(text: str) -> Target:
    """An address of the web without a password in it; BadAddress otherwise."""
    try:
        url = httpx.URL(text)
        host = url.raw_host.decode("ascii")
    except (httpx.InvalidURL, ValueError) as wrong:
        raise BadAddress("unreadable") from wrong
    if url.scheme not in ("http", "https"):
        raise BadAddress("scheme")
    if url.userinfo:
        raise BadAddress("password")
    port = 80 if url.port is None else url.port
    if not host or len(host) > LONGEST_HOST or not 0 < port < 65_536 or url.fragment:
        raise BadAddress("unreadable")
    return Target(url)


def literal(target: Target) -> Address | None:
    """The number, where the host is one; None for a name."""
    try:
        return ip_address(target.host)
    except ValueError:
        return None


def may_be_sent_to(address: Address, allowed: Iterable[Network]) -> bool:
    """Whether it is an address of the internet, or one within `allowed`.

    Addresses that carry an IPv4 address in them are judged by that one too.
    """
    meant = _meant(address)
    return all(_is_public(one) for one in meant) or any(
        one in network for network in allowed for one in meant if one.version == network.version
    )


def _is_public(address: Address) -> bool:
    if isinstance(address, IPv6Address) and address.is_site_local:
        return False  # fec0::/10, which Python takes for the internet
    return address.is_global and not address.is_multicast and not address.is_unspecified


def _meant(address: Address) -> tuple[Address, ...]:
    """What packets to it may reach in the end: an IPv4 address, or both it and the one inside."""
    if isinstance(address, IPv4Address):
        return (address,)
    if address.ipv4_mapped:
        return (address.ipv4_mapped,)
    inside: list[IPv4Address] = []
    if address.sixtofour:
        inside.append(address.sixtofour)
    if address.teredo:
        inside.extend(address.teredo)
    if address in _NAT64 or address in _NAT64_LOCAL:
        inside.append(IPv4Address(int(address) & 0xFFFFFFFF))
    return (address, *inside)
