"""Taking in many examples: people go on working meanwhile, and a failure keeps none of them."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest
from django.db import DatabaseError, connections
from django.utils import timezone

from accounts.models import User
from content.actions.examples import BATCH, import_examples
from content.examples.exchange import Item
from content.models import Listing, TrainingExample
from domain.examples import document
from domain.quality import judge
from tests.factories import S24, S24_TEXT, make_listing

pytestmark = pytest.mark.django_db(transaction=True)
JUDGEMENT = judge(S24, S24_TEXT)


def item(number: int) -> Item:
    """An example of its own."""
    facts = replace(S24, name=f"{S24.name} {number}")
    value = document(facts, S24_TEXT, JUDGEMENT, timestamp=timezone.now(), model_used="person")
    return Item(number, json.dumps(value), value, facts, S24_TEXT)


class WhileJudged(Item):
    """An example at whose judging somebody else saves their page."""

    def __getattribute__(self, name: str) -> Any:
        if name == "product":
            with ThreadPoolExecutor(1) as someone:
                someone.submit(_save_a_page).result()
        return super().__getattribute__(name)


def _save_a_page() -> None:
    """What a view does, on a connection of its own."""
    try:
        make_listing(User.objects.get(), S24_TEXT)
    finally:
        connections.close_all()


def test_pages_are_saved_while_a_file_is_judged(author: User) -> None:
    last = item(2)
    watched = WhileJudged(last.number, last.raw, last.document, last.product, last.listing)
    assert import_examples([item(1), watched]) == 2
    assert Listing.objects.exists()


def test_a_failure_in_a_late_batch_keeps_nothing_of_the_early_ones() -> None:
    impossible = replace(item(0), raw="\ud800")  # half a character: no database takes it
    with pytest.raises((ValueError, DatabaseError)):
        import_examples([*map(item, range(1, BATCH + 1)), impossible])
    assert not TrainingExample.objects.exists()
