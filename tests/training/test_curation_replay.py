"""What a model that goes on from another learns: all that is new, and a share of the rest."""

import json

from hypothesis import given
from hypothesis import strategies as st

from training.curation.replay import LEAST, SHARE, with_replay


def line(number: int, score: int = 90) -> str:
    return json.dumps(
        {
            "key": f"key-{number}",
            "input": {"product_name": f"Ürün {number}"},
            "output": {"title": f"Başlık {number}", "metadata": {"seo_score": score}},
        }
    )


@given(total=st.integers(0, 400), known=st.sets(st.integers(0, 399)))
def test_all_that_is_new_is_learnt_and_a_share_of_what_is_known(total: int, known: set[int]):
    lines = [line(number) for number in range(total)]
    kept, replayed = with_replay(lines, [line(number, score=70) for number in sorted(known)])
    familiar = {number for number in known if number < total}
    fresh = total - len(familiar)
    assert kept == [one for one in lines if one in set(kept)]
    assert {line(number) for number in range(total) if number not in known} <= set(kept)
    assert len(kept) == fresh + replayed
    if fresh:
        assert replayed == min(len(familiar), max(round(SHARE * fresh), LEAST - fresh))
    else:
        assert kept == lines


def test_what_is_replayed_comes_from_all_parts():
    lines = [line(number) for number in range(300)]
    kept, replayed = with_replay(lines, lines[:200])
    again = [lines.index(one) for one in kept if one in lines[:200]]
    assert replayed == 25
    assert again == list(range(0, 200, 8))


def test_where_nothing_is_new_all_is_learnt_again():
    lines = [line(number) for number in range(5)]
    assert with_replay(lines, lines) == (lines, 5)
    assert with_replay(lines, []) == (lines, 0)
    assert with_replay([], lines) == ([], 0)


def test_other_words_about_the_same_product_are_new():
    edited = json.loads(line(1))
    edited["output"]["title"] = "Başka bir başlık"
    assert with_replay([json.dumps(edited)], [line(1)]) == ([json.dumps(edited)], 0)
