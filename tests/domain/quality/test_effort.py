"""Judging takes work in step with the text, whatever the text repeats."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from types import FrameType

import pytest

from domain.listing import Listing, Product
from domain.quality import judge
from domain.quality.grounding import trace
from tests.domain.quality.conftest import Case

PATTERNS = (
    "1", "1 ", "1x", "2-", "1,", "5.", "1. ", "a'", "%", "(", '"', "-", ". ", "ve ", "İ", "&amp;",
    "<b>", "<", "½", "A1-", "A1-B", "a-1", "WH-1000-", "1-2 ", "1/2 ", "1 000 ", "5 mm x ", '5"',
    "12 GB ", "iki ", "deri ", "%80 yün ", "wi-fi 6 ", "usb c ", "ISO ", "f.r.e.e ", "i n d ",
    "1nd1r1m ", "balığın derisi ", "a glass of ", "iki kişilik ", "üç saat sonra ",
    "en iyi ", "a@b.", "www.", "0555 ", "2 yıl garanti ",
)  # fmt: skip


def steps(work: Callable[[], object]) -> int:
    """How many calls some work makes, of functions in Python and in C."""
    count = 0

    def counting(frame: FrameType, event: str, argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(counting)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize("pattern", PATTERNS)
def test_four_times_the_text_is_about_four_times_the_work(shoe: Case, pattern: str) -> None:
    product, listing = shoe

    def work(length: int) -> int:
        text = (pattern * length)[:length]
        long = replace(listing, description=text)
        judge(product, long)  # what is kept of words is kept from now on
        return steps(lambda: judge(product, long))

    assert work(3000) <= 4.5 * work(750)


@pytest.mark.parametrize("chain", ["A1-", "A1-B", "X9-12-AB-"])
def test_a_chain_of_codes_is_told_once_from_its_beginning_to_its_end(chain: str) -> None:
    text = chain * 500
    claims = trace(Product("Ürün"), Listing("", (), text)).evidence
    places = [(claim.place.start or 0, claim.place.end or 0) for claim in claims]
    assert all(end <= start for (_, end), (start, _) in pairwise(places))
    assert sum(end - start for start, end in places) > 0.8 * len(text)
    assert len(places) <= len(text) / 9


def test_a_code_keeps_what_hangs_before_it_by_hyphens() -> None:
    text = "WH-1000XM5 ve X-AB-12-3 ile 12 GB-A1"
    claims = trace(Product("Ürün"), Listing("", (), text)).evidence
    assert [claim.text for claim in claims] == ["WH-1000XM5", "X-AB-12-3", "12 GB", "GB-A1"]
