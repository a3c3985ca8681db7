"""Where messages may go: what is read as an address, and which networks are inside."""

from __future__ import annotations

from ipaddress import ip_address, ip_network
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from hypothesis import given
from hypothesis import strategies as st

from api.webhooks import posting
from api.webhooks.addresses import BadAddress, may_be_sent_to, read
from tests.api.receiving import Receiver
from walmartgpt import settings

INSIDE = [
    *("127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.20", "169.254.169.254", "0.0.0.0"),
    *("100.64.0.1", "224.0.0.1", "255.255.255.255", "198.18.0.1"),
    *("::1", "::", "fe80::1", "fd00::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1"),
    *("2002:7f00:1::", "64:ff9b::7f00:1", "64:ff9b::a00:1", "64:ff9b:1::a00:1"),
    *("fec0::1", "feff:ffff::1"),
]


@pytest.mark.parametrize("text", INSIDE)
def test_the_network_inside_is_refused(text: str) -> None:
    assert not may_be_sent_to(ip_address(text), ())


@pytest.mark.parametrize("text", ["1.1.1.1", "2606:4700:4700::1111", "::ffff:1.1.1.1"])
def test_the_internet_is_not(text: str) -> None:
    assert may_be_sent_to(ip_address(text), ())


def test_what_the_settings_name_is_allowed_and_nothing_beside_it() -> None:
    allowed = (ip_network("10.0.0.0/8"), ip_network("fd00::/8"))
    for text in ("10.9.9.9", "::ffff:10.0.0.1", "fd00::1"):
        assert may_be_sent_to(ip_address(text), allowed), text
    for text in ("127.0.0.1", "169.254.169.254", "::1", "192.168.0.1"):
        assert not may_be_sent_to(ip_address(text), allowed), text


def test_the_setting_takes_networks_and_addresses_and_says_what_is_neither() -> None:
    named = settings._networks("10.0.0.0/8, 192.168.1.20,,fd00::1/8")
    assert named == tuple(map(ip_network, ("10.0.0.0/8", "192.168.1.20/32", "fd00::/8")))
    assert settings._networks("") == ()
    with pytest.raises(ImproperlyConfigured, match=r"10\.0\.0\.0/99"):
        settings._networks("10.0.0.0/99")


@given(st.ip_addresses(network="10.0.0.0/8") | st.ip_addresses(network="fc00::/7"))
def test_no_private_address_is_ever_public(address: Any) -> None:
    assert not may_be_sent_to(address, ())


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "scheme"),
        ("shop.example/hook", "scheme"),
        ("ftp://shop.example", "scheme"),
        ("file:///etc/passwd", "scheme"),
        ("gopher://shop.example", "scheme"),
        ("https://", "unreadable"),
        ("https://user:word@shop.example/", "password"),
        ("https://user@shop.example/", "password"),
        ("https://1.1.1.1\\@127.0.0.1/", "password"),
        ("https://shop.example:99999/", "unreadable"),
        ("https://shop.example:0/", "unreadable"),
        ("https://shop.example/\n", "unreadable"),
        ("https://[::1/", "unreadable"),
        ("https://shop.example/#here", "unreadable"),
        (f"https://{'a' * 300}.example/", "unreadable"),
    ],
)
def test_what_is_no_address_says_why(text: str, code: str) -> None:
    with pytest.raises(BadAddress) as bad:
        read(text)
    assert bad.value.code == code


@given(st.text(max_size=60))
def test_whatever_is_typed_is_read_or_refused(text: str) -> None:
    for whole in (text, f"https://{text}"):
        try:
            read(whole)
        except BadAddress:
            continue


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "0x7f.1", "2130706433", "127.1", "[::ffff:127.0.0.1]", "0.0.0.0"],
)
def test_however_it_is_written_nothing_reaches_this_machine(host: str, receiver: Receiver) -> None:
    reply = posting.post(f"http://{host}:{receiver.port}/", {}, b"{}", ())
    assert reply.error in ("private", "name")
    assert receiver.got == []


def _means(monkeypatch: pytest.MonkeyPatch, *answers: list[str]) -> list[str]:
    """Names mean these addresses, one list a look-up; returns what was looked up."""
    asked: list[str] = []
    left = list(answers)

    async def looked_up(target: Any) -> Any:
        asked.append(target.host)
        return [ip_address(one) for one in (left.pop(0) if len(left) > 1 else left[0])]

    monkeypatch.setattr(posting, "_looked_up", looked_up)
    return asked


def test_one_address_inside_refuses_the_whole_name(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    _means(monkeypatch, ["1.1.1.1", "127.0.0.1"])
    reply = posting.post(f"http://shop.example:{receiver.port}/", {}, b"{}", ())
    assert (reply.error, receiver.got) == ("private", [])


def test_a_name_is_looked_up_once_and_that_address_is_spoken_to(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = _means(monkeypatch, ["127.0.0.1"], ["1.1.1.1"])
    reply = posting.post(
        f"http://shop.example:{receiver.port}/hook", {}, b"{}", (ip_network("127.0.0.1"),)
    )
    assert (reply.code, asked) == (204, ["shop.example"])
    assert receiver.got[0].headers["host"] == f"shop.example:{receiver.port}"


def test_where_nobody_answers_the_next_address_is_tried(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    _means(monkeypatch, ["127.0.0.2", "127.0.0.1"])
    reply = posting.post(
        f"http://shop.example:{receiver.port}/", {}, b"{}", (ip_network("127.0.0.0/8"),)
    )
    assert (reply.code, len(receiver.got)) == (204, 1)


def test_a_name_that_means_nothing_is_told() -> None:
    assert posting.post("https://no-such-name.invalid/", {}, b"{}", ()).error == "name"
