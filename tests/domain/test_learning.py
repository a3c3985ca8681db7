"""Who learnt from feedback is better on what failed and worse in nothing, or is rejected."""

from collections.abc import Sequence

from hypothesis import assume, given
from hypothesis import strategies as st

from domain.gate import LEAST_PRODUCTS, Criterion
from domain.learning import LEVEL, Target, Verdict, judge, weigh_targets
from domain.statistics.shares import compare_shares

Scores = dict[str, dict[str, float]]
MARGIN = 2.0
FLAGS = st.lists(st.tuples(st.booleans(), st.booleans()), max_size=60)
PRODUCT = st.fixed_dictionaries(
    {criterion.value: st.integers(0, 100).map(float) for criterion in Criterion}
)
PAIRS_OF_SCORES = st.lists(st.tuples(PRODUCT, PRODUCT), max_size=14)


@st.composite
def targets(draw: st.DrawFn) -> list[Target]:
    """A few patterns, measured on any number of products."""
    pairs = draw(st.lists(FLAGS, max_size=4))
    return [
        target(f"rule.{place}", [one for one, _new in flags], [new for _old, new in flags])
        for place, flags in enumerate(pairs)
    ]


def target(key: str, before: Sequence[bool], after: Sequence[bool]) -> Target:
    return Target("rule", key, before, after)


def level(score: float, count: int = 12, **others: float) -> Scores:
    """Products of which every criterion has that score, but for `others`."""
    same = {criterion.value: score for criterion in Criterion} | others
    return {f"p{place}": dict(same) for place in range(count)}


def reasons(verdict: Verdict) -> list[str]:
    return [str(one["reason"]) for one in verdict.reasons]


def weighed(*asked: Target, before: Scores | None = None, after: Scores | None = None) -> Verdict:
    old, new = before or level(90), after or level(90)
    return judge(asked, old, new, threshold=80, margin=MARGIN)


def test_one_target_that_is_surely_rarer_is_enough():
    mended = target("mended", [True] * 9 + [False] * 3, [False] * 12)
    same = target("same", [True] * 6 + [False] * 6, [True] * 6 + [False] * 6)
    found = weighed(mended, same)
    assert found.reasons == ()
    assert [one.rarer for one in found.targets] == [True, False]
    kept = found.as_json()["targets"][0]
    assert (kept["before"]["count"], kept["after"]["count"]) == (9, 0)
    assert kept["before"]["products"] == 12
    assert kept["difference"]["mean"] == -0.75
    assert kept["difference"]["high"] < 0


def test_what_may_be_chance_mends_nothing():
    """Five of five that changed for the better happen by chance in one of sixteen."""
    five = target("five", [True] * 6 + [False] * 6, [True] + [False] * 11)
    assert reasons(weighed(five)) == ["not_rarer"]
    six = target("six", [True] * 6 + [False] * 6, [False] * 12)
    assert reasons(weighed(six)) == []
    # Two were looked at, so six of six are no longer enough, and seven are.
    seven = target("seven", [True] * 7 + [False] * 5, [True] + [False] * 11)
    same = target("same", [True] * 6 + [False] * 6, [True] * 6 + [False] * 6)
    assert reasons(weighed(seven, same)) == ["not_rarer"] * 2
    assert reasons(weighed(target("all", seven.before, [False] * 12), same)) == []


def test_what_nobody_could_show_to_be_rarer_is_not_asked_for():
    """Five of five mended is the best there is, and would be rejected for ever."""
    five = target("five", [True] * 5 + [False] * 7, [False] * 12)
    assert reasons(weighed(five)) == ["not_higher"]
    better = weighed(five, after=level(90.5))
    assert reasons(better) == []
    (kept,) = better.as_json()["targets"]
    assert (kept["rarer"], kept["provable"]) == (False, False)
    # With a second one, neither could be shown with six texts.
    six = target("six", [True] * 6 + [False] * 6, [False] * 12)
    assert reasons(weighed(six, five, after=level(90.5))) == []
    assert reasons(weighed(six, five)) == ["not_higher"]
    # What could have been shown is asked for alone, and no other is blamed.
    often = target("often", [True] * 12, [True] * 12)
    (reason,) = weighed(often, five, after=level(90.5)).reasons
    assert (reason["reason"], reason["figures"]["key"]) == ("not_rarer", "often")


def test_what_was_seldom_may_still_have_become_more_common():
    broken = target("broken", [False] * 12, [True] * 12)
    assert reasons(weighed(broken, after=level(95))) == ["commoner"]


def test_a_target_that_became_more_common_is_a_reason_whatever_else_is_mended():
    mended = target("mended", [True] * 12, [False] * 12)
    broken = target("broken", [False] * 12, [True] * 12)
    found = weighed(mended, broken)
    assert reasons(found) == ["commoner"]
    assert found.reasons[0]["figures"]["key"] == "broken"


def test_where_nothing_can_be_measured_the_overall_score_must_be_higher():
    few = target("few", [True] * 4, [False] * 4)
    assert reasons(weighed(few)) == ["not_higher"]
    assert reasons(weighed(few, after=level(90.5))) == []
    assert [one.key for one in weighed(few).unmeasured] == ["few"]
    lucky = level(90)
    lucky["p0"]["overall"] = 99.0
    assert reasons(weighed(after=lucky)) == ["not_higher"]


def test_worse_elsewhere_is_named_with_its_figures():
    mended = target("mended", [True] * 12, [False] * 12)
    found = weighed(mended, after=level(90, seo=80))
    assert reasons(found) == ["worse"]
    assert found.reasons[0]["criterion"] == "seo"
    assert found.reasons[0]["figures"]["difference"] == -10
    assert [one.criterion for one in found.contrasts if one.worse] == [Criterion.SEO]
    assert reasons(weighed(mended, after=level(90, seo=88.5))) == []


def test_below_the_threshold_it_is_rejected_by_the_gate():
    mended = target("mended", [True] * 12, [False] * 12)
    assert reasons(weighed(mended, before=level(79), after=level(79))) == ["below_threshold"]


def test_without_products_in_common_nothing_is_accepted():
    assert reasons(weighed(after=level(95, count=3))) == ["too_few", "not_compared"]
    other = {f"q{key}": said for key, said in level(95).items()}
    assert reasons(weighed(after=other)) == ["not_compared"]


@given(targets(), PAIRS_OF_SCORES)
def test_nothing_is_accepted_without_a_target_that_is_rarer(
    asked: list[Target], pairs: list[tuple[dict[str, float], dict[str, float]]]
):
    before = {f"p{place}": old for place, (old, _new) in enumerate(pairs)}
    after = {f"p{place}": new for place, (_old, new) in enumerate(pairs)}
    found = judge(asked, before, after, threshold=0, margin=MARGIN)
    if found.reasons:
        return
    assert len(pairs) >= LEAST_PRODUCTS
    assert not any(one.worse for one in found.contrasts)
    assert not any(one.commoner for one in found.targets)
    if any(one.provable for one in found.targets):
        assert any(one.rarer for one in found.targets)
    else:
        assert found.contrasts[0].difference.low > 0


@given(targets(), st.sampled_from(list(Criterion)))
def test_worse_elsewhere_is_never_accepted(asked: list[Target], where: Criterion):
    after = level(90, **{where.value: 80})
    assert "worse" in reasons(judge(asked, level(90), after, threshold=0, margin=MARGIN))


@given(targets())
def test_rarer_means_that_fewer_carry_it_and_chance_is_ruled_out(asked: list[Target]):
    measured = [one for one in asked if one.is_measured]
    for one, said in zip(measured, weigh_targets(measured), strict=True):
        alone = compare_shares(one.before, one.after)
        assert said.p >= alone.p
        assert said.rarer == (sum(one.after) < sum(one.before) and said.p <= LEVEL)
        assert not (said.rarer and said.commoner)


@given(targets())
def test_who_mends_every_text_is_never_told_that_it_is_not_rarer(asked: list[Target]):
    mended = [target(one.key, one.before, [False] * len(one.before)) for one in asked]
    found = judge(mended, level(90), level(91), threshold=0, margin=MARGIN)
    assert found.reasons == ()


@given(FLAGS)
def test_the_same_texts_mend_nothing(flags: list[tuple[bool, bool]]):
    assume(len(flags) >= LEAST_PRODUCTS)
    same = [old for old, _new in flags]
    expected = "not_rarer" if sum(same) >= 6 else "not_higher"
    assert reasons(weighed(target("same", same, same))) == [expected]
