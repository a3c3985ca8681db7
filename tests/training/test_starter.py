"""The data that the product ships: enough of it, true to its rules, varied, and apart from the test
products."""

import json
from collections import Counter, defaultdict
from itertools import combinations
from typing import Any

import pytest

from domain.categories import Category, category_of
from domain.examples import read
from domain.identity import identity
from domain.levels import LEVELS
from domain.markup import plain
from domain.prompt import Level
from domain.quality import judge
from domain.turkish import fold, words
from evaluation.heldout import held_out, held_out_identities
from training import starter
from training.curation import Sample, Source, curate

GOLD = [item for _key, item in starter.gold()]


def _words(item: dict[str, Any]) -> list[str]:
    listing = read(item)[1]
    parts = (listing.title, *listing.features, plain(listing.description))
    return [fold(word) for part in parts for word in words(part)]


def _sequences(said: list[str], length: int) -> set[tuple[str, ...]]:
    return {tuple(said[at : at + length]) for at in range(len(said) - length + 1)}


def _of(item: dict[str, Any]) -> Category | None:
    return category_of(item["input"]["category"])


@pytest.mark.parametrize(("language", "count"), [("tr", 80), ("en", 22)])
def test_every_category_has_its_gold_listings(language: str, count: int):
    found = Counter(
        _of(item) for item in GOLD if item["input"]["user_context"]["language"] == language
    )
    assert found == dict.fromkeys(Category, count)


def test_there_is_enough_for_an_expert_without_a_single_variant():
    samples = []
    for key, item in starter.gold():
        product, listing = read(item)
        scores = judge(product, listing).scores
        samples.append(Sample(key, Source.GOLD, product, listing, scores, item))
    hidden = held_out_identities()
    dataset = curate(samples, LEVELS[Level.EXPERT], held_out=hidden)
    assert (dataset.missing, dataset.excluded) == (0, ())


def test_files_are_named_for_what_they_hold():
    for path in (starter.FOLDER / "gold").glob("*/*.json"):
        for item in json.loads(path.read_text()):
            assert item["input"]["user_context"]["language"] == path.parent.name, item["id"]
            assert _of(item) == path.stem, (item["id"], item["input"]["category"])


def test_every_item_has_its_own_name_and_says_where_it_comes_from():
    assert all(item["origin"] for item in GOLD)
    assert len({item["id"] for item in GOLD}) == len(GOLD)
    assert len({item["input"]["product_name"] for item in GOLD}) == len(GOLD)


@pytest.mark.parametrize("item", GOLD, ids=lambda item: item["id"])
def test_gold_scores_ninety_and_claims_nothing_it_cannot_show(item: dict[str, Any]):
    judgement = judge(*read(item))
    assert judgement.errors == ()
    assert judgement.scores.overall_score >= 90
    assert [claim.text for claim in judgement.evidence if claim.fact is None] == []


def test_no_six_words_stand_in_more_than_three_percent_of_the_listings():
    holding: Counter[tuple[str, ...]] = Counter()
    for item in GOLD:
        holding.update(_sequences(_words(item), 6))
    often = {" ".join(said): count for said, count in holding.items() if count > 0.03 * len(GOLD)}
    assert often == {}


def test_no_two_listings_share_a_third_of_their_four_word_sequences():
    every = [(item["id"], _sequences(_words(item), 4)) for item in GOLD]
    alike = [
        (first, second)
        for (first, left), (second, right) in combinations(every, 2)
        if len(left & right) > 0.3 * min(len(left), len(right))
    ]
    assert alike == []


def test_descriptions_open_in_many_ways():
    openings = defaultdict(list)
    for item in GOLD:
        openings[tuple(words(plain(read(item)[1].description))[:3])].append(item["id"])
    assert {opening: ids for opening, ids in openings.items() if len(ids) > 3} == {}


def test_no_held_out_product_is_learnt_from():
    learnt = {identity(read(item)[0]): item["id"] for item in GOLD}
    held = {identity(product): key for key, product in held_out().items()}
    assert {learnt[name]: held[name] for name in learnt.keys() & held.keys()} == {}
