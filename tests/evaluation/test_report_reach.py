"""What ratings can show, in figures and in one sentence."""

from __future__ import annotations

import numpy as np
import pytest
from django.utils.translation import override

from domain.statistics.power import decisive_pairs, detectable, detectable_per_group, pairs
from evaluation.presentation.rated.reach import sentences
from evaluation.reporting.reach import Design, Means, Reach, reach_of, reach_of_duels

SPREAD = (-1.0, 1.0, -0.5, 0.5)


def means(*versions: tuple[int, int, float], shared: bool = False) -> Means:
    """So many items a version around a mean; with `shared`, of the same products."""
    version = np.concatenate([np.full(count, key) for key, count, _mean in versions])
    values = [
        mean + SPREAD[(place + key) % 4] for key, count, mean in versions for place in range(count)
    ]
    products = [place for _key, count, _mean in versions for place in range(count)]
    product = np.array(products) if shared else np.arange(len(products))
    return Means(np.array(values), version, product)


def test_two_versions_on_different_products_are_two_groups() -> None:
    found = reach_of(means((1, 20, 3), (2, 20, 4)), 3)
    sd = float(np.std([SPREAD[place % 4] for place in range(20)], ddof=1))
    assert found.design is Design.GROUPS
    assert found.items == 40
    assert found.seen == pytest.approx(detectable_per_group(20, sd))
    assert found.wanted == 0.5
    assert found.more > 0


def test_on_the_same_products_they_are_pairs() -> None:
    given = means((1, 20, 3), (2, 20, 4), shared=True)
    sd = float((given.mean[:20] - given.mean[20:]).std(ddof=1))
    found = reach_of(given, 3)
    assert (found.design, found.items, found.versions) == (Design.PAIRS, 20, (1, 2))
    assert found.seen == pytest.approx(detectable(20, sd))
    assert found.wanted is not None
    assert found.more == pairs(found.wanted, sd) - 20


def test_with_more_items_less_can_be_seen() -> None:
    few, many = (reach_of(means((1, count, 3), (2, count, 4)), 3).seen for count in (8, 80))
    assert few is not None
    assert many is not None
    assert many < few


def test_of_several_versions_the_two_with_the_most_items_count() -> None:
    assert reach_of(means((1, 4, 3), (2, 30, 3), (3, 20, 3)), 3).versions == (2, 3)


def test_one_version_tells_a_mean_only() -> None:
    for given in (means((1, 12, 3)), means((0, 12, 3)), means((1, 12, 3), (2, 2, 3))):
        found = reach_of(given, 2)
        assert found.design is Design.ONE
        assert found.wanted == pytest.approx((found.seen or 0) / 2)
        assert found.more == 3 * len(given.mean)


def test_too_few_or_all_alike_tell_nothing() -> None:
    assert reach_of(means((1, 2, 3)), 3).design is Design.NOTHING
    alike = Means(np.full(9, 4.0), np.full(9, 1), np.arange(9))
    assert reach_of(alike, 3).design is Design.NOTHING
    thirds = Means(np.full(7, 10 / 3), np.full(7, 1), np.arange(7))
    assert np.std(thirds.mean, ddof=1) > 0, "binary fractions leave something over"
    assert reach_of(thirds, 3).design is Design.NOTHING
    nothing = Means(np.zeros(0), np.zeros(0, np.int64), np.zeros(0, np.int64))
    assert reach_of(nothing, 0).design is Design.NOTHING


def test_the_facts_number_of_decisive_answers_shows_their_win_rate() -> None:
    found = reach_of_duels(85, 3)
    assert found.seen == pytest.approx(0.65, abs=0.002)
    assert found.wanted == 0.6
    assert found.more == decisive_pairs(0.6) - 85
    assert reach_of_duels(3, 1).design is Design.NOTHING


@pytest.mark.parametrize(
    ("reach", "english", "turkish"),
    [
        (
            Reach(Design.GROUPS, 3, 40, 0.4, 0.2, 120, (1, 2)),
            "With 3 raters and 40 items a difference of 0.4 points between two versions can be "
            "seen; to see 0.2 you need about 120 more items.",
            "3 değerlendirici ve 40 öge ile iki sürüm arasında 0,4 puanlık bir fark görülebilir; "
            "0,2 puanı görmek için yaklaşık 120 öge daha gerekir.",
        ),
        (
            Reach(Design.DUELS, 3, 85, 0.65, 0.6, 109),
            "With 85 answers that prefer one a win rate of 65 % or more can be told from chance; "
            "to see 60 % you need about 109 more such answers.",
            "Birini seçen 85 yanıtla %65 ya da daha yüksek bir kazanma oranı rastlantıdan "
            "ayırt edilebilir; %60 oranını görmek için yaklaşık 109 böyle yanıt daha gerekir.",
        ),
        (
            Reach(Design.PAIRS, 3, 400, 0.05, None, 0, (1, 2)),
            "With 3 raters and 400 products that both versions wrote for, a difference of 0.05 "
            "points between them can be seen.",
            "3 değerlendirici ve iki sürümün de yazdığı 400 ürün ile aralarında 0,05 puanlık bir "
            "fark görülebilir.",
        ),
        (
            Reach(Design.NOTHING, 0, 0),
            "Nothing has been rated yet: there is nothing to be seen.",
            "Henüz hiçbir şey değerlendirilmedi: görülecek bir şey yok.",
        ),
    ],
)
def test_one_sentence_says_what_can_be_seen(reach: Reach, english: str, turkish: str) -> None:
    names = {1: "1.0.0", 2: "1.1.0"}
    with override("en"):
        assert sentences(reach, names) == [english]
    with override("tr"):
        assert sentences(reach, names) == [turkish]


def test_what_it_cannot_show_is_said_as_well() -> None:
    one = Reach(Design.ONE, 1, 12, 0.5, 0.25, 36)
    two = Reach(Design.PAIRS, 3, 12, 0.5, 0.3, 36, (1, 2))
    with override("en"):
        assert "not whether others agree" in sentences(one, {1: "1.0.0"})[1]
        third = {1: "1.0.0", 2: "1.1.0", 3: "1.2.0"}
        assert sentences(two, third)[1].endswith("1.0.0 and 1.1.0.")
        duels = Reach(Design.DUELS, 3, 85, 0.65, 0.6, 109, (1, 2))
        assert sentences(duels, third)[1].startswith("That holds for the two that met most, 1.0.0")
