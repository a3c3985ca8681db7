"""Repairing takes work in step with the listing, whatever is wrong with it and however often."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.listing import Listing
from domain.prompt.shown_tr import SHOWN
from domain.quality import judge
from domain.repair import repair
from domain.repair.bench import FEWEST_ATTEMPTS, MOST_CHARACTERS, Bench
from tests.domain.quality.test_effort import steps

FLASK, GOOD = SHOWN[0]
FAULTS = ("½", "1", "A1-", "en iyi ", "ÇELİK ", "★ ", "• ", "ve ", "\u200b", "( ", "usb c ", "<b>")


def work(listing: Listing) -> int:
    """The calls that a repair makes."""
    repair(FLASK, listing)  # what is kept of words is kept from now on
    return steps(lambda: repair(FLASK, listing))


@pytest.mark.parametrize("fault", FAULTS)
def test_four_times_the_features_are_about_four_times_the_work(fault: str) -> None:
    def features(count: int) -> Listing:
        return replace(GOOD, features=tuple(f"{fault * 160}"[:160] for _ in range(count)))

    assert work(features(20)) <= 5 * work(features(5))


@pytest.mark.parametrize("fault", FAULTS)
def test_four_times_the_text_is_about_four_times_the_work(fault: str) -> None:
    def text(length: int) -> Listing:
        return replace(GOOD, description=(fault * length)[:length])

    assert work(text(2800)) <= 5 * work(text(700))


def test_many_places_with_the_same_fault_are_mended_in_one_look() -> None:
    broken = replace(GOOD, features=tuple(f"• {feature}" for feature in GOOD.features))
    bench = Bench.of(FLASK, broken)
    found, taken = repair(FLASK, broken)
    assert found == GOOD
    assert sorted(step.place.index or 0 for step in taken) == [0, 1, 2, 3, 4]
    assert {step.before for step in taken} == set(broken.features)
    assert bench.attempts_left > 50


def test_a_list_that_counts_itself_loses_all_its_numbers() -> None:
    plain = tuple(text for text in GOOD.features if not text[0].isdigit())
    features = tuple(f"{at}. {text}" for at, text in enumerate(plain, start=1))
    found, _steps = repair(FLASK, replace(GOOD, features=features))
    assert len(plain) > 1
    assert found.features == plain


def test_of_many_repetitions_as_many_go_as_the_market_allows() -> None:
    found, taken = repair(FLASK, replace(GOOD, features=(GOOD.features[0],) * 9))
    assert found.features == (GOOD.features[0],) * 3
    assert [step.code for step in taken] == ["features.repeated"] * 6


def test_a_long_listing_is_looked_at_less_often() -> None:
    long = replace(GOOD, description="a" * MOST_CHARACTERS)
    assert Bench.of(FLASK, long).attempts_left == FEWEST_ATTEMPTS
    assert judge(FLASK, repair(FLASK, long)[0])
