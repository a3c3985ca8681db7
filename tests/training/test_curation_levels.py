"""What each level lets in, at the borders of its thresholds."""

from dataclasses import replace

import pytest

from domain.judgement import Scores
from domain.listing import Listing
from domain.prompt import Level
from training.curation import LEVELS
from training.curation.levels import failures

WORDS = " ".join(["kelime"] * 150)
LISTING = Listing("b" * 50, ("bir", "iki", "üç"), f"<p>{WORDS}</p>")
STRICT = replace(LEVELS[Level.BASIC], strict=True)


def scores(overall: int = 100, compliance: int = 100) -> Scores:
    return Scores(overall, compliance, 50, 50, 50)


@pytest.mark.parametrize(
    ("level", "minimum", "threshold"),
    [("basic", 50, 70), ("advanced", 200, 80), ("expert", 500, 90)],
)
def test_a_level_takes_its_threshold_and_nothing_below(level: str, minimum: int, threshold: int):
    rule = LEVELS[Level(level)]
    assert rule.minimum == minimum
    short = Listing("", (), "")
    assert failures(short, scores(threshold, 0), rule) == []
    assert failures(short, scores(threshold - 1), rule) == ["below_threshold"]


def test_the_strict_filter_lets_in_what_just_meets_it():
    assert failures(LISTING, scores(85, 90), STRICT) == []


@pytest.mark.parametrize(
    ("listing", "reached", "code"),
    [
        (LISTING, scores(84, 90), "below_threshold"),
        (LISTING, scores(85, 89), "low_compliance"),
        (replace(LISTING, title="b" * 49), scores(), "short_title"),
        (replace(LISTING, features=("bir", "iki")), scores(), "few_features"),
        (replace(LISTING, description=f"<p>{WORDS[7:]}</p>"), scores(), "short_description"),
    ],
)
def test_the_strict_filter_names_each_shortfall(listing: Listing, reached: Scores, code: str):
    assert failures(listing, reached, STRICT) == [code]


def test_markup_is_no_word_of_a_description():
    tagged = replace(LISTING, description="<p>" + "<b>kelime</b> " * 149 + "</p>")
    assert failures(tagged, scores(), STRICT) == ["short_description"]


def test_the_higher_of_threshold_and_filter_holds():
    expert = replace(LEVELS[Level.EXPERT], strict=True)
    assert failures(LISTING, scores(90), expert) == []
    assert failures(LISTING, scores(89), expert) == ["below_threshold"]


def test_all_shortfalls_are_named_together():
    found = failures(Listing("", (), ""), scores(0, 0), STRICT)
    assert len(found) == len(set(found)) == 5
