"""Texts that repeat others, exactly or nearly."""

from hypothesis import given
from hypothesis import strategies as st

from tests.training.samples import PAIRS
from training.curation.duplicates import COMMON, near_duplicates
from training.curation.sample import text_of


def own(name: str, count: int) -> str:
    return " ".join(f"{name}{place}" for place in range(count))


def test_other_texts_repeat_nothing():
    assert near_duplicates([text_of(listing) for _product, listing in PAIRS[:5]]) == {}


def test_the_first_of_the_same_text_stays():
    assert near_duplicates(["bir iki", own("a", 50), "bir iki", own("a", 50)]) == {2: 0, 3: 1}


def test_a_few_changed_words_make_no_other_text():
    words = own("a", 100).split()
    words[10] = words[60] = "başka"
    assert near_duplicates([own("a", 100), " ".join(words)]) == {1: 0}


def test_half_a_text_in_other_words_is_another():
    assert near_duplicates([own("a", 100), f"{own('a', 50)} {own('b', 50)}"]) == {}


def test_the_border_is_six_tenths_of_the_sequences():
    # 80 sequences in the first; with all of them and n of its own the other shares 80/(80+n).
    base = own("a", 84)
    assert near_duplicates([base, f"{base} {own('b', 53)}"]) == {1: 0}  # 80 / 133
    assert near_duplicates([base, f"{base} {own('b', 54)}"]) == {}  # 80 / 134


def test_texts_that_share_much_boilerplate_are_still_compared_with_each_other():
    boilerplate = own("şablon", 40)
    many = [f"{boilerplate} {own(f't{number}x', 50)}" for number in range(COMMON + 10)]
    last = len(many) - 1
    words = many[last].split()
    words[-1] = "başka"
    assert near_duplicates([*many, " ".join(words), many[last]]) == {last + 1: last, last + 2: last}


def test_a_text_that_is_repeated_very_often_is_kept_once():
    assert set(near_duplicates([own("a", 30)] * (3 * COMMON)).values()) == {0}


def test_case_marks_and_markup_make_no_other_text():
    _product, listing = PAIRS[0]
    said = text_of(listing)
    assert "<" not in said
    assert said == said.lower()


@given(st.lists(st.sampled_from(["", "a", "b c", own("d", 9), own("e", 30)]), max_size=12))
def test_what_repeats_always_names_one_that_stays(texts: list[str]):
    found = near_duplicates(texts)
    kept = [number for number in range(len(texts)) if number not in found]
    assert set(found.values()) <= set(kept)
    assert len({texts[number] for number in kept}) == len(kept) == len(set(texts))
    assert all(first < number for number, first in found.items())
