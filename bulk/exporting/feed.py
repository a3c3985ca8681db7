"""Walmart's item feed of one market, as one JSON document or as many as Walmart takes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, islice

from bulk.queries.approved import Approved
from domain import markets
from domain.feeds.walmart import MOST_ITEMS, feed_item, header
from files.lines import as_json, as_list
from files.zipped import Member, zipped


def feed(approved: Iterable[Approved], market: str) -> Iterator[str]:
    """One document, an item a line; whoever calls it has asked the gate."""
    head = header(str(markets.get(market).language), market)
    yield f'{{"MPItemFeedHeader": {as_json(head)},\n"MPItem": '
    yield from as_list((), map(_item, approved))
    yield "}\n"


def feeds(approved: Iterable[Approved], market: str) -> Iterator[bytes]:
    """A ZIP archive of feeds, each with as many items as Walmart takes in one."""
    return zipped(_members(iter(approved), market))


def _members(approved: Iterator[Approved], market: str) -> Iterator[Member]:
    number = 0
    for first in approved:
        number += 1
        of_one = chain([first], islice(approved, MOST_ITEMS - 1))
        yield f"{market}-{number:03}.json", map(str.encode, feed(of_one, market))
    if not number:
        yield f"{market}-001.json", map(str.encode, feed((), market))


def _item(one: Approved) -> dict[str, object]:
    product = one.listing.product
    return feed_item(product.facts(), product.sku, one.listing.text())
