"""The parts of the search for patterns: shares, phrases, quotations, changes."""

from __future__ import annotations

import itertools
import json
from dataclasses import asdict

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import fisher_exact

from domain.patterns import facts_text
from domain.patterns.change import LEAST_AFTER, Verdict, change
from domain.patterns.grouping import alike, grouped
from domain.patterns.quoting import quoted
from domain.patterns.vocabulary import Document, frequent
from domain.patterns.words import phrases, stems
from domain.statistics.shares import fisher_greater, risk_ratio, share_difference
from tests.factories import S24

COUNTS = st.tuples(st.integers(1, 60), st.integers(1, 60)).flatmap(
    lambda of: st.tuples(
        st.integers(0, of[0]), st.just(of[0]), st.integers(0, of[1]), st.just(of[1])
    )
)


@given(COUNTS)
def test_fishers_test_is_scipys(counts: tuple[int, int, int, int]) -> None:
    a, n, c, m = counts
    expected = fisher_exact([[a, n - a], [c, m - c]], alternative="greater").pvalue
    assert fisher_greater(*counts) == pytest.approx(float(expected), rel=1e-9, abs=1e-12)


def test_fishers_test_of_empty_groups_says_nothing() -> None:
    assert fisher_greater(0, 0, 3, 5) == 1.0
    assert fisher_greater(3, 5, 0, 0) == 1.0


def test_the_risk_ratio_is_that_of_the_formula() -> None:
    # 20.5 / 51 over 5.5 / 101; its log's standard error is the root of
    # 1/20.5 - 1/51 + 1/5.5 - 1/101 = 0.2011.
    found = risk_ratio(20, 50, 5, 100)
    assert found.mean == pytest.approx(7.381, abs=1e-3)
    assert found.low == pytest.approx(3.065, abs=2e-3)
    assert found.high == pytest.approx(17.776, abs=2e-2)


@given(COUNTS)
def test_a_risk_ratio_turned_round_is_its_inverse(counts: tuple[int, int, int, int]) -> None:
    a, n, c, m = counts
    found, turned = risk_ratio(a, n, c, m), risk_ratio(c, m, a, n)
    assert found.mean == pytest.approx(1 / turned.mean)
    assert found.low == pytest.approx(1 / turned.high)


def test_the_difference_of_shares_is_newcombes() -> None:
    # Newcombe (1998), table II, method 10: 56/70 and 48/80, 5/56 and 0/29.
    found = share_difference(56, 70, 48, 80)
    assert (found.mean, found.low, found.high) == pytest.approx((0.2, 0.0524, 0.3339), abs=1e-4)
    found = share_difference(5, 56, 0, 29)
    assert (found.low, found.high) == pytest.approx((-0.0381, 0.1926), abs=1e-4)
    assert (share_difference(0, 0, 1, 2).low, share_difference(0, 0, 1, 2).high) == (-1.0, 1.0)


@pytest.mark.parametrize(
    ("counts", "verdict"),
    [
        ((60, 100, 2, 40), Verdict.RARER),
        ((60, 100, 0, 8), Verdict.RARER),
        ((60, 100, 5, 10), Verdict.TOO_EARLY),
        ((60, 100, 0, 0), Verdict.TOO_EARLY),
        ((60, 100, 22, 40), Verdict.NOT_RARER),
        ((60, 100, 40, 40), Verdict.NOT_RARER),
        ((60, 100, LEAST_AFTER, LEAST_AFTER), Verdict.NOT_RARER),
        ((0, 0, 1, 40), Verdict.TOO_EARLY),
    ],
)
def test_whether_it_became_rarer(counts: tuple[int, int, int, int], verdict: Verdict) -> None:
    assert change(*counts).verdict is verdict


def test_phrases_begin_and_end_with_words_that_say_something() -> None:
    found = set(phrases(stems(["Başlığın çok uzun olması, en iyi değil!"])))
    assert ("baslik",) in found
    assert ("baslik", "cok", "uz") in found or ("baslik", "cok", "uzun") in found
    assert not any(one[0] == "cok" or one[-1] == "cok" for one in found)
    assert ("en", "iyi") in found
    assert ("en",) not in found
    assert not any("iyi" in one and "baslik" in one for one in found), "a comma ends a phrase"


_SAID = st.lists(
    st.sampled_from(["uzun", "kısa", "başlık", "çok", "ve", "kötü", "en", ",", "."]), max_size=9
).map(" ".join)
_DOCUMENT = st.builds(
    Document, st.tuples(_SAID, _SAID), _SAID, st.one_of(st.just(()), st.tuples(_SAID))
)


@given(st.lists(_DOCUMENT, max_size=25), st.integers(2, 6))
def test_frequent_phrases_are_those_of_counting_them_all(
    documents: list[Document], least: int
) -> None:
    counted: dict[tuple[str, ...], list[int]] = {}
    for place, document in enumerate(documents):
        own = set(itertools.chain.from_iterable(stems([document.facts])))
        kept = set(phrases(stems(document.better)))
        for phrase in set(phrases(stems(document.texts))) - kept:
            if not own.issuperset(phrase):
                counted.setdefault(phrase, []).append(place)
    expected = {
        phrase: places
        for phrase, places in counted.items()
        if least <= len(places) < len(documents)
    }
    found = {phrase: places.tolist() for phrase, places in frequent(documents, least).items()}
    assert found == expected


def test_groups_are_led_by_the_most_telling_and_hold_what_is_like_it() -> None:
    groups = grouped([(("a",), 0b1111), (("b",), 0b0111), (("c",), 0b1110000)], 5)
    assert [one.phrases for one in groups] == [(("a",), ("b",)), (("c",),)]
    assert groups[0].places == 0b1111
    assert len(grouped([((str(place),), 1 << place) for place in range(9)], 3)) == 3
    assert alike(0b11, 0b11)
    assert not alike(0b111, 0b1)


def test_a_quotation_is_what_stands_around_the_words() -> None:
    text = "Uzun bir açıklama. " * 20 + "Bu MUCİZELERİ görün. " + "Daha da uzun bir son. " * 20
    said = quoted(text, ["mucize"])
    assert "MUCİZELERİ" in said
    assert said.startswith("…")
    assert said.endswith("…")
    assert len(said) < 160
    assert quoted("Kısa", ["mucize"]) == "Kısa"
    assert quoted("", []) == ""
    assert quoted("kelime" * 100).endswith("…")


def test_the_facts_as_text_are_the_same_of_a_product_and_of_what_is_kept_of_it() -> None:
    told = facts_text(asdict(S24))
    assert told == facts_text(json.loads(json.dumps(asdict(S24))))
    parts = (S24.name, *S24.features, S24.brand, S24.category, S24.keyword, S24.price_range)
    assert told == "\n".join(parts)
    assert facts_text({"name": "Kalem"}).strip() == "Kalem"
