"""Listings of good quality, and a way to see what one change does to them."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from domain.judgement import Judgement
from domain.listing import Language, Listing, Product
from domain.quality import judge

Case = tuple[Product, Listing]


def _read() -> list[Case]:
    cases = []
    for item in json.loads(Path(__file__).with_name("gold.json").read_text("utf-8")):
        facts, written = item["product"], item["listing"]
        product = Product(
            **{
                **facts,
                "features": tuple(facts["features"]),
                "language": Language(facts["language"]),
            }
        )
        listing = Listing(written["title"], tuple(written["features"]), written["description"])
        cases.append((product, listing))
    return cases


@pytest.fixture(scope="session")
def gold() -> list[Case]:
    """Three Turkish and two English listings that nothing is wrong with."""
    return _read()


@pytest.fixture(scope="session")
def phone(gold: list[Case]) -> Case:
    """The Turkish phone."""
    return gold[0]


@pytest.fixture(scope="session")
def shoe(gold: list[Case]) -> Case:
    """The Turkish running shoe."""
    return gold[2]


@pytest.fixture(scope="session")
def bottle(gold: list[Case]) -> Case:
    """The English water bottle."""
    return gold[3]


@pytest.fixture(scope="session")
def judged(shoe: Case, bottle: Case) -> Callable[..., Judgement]:
    """Judges a good listing with some of its facts or fields put in place of its own."""

    def change(market: str = "walmart-tr", **changes: Any) -> Judgement:
        product, listing = shoe if market == "walmart-tr" else bottle
        fields = {"title", "description"}
        texts = {name: value for name, value in changes.items() if name in fields}
        if "points" in changes:
            texts["features"] = changes["points"]
        if "added" in changes:
            texts["description"] = f"{listing.description} {changes['added']}"
        known = fields | {"points", "added"}
        facts = {name: value for name, value in changes.items() if name not in known}
        return judge(replace(product, **facts), replace(listing, **texts))

    return change
