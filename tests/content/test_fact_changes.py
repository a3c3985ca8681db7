"""What the history and a conflict say of changed facts."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any

from django.utils.translation import override

from content.presentation.facts import FactChange, fact_changes
from domain import listing as domain
from tests.factories import S24


def facts(product: domain.Product = S24, sku: str = "") -> dict[str, Any]:
    return asdict(product) | {"sku": sku}


def test_the_same_facts_have_no_changes() -> None:
    assert fact_changes(facts(), facts()) == []
    # As they come back from the database, where a tuple is a list.
    assert fact_changes(facts() | {"features": list(S24.features)}, facts()) == []


def test_of_the_features_only_the_lines_that_differ_are_told() -> None:
    later = replace(S24, features=(*S24.features[1:], "IP68 koruma"))
    [change] = fact_changes(facts(), facts(later))
    assert change.gone == (S24.features[0],)
    assert change.new == ("IP68 koruma",)


def test_features_in_another_order_are_told_whole() -> None:
    later = replace(S24, features=S24.features[::-1])
    [change] = fact_changes(facts(), facts(later))
    assert (change.gone, change.new) == (S24.features, S24.features[::-1])


def test_choices_are_told_in_the_readers_words() -> None:
    later = replace(S24, competition="high", market="walmart-us")
    with override("en"):
        changes = fact_changes(facts(), facts(later, sku="A-1"))
    assert FactChange("Competition", (), ("High",)) in changes
    assert FactChange("SKU", (), ("A-1",)) in changes
    [market] = [change for change in changes if change.label == "Market"]
    assert "walmart" not in (*market.gone, *market.new)


def test_a_market_that_has_gone_since_is_told_by_its_code() -> None:
    [change] = fact_changes(facts() | {"market": "walmart-xx"}, facts())
    assert change.gone == ("walmart-xx",)
