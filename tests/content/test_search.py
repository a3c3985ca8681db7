"""Searching the library: what counts as a word, what finds it, and that the index keeps up."""

from __future__ import annotations

import dataclasses

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import User
from content.actions import change_facts, create_listing, edit_listing
from content.models import Listing
from content.queries import search
from content.queries.search import MOST_WORDS, matching, prepare, words
from domain.turkish import fold
from tests.factories import S24, S24_TEXT, make_listing

pytestmark = pytest.mark.django_db


def found(text: str) -> set[int]:
    return set(matching(Listing.objects.all(), words(text)).values_list("pk", flat=True))


@pytest.fixture
def kettle(author: User) -> Listing:
    facts = dataclasses.replace(
        S24, name="Çelik Su Isıtıcı 1.7 L", brand="Fakir", category="Mutfak"
    )
    return create_listing(author, facts, sku="K2-100%_A")


@pytest.fixture
def phone(author: User) -> Listing:
    return make_listing(author, S24_TEXT, sku="TEL-1")


@pytest.mark.parametrize(
    "asked",
    ["çelik", "CELIK", "ISITICI", "ısıtıcı", "isitici", "elik", "fakir mutfak", "k2", "1.7", "su"],
)
def test_case_and_dots_do_not_matter(asked: str, kettle: Listing, phone: Listing) -> None:
    assert found(asked) == {kettle.pk}


def test_every_word_has_to_be_there(kettle: Listing, phone: Listing) -> None:
    assert found("çelik galaxy") == set()
    assert found("akıllı galaxy") == {phone.pk}


def test_two_letters_have_to_begin_a_word(kettle: Listing, phone: Listing) -> None:
    assert found("ga") == {phone.pk}
    assert found("al") == set()


@pytest.mark.parametrize(
    "hostile",
    ['"', "''", "%", "%%", "__", "100%_A", "\\", "* OR *", "NEAR(a b)", "');--", "a\0b", "-çelik",
     "col:x", "^abc", "{x}", "🙂🙂🙂", "AND", "çelik AND", '"çelik', "x" * 5000, "ab " * 500],
)  # fmt: skip
def test_hostile_searches_are_words_like_others(hostile: str, kettle: Listing) -> None:
    wanted = words(hostile)
    expected = {kettle.pk} if all(word in fold(kettle.search) for word in wanted) else set()
    assert found(hostile) == expected


@given(st.text(max_size=60))
def test_words_are_bounded_and_folded(text: str) -> None:
    wanted = words(text)
    assert len(wanted) <= MOST_WORDS
    assert all(len(word) >= 2 and word == fold(word) for word in wanted)


def test_one_letter_is_no_word() -> None:
    assert words("a") == []
    assert words("a çelik") == ["celik"]


def test_the_index_follows_every_change(author: User, phone: Listing) -> None:
    assert found("tencere") == set()
    change_facts(author, phone, dataclasses.replace(S24, name="Düdüklü Tencere"))
    assert found("tencere") == {phone.pk}
    phone.refresh_from_db()
    edit_listing(author, phone, dataclasses.replace(S24_TEXT, title="Yepyeni"), seen=phone.number)
    assert found("yepyeni") == {phone.pk}
    Listing.objects.all().delete()
    assert found("yepyeni") == set()


def test_many_hits_are_found_without_the_list(
    monkeypatch: pytest.MonkeyPatch, kettle: Listing, phone: Listing
) -> None:
    monkeypatch.setattr(search, "BROAD", 0)
    assert found("çelik") == {kettle.pk}
    assert found("ga") == {phone.pk}


def test_an_index_that_was_lost_is_made_anew(kettle: Listing) -> None:
    dropped = {
        "sqlite": "DROP TRIGGER content_listing_search_update",
        "postgresql": "DROP INDEX content_listing_search",
    }
    with connection.cursor() as cursor:
        cursor.execute(dropped[connection.vendor])
    prepare(connection)
    Listing.objects.filter(pk=kettle.pk).update(search="bambaska")
    assert found("bambaska") == {kettle.pk}
    assert found("çelik") == set()


def test_the_same_is_found_without_an_index(
    monkeypatch: pytest.MonkeyPatch, kettle: Listing, phone: Listing
) -> None:
    monkeypatch.setattr(search, "_is_prepared", lambda database: False)
    assert found("çelik") == {kettle.pk}
    assert found("k2") == {kettle.pk}
