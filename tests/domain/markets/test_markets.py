"""Rule packs are whole: every rule has its sentence, source, date and weight."""

from __future__ import annotations

import string
from datetime import date, timedelta

import pytest

from domain import markets
from domain.judgement import Severity
from domain.listing import Language
from domain.markets.phrases import phrases

RULES = [(code, rule) for code in markets.codes() for rule in markets.get(code).rules.values()]


def test_both_markets_are_known():
    assert markets.codes() == ("walmart-tr", "walmart-us")
    assert markets.get("walmart-tr").language is Language.TR
    assert markets.get("walmart-us").language is Language.EN
    assert markets.get("walmart-tr").version == "2026-06-05"


@pytest.mark.parametrize(("market", "rule"), RULES, ids=lambda value: getattr(value, "code", value))
def test_every_rule_is_whole(market: str, rule: markets.Rule):
    formatter = string.Formatter()
    names = [
        {name.removesuffix("_en") for _, name, _, _ in formatter.parse(text) if name}
        for text in (rule.tr, rule.en)
    ]
    assert names[0] == names[1] or rule.code.startswith("text.")
    assert rule.tr.endswith(".")
    assert rule.en.endswith(".")
    assert rule.source.name
    assert rule.fields
    assert 0 <= rule.weight < 100
    if rule.severity is Severity.ADVICE:
        assert rule.weight <= 3


def test_an_error_weighs_more_than_a_warning_in_its_place():
    pack = markets.get("walmart-tr")
    forbidden = pack.rules["compliance.promotional_claim"].weight
    mendable = [
        pack.rules[code].weight
        for code in ("title.too_short", "description.too_short", "text.wrong_language")
    ]
    assert 1 - forbidden / 100 < min(1 - weight / 100 for weight in mendable)


@pytest.mark.parametrize("code", markets.codes())
def test_every_word_list_has_its_rule(code: str):
    pack = markets.get(code)
    assert set(pack.claims) <= set(pack.rules)
    assert all(pack.claims.values())


def test_a_pack_holds_only_what_was_valid_on_the_day():
    pack = markets.get("walmart-us")
    youngest = date.fromisoformat(pack.version)
    before = markets.get("walmart-us", youngest - timedelta(days=1))
    assert "compliance.barred_claim" in pack.rules
    assert "compliance.barred_claim" not in before.rules
    assert "title.over_limit" in before.rules
    assert before.version == "2026-05-21"
    assert markets.get("walmart-us", youngest) is pack


def test_the_criteria_of_the_training_document_are_rules():
    limits = markets.get("walmart-tr").limits
    assert (limits.title_min, limits.title_max) == (50, 100)
    assert (limits.features_min, limits.features_max, limits.feature_max) == (3, 10, 80)
    assert limits.description_min_words == 150
    assert limits.compliance_min == 80


@pytest.mark.parametrize(
    ("notation", "text", "found"),
    [
        ("ücretsiz kargo*", "ucretsiz kargoyla", True),
        ("ücretsiz kargo*", "ucretsiz-kargo'muz", True),
        ("ücretsiz kargo*", "ucretsiz. kargo", False),
        ("ücretsiz .. kargo*", "ucretsiz ve hizli kargo", True),
        ("ücretsiz .. kargo*", "ucretsiz ve hizli ve ucuz kargo", False),
        ("hot sale|deal", "hot deal", True),
        ("hot sale", "shot sale", False),
        ("hot sale", "hot sales", False),
    ],
)
def test_phrase_notation(notation: str, text: str, found: bool):
    (phrase,) = phrases(notation)
    assert bool(phrase.pattern.search(text)) is found


def test_word_lists_may_have_comments_and_blank_lines():
    assert [phrase.notation for phrase in phrases("# list\n\nhot sale # sold\n")] == ["hot sale"]


def test_an_unknown_market_says_which_there_are():
    with pytest.raises(markets.UnknownMarket) as raised:
        markets.get("mars")
    assert raised.value.message.tr == (
        "“mars” adlı pazar yok; şunlardan birini seçin: walmart-tr, walmart-us."
    )
