"""From all examples to what a model learns from: order, repeats, leaks, and the split."""

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.categories import Category
from domain.identity import identity
from domain.listing import Product
from domain.prompt import Level
from tests.training.samples import GOOD, made
from training.curation import LEVELS, Dataset, Sample, Source, curate
from training.curation.dataset import AUGMENTED_PER_EXAMPLE
from training.curation.snapshot import hash_of

BASIC = LEVELS[Level.BASIC]
MANY = [made(number) for number in range(80)]


def variant(parent: Sample, **more: object) -> Sample:
    words = " ".join(reversed(parent.listing.description[3:-4].split()))
    listing = replace(parent.listing, description=f"<p>{words}</p>")
    fields = {"key": f"{parent.key}+style", "parent": parent.key, "listing": listing, **more}
    return replace(parent, source=Source.AUGMENTED, **fields)  # type: ignore[arg-type]


def reasons(dataset: Dataset) -> dict[str, tuple[str, ...]]:
    return {left.key: left.reasons for left in dataset.excluded}


def keys(samples: tuple[Sample, ...]) -> set[str]:
    return {sample.key for sample in samples}


def mixed() -> list[Sample]:
    """Good ones, repeats of several sources, variants, and bad ones."""
    base = MANY[:30]
    repeats = [replace(one, key=f"{one.key}-again", source=Source.GENERATED) for one in base[::3]]
    edited = [replace(one, key=f"{one.key}-edited", source=Source.EDITED) for one in base[::4]]
    bad = [replace(made(100 + n), scores=replace(GOOD, overall_score=60)) for n in range(3)]
    return [*base, *repeats, *edited, *bad, *map(variant, base[::2])]


@settings(max_examples=30, deadline=None)
@given(st.randoms(use_true_random=False))
def test_the_order_of_the_examples_says_nothing(draw: random.Random):
    samples = mixed()
    before = curate(samples, BASIC)
    draw.shuffle(samples)
    after = curate(samples, BASIC)
    assert after == before
    assert hash_of(after) == hash_of(before)


@settings(max_examples=30, deadline=None)
@given(st.permutations(list(Source)[:-1]))
def test_of_the_same_text_the_one_people_had_most_to_do_with_stays(sources: list[Source]):
    samples = [replace(MANY[0], key=str(source), source=source) for source in sources]
    dataset = curate([*samples, MANY[1]], BASIC)
    assert "edited" in keys((*dataset.training, *dataset.validation))
    assert all(
        left.reasons == ("duplicate",) and left.other == "edited" for left in dataset.excluded
    )
    assert len(dataset.excluded) == len(sources) - 1


def test_of_the_same_source_the_better_rated_stays_then_the_higher_score():
    rated = [replace(MANY[0], key=f"r{n}", source=Source.RATED, rating=n) for n in (3.0, 5.0, None)]
    assert [left.other for left in curate(rated, BASIC).excluded] == ["r5.0", "r5.0"]
    low = replace(MANY[0], key="a-low", scores=replace(GOOD, overall_score=80))
    assert {left.key for left in curate([low, MANY[0]], BASIC).excluded} == {"a-low"}


def test_nearly_the_same_text_of_another_product_is_left_out():
    words = MANY[0].listing.description[3:-4].split()
    words[7] = "başka"
    other = made(200, " ".join(words))
    assert reasons(curate([MANY[0], other, MANY[1]], BASIC)) == {"k0200": ("duplicate",)}


@pytest.mark.parametrize(
    ("name", "brand"),
    [
        ("Sony WH-1000XM5", "Sony"),
        ("SONY WH1000XM5 Kulaklık", "Sony"),
        ("WH 1000XM5 Kablosuz Kulaklık, Siyah", "sony"),
        ("Sony WH-1000XM5 30 saat", ""),
    ],
)
def test_held_out_products_are_never_learnt_from(name: str, brand: str):
    held = identity(Product(name="Sony WH-1000XM5 Kablosuz Kulaklık", brand="Sony"))
    leak = replace(MANY[0], key="leak", product=Product(name=name, brand=brand))
    dataset = curate([leak, variant(leak), *MANY[1:5]], BASIC, held_out={held})
    assert reasons(dataset) == {"leak": ("held_out",), "leak+style": ("held_out",)}


def test_an_example_is_told_every_reason():
    low = replace(MANY[0], scores=replace(GOOD, overall_score=0))
    held = {identity(low.product)}
    dataset = curate([low], BASIC, category=Category.SPORTS, held_out=held)
    assert reasons(dataset) == {low.key: ("below_threshold", "other_category", "held_out")}


def test_a_category_takes_its_own_only():
    sport = replace(MANY[0], product=replace(MANY[0].product, category="Spor > Kamp"))
    dataset = curate([sport, *MANY[1:4]], BASIC, category=Category.SPORTS)
    assert keys((*dataset.training, *dataset.validation)) == {sport.key}
    assert set(reasons(dataset).values()) == {("other_category",)}


def test_no_product_stands_in_both_parts():
    again = [
        made(500 + n, model=f"M{n}", product=replace(MANY[n].product, name=f"M{n} 256 GB mavi"))
        for n in range(40)
    ]
    dataset = curate([*MANY, *again], BASIC)
    learnt = {identity(one.product) for one in dataset.training}
    checked = {identity(one.product) for one in dataset.validation}
    assert dataset.size == 120
    assert learnt & checked == set()
    assert 0 < len(checked) < len(learnt)


def test_about_a_tenth_of_the_products_is_kept_for_validation():
    dataset = curate([made(number) for number in range(400)], BASIC)
    assert 20 <= len(dataset.validation) <= 60


@settings(max_examples=20, deadline=None)
@given(st.sets(st.integers(0, 79), min_size=40))
def test_an_example_that_is_added_moves_no_other(chosen: set[int]):
    few, all_ = curate([MANY[n] for n in chosen], BASIC), curate(MANY, BASIC)
    if few.validation and keys(few.validation) & keys(all_.validation):
        assert keys(few.validation) <= keys(all_.validation)
    assert keys(few.training) <= keys(all_.training)


def test_of_few_products_one_checks_and_of_one_none():
    for count in range(2, 8):
        dataset = curate(MANY[:count], BASIC)
        assert dataset.validation
        assert dataset.training
    assert curate(MANY[:1], BASIC).validation == ()


def test_variants_never_check_and_those_of_checked_products_never_teach():
    dataset = curate([*MANY, *map(variant, MANY)], BASIC)
    assert {one.source for one in dataset.validation} == {Source.GOLD}
    parents = {one.parent for one in dataset.training if one.source is Source.AUGMENTED}
    assert parents == {one.key for one in dataset.training if one.source is Source.GOLD}
    assert reasons(dataset) == {
        f"{one.key}+style": ("validation_product",) for one in dataset.validation
    }


def test_a_variant_of_what_is_left_out_is_left_out():
    words = MANY[0].listing.description[3:-4].split()
    words[7] = "başka"
    repeat = replace(made(200, " ".join(words)), source=Source.GENERATED)
    low = replace(MANY[3], scores=replace(GOOD, overall_score=10))
    unknown = replace(variant(MANY[2]), key="orphan", parent="gone")
    dataset = curate(
        [*MANY[:2], repeat, variant(repeat), low, variant(low, scores=GOOD), unknown], BASIC
    )
    assert reasons(dataset) == {
        "k0200": ("duplicate",),
        "k0200+style": ("parent_left_out",),
        "k0003": ("below_threshold",),
        "k0003+style": ("parent_left_out",),
        "orphan": ("parent_left_out",),
    }


def test_a_variant_that_is_the_very_same_is_left_out():
    same = replace(MANY[0], key="same", source=Source.AUGMENTED, parent=MANY[0].key)
    twice = [variant(MANY[1]), replace(variant(MANY[1]), key="twice")]
    found = reasons(curate([*MANY[:3], same, *twice], BASIC))
    assert found["same"] == found["twice"] == ("duplicate",)


def test_what_is_missing_and_what_augmentation_could_add():
    dataset = curate(MANY[:20], BASIC)
    assert dataset.size == 20
    assert dataset.missing == dataset.fillable == 30
    expert = curate(MANY[:20], LEVELS[Level.EXPERT])
    assert expert.missing == 480
    assert expert.fillable == AUGMENTED_PER_EXAMPLE * len(expert.training) < 60
    assert curate(MANY, BASIC).missing == curate(MANY, BASIC).fillable == 0


def test_variants_that_are_there_are_no_longer_counted_as_to_be_made():
    dataset = curate(MANY[:5], BASIC)
    filled = curate([*MANY[:5], *map(variant, dataset.training)], BASIC)
    originals = len(dataset.training)
    assert filled.size == dataset.size + originals
    assert filled.fillable == AUGMENTED_PER_EXAMPLE * originals - originals


def test_nothing_is_missing_of_an_empty_heap_but_everything():
    dataset = curate([], BASIC)
    assert (dataset.size, dataset.missing, dataset.fillable) == (0, 50, 0)
