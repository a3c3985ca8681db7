"""Versions: their names, how they are counted on, and the states they pass through."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.versions import (
    AT_REST,
    FIRST,
    TRANSITIONS,
    BadVersion,
    Change,
    Number,
    State,
    following,
    is_family,
    may_move,
    number,
    split,
)

part = st.integers(0, 99_999)
numbers = st.builds(Number, part, part, part)


@given(numbers)
def test_a_number_is_read_as_it_is_written(one: Number) -> None:
    assert number(str(one)) == one
    assert split(f"walmart-gpt-expert:{one}") == ("walmart-gpt-expert", one)


@given(numbers, st.sampled_from(Change))
def test_the_next_number_is_higher_than_the_one_before(one: Number, change: Change) -> None:
    assert following(one, change) > one


@pytest.mark.parametrize(
    ("change", "expected"),
    [(Change.BASE, "2.0.0"), (Change.RECIPE, "1.3.0"), (Change.DATA, "1.2.4")],
)
def test_what_changed_decides_which_part_counts_on(change: Change, expected: str) -> None:
    assert str(following(number("1.2.3"), change)) == expected


@given(st.sampled_from(Change))
def test_a_family_begins_with_its_first_number(change: Change) -> None:
    assert following(None, change) == FIRST


@pytest.mark.parametrize(
    "text",
    ["", "1", "1.2", "1.2.3.4", "01.2.3", "1.2.x", "1.2.3+x", "-1.0.0", "1.2.1234567", " 1.2.3"],
)
def test_anything_else_is_no_number(text: str) -> None:
    with pytest.raises(BadVersion):
        number(text)


@pytest.mark.parametrize("name", ["", "Walmart", "a b", "-x", "x" * 61, "ü", "a/b", "a:b"])
def test_a_family_has_a_name_that_ollama_takes(name: str) -> None:
    assert not is_family(name)


@given(st.text() | st.from_regex(r"\A[a-z-]{1,9}:[0-9]{1,3}(\.[0-9]{1,3}){1,3}\Z"))
def test_a_text_is_a_version_s_name_or_refused_as_none(text: str) -> None:
    with suppress(BadVersion):
        family, found = split(text)
        assert f"{family}:{found}" == text


def test_every_state_has_its_row_and_leads_to_known_ones() -> None:
    assert set(TRANSITIONS) == set(State)
    assert all(after <= set(State) for after in TRANSITIONS.values())


def test_what_is_retired_stays_so_and_what_is_live_is_not_retired() -> None:
    assert not TRANSITIONS[State.RETIRED]
    assert not may_move(State.LIVE, State.RETIRED)


@pytest.mark.parametrize("before", sorted(set(State) - {State.RETIRED}))
def test_from_every_other_state_there_is_a_way_to_retirement(before: State) -> None:
    reached, edge = {before}, {before}
    while edge:
        edge = {after for one in edge for after in TRANSITIONS[one]} - reached
        reached |= edge
    assert State.RETIRED in reached


def test_only_what_was_built_can_become_live() -> None:
    leading = {before for before in State if may_move(before, State.LIVE)}
    assert leading == AT_REST | {State.DEPLOYING, State.VALIDATING}
