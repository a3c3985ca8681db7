"""Variants of whole listings: what never changes, whatever is drawn."""

import json
import random
import re
from collections import Counter
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from domain.examples import read
from domain.markup import plain
from domain.quality import judge
from domain.turkish import fold, words
from tests.training.samples import PAIRS, sample
from training.augmentation import Technique, augment, fill
from training.augmentation.reordering import reordered
from training.augmentation.styling import restyled
from training.curation import Sample, Source

STARTER = Path(__file__).parent.parent.parent / "starter" / "gold"
SAMPLES = [sample(*pair, key=f"s{number}") for number, pair in enumerate(PAIRS)]


def starter() -> list[Sample]:
    """Every sixth listing of the starter data."""
    items = [
        item for path in sorted(STARTER.glob("*/*.json")) for item in json.loads(path.read_text())
    ]
    return [sample(*read(item), key=item["id"]) for item in items[::6]]


SAMPLES += starter()
SEEDS = st.integers(0, 10_000)
SOME = st.sampled_from(SAMPLES)


def said(one: Sample) -> Counter[str]:
    parts = (*one.listing.features, plain(one.listing.description))
    return Counter(fold(word) for part in parts for word in words(part))


@settings(max_examples=60, deadline=None)
@given(SOME, SEEDS)
def test_what_is_claimed_never_changes(parent: Sample, seed: int):
    before = judge(parent.product, parent.listing)
    for variant in augment(parent, seed):
        assert variant.listing.title == parent.listing.title
        assert sorted(variant.product.features) == sorted(parent.product.features)
        assert replace(variant.product, features=()) == replace(parent.product, features=())
        after = judge(variant.product, variant.listing)
        assert {one.key for one in after.evidence} == {one.key for one in before.evidence}
        assert after.errors == ()
        assert variant.scores == after.scores
        assert after.scores.overall_score >= before.scores.overall_score - 2


@settings(max_examples=60, deadline=None)
@example(next(one for one in SAMPLES if "PS4 ya da" in one.listing.description), 0)
@given(SOME, SEEDS)
def test_numbers_units_and_codes_stand_as_they_stood(parent: Sample, seed: int):
    digits = Counter(_digits(parent))
    brand = fold(parent.product.brand)
    for variant in augment(parent, seed):
        assert Counter(_digits(variant)) == digits
        assert _text(variant).count(brand) == _text(parent).count(brand)


def _text(one: Sample) -> str:
    parts = (one.listing.title, *one.listing.features, plain(one.listing.description))
    return fold(" ".join(parts))


def _or(text: str) -> str:
    return re.sub(r"\bya da\b", "veya", text)


def _digits(one: Sample) -> list[tuple[str, str]]:
    """Every word with a digit, and the word after it in its line, which may be its unit.

    The two words that mean "or" count as the same one: neither is a unit.
    """
    parts = (one.listing.title, *one.listing.features, plain(one.listing.description))
    pairs = [pair for part in parts for pair in pairwise([*words(_or(fold(part))), ""])]
    return [pair for pair in pairs if re.search(r"\d", pair[0])]


@settings(max_examples=40, deadline=None)
@given(SOME, SEEDS)
def test_only_synonyms_change_words(parent: Sample, seed: int):
    for variant in augment(parent, seed):
        if not variant.key.endswith("+synonyms"):
            assert said(variant) == said(parent)
        else:
            assert said(variant) != said(parent)
        assert variant.asked_and_answered != parent.asked_and_answered


@settings(max_examples=20, deadline=None)
@given(SOME, SEEDS)
def test_the_same_seed_makes_the_same_variants(parent: Sample, seed: int):
    assert list(augment(parent, seed)) == list(augment(parent, seed))


def test_variants_are_marked():
    for parent in SAMPLES[:6]:
        rated = replace(parent, rating=5.0)
        for variant in augment(rated):
            technique = variant.document["technique"]
            assert variant.source is Source.AUGMENTED
            assert variant.key == f"{parent.key}+{technique}"
            assert variant.parent == variant.document["parent"] == parent.key
            assert variant.rating is None
            assert read(variant.document) == (variant.product, variant.listing)
            assert variant.document["input"]["user_context"]["model_used"] == "augmentation"
            assert variant.document["timestamp"] == parent.document["timestamp"]


def test_variants_have_no_variants():
    variants = [variant for one in SAMPLES[:6] for variant in augment(one)]
    assert variants
    assert [list(augment(variant)) for variant in variants] == [[]] * len(variants)
    assert fill(variants, 10) == []


def test_filling_makes_as_many_as_are_wanted_one_technique_after_another():
    all_ = fill(SAMPLES, 10_000)
    assert Counter(one.key for one in all_).most_common(1)[0][1] == 1
    techniques = [Technique(one.document["technique"]) for one in all_]
    assert techniques == sorted(techniques, key=list(Technique).index)
    assert {one.key for one in all_} == {v.key for one in SAMPLES for v in augment(one)}
    for wanted in (0, 1, 3, len(all_)):
        assert fill(SAMPLES, wanted) == all_[:wanted]
    assert fill(SAMPLES, -1) == []


def test_a_parent_with_a_fault_has_no_variants():
    product, listing = PAIRS[0]
    bad = sample(product, replace(listing, title="SÜPER! 120 MP"))
    assert judge(bad.product, bad.listing).errors
    assert list(augment(bad)) == []


def test_every_technique_is_of_use_in_both_languages():
    found = {
        (variant.product.language, variant.document["technique"])
        for one in SAMPLES
        for variant in augment(one)
    }
    wanted = {("tr", "synonyms"), ("tr", "reordered"), ("tr", "style"), ("en", "reordered")}
    assert wanted <= found


@settings(max_examples=50, deadline=None)
@given(SOME, SEEDS)
def test_the_first_line_stays_first(parent: Sample, seed: int):
    changed = reordered(parent.product, parent.listing, random.Random(seed))
    assert changed
    product, listing = changed
    assert listing.features[0] == parent.listing.features[0]
    assert Counter(listing.features) == Counter(parent.listing.features)
    assert (product, listing) != parent.asked_and_answered


def test_one_line_and_one_fact_have_no_other_order():
    product, listing = PAIRS[0]
    alone = replace(product, features=("bir",)), replace(listing, features=("bir", "iki", "iki"))
    assert reordered(*alone, random.Random(1)) is None


@settings(max_examples=50, deadline=None)
@given(SOME, SEEDS)
def test_style_changes_no_word(parent: Sample, seed: int):
    listing = restyled(parent.product, parent.listing, random.Random(seed))
    if listing is None:
        return
    changed = replace(parent, listing=listing)
    assert said(changed) == said(parent)
    assert listing.description.count("<p>") == listing.description.count("</p>")
    assert "<p></p>" not in listing.description


@pytest.mark.parametrize(
    "line",
    ["Saat 10:30 modu: uyandırır sizi her gün", "Kısa: ve öz", "Oran 16: 9 olan ekran: güzel"],
)
def test_a_colon_that_sets_nothing_off_stays(line: str):
    product, listing = PAIRS[0]
    changes = [
        restyled(product, replace(listing, features=(line,)), random.Random(seed))
        for seed in range(20)
    ]
    assert {change.features for change in changes if change} <= {(line,)}
