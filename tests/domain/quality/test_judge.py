"""The whole judgement: good listings pass, faults never pay, hostile input does no harm."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain import markets
from domain.judgement import Judgement, Severity
from domain.listing import Listing, Product
from domain.quality import judge

Case = tuple[Product, Listing]
Judged = Callable[..., Judgement]
QUICK = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.mark.parametrize("number", range(5))
def test_good_listings_pass(gold: list[Case], number: int):
    judgement = judge(*gold[number])
    graver = [hit.code for hit in judgement.findings if hit.severity is not Severity.ADVICE]
    assert graver == []
    assert judgement.scores.overall_score >= 90
    assert judgement.scores.readability >= 80
    assert judgement.pack_version == markets.get(judgement.market).version


def test_the_example_of_the_training_document():
    product = Product(
        "Samsung Galaxy S24 Ultra",
        ("6.8 inç Dynamic AMOLED 2X ekran", "200MP ana kamera sistemi", "5000mAh batarya"),
        category="Elektronik > Cep Telefonu",
    )
    listing = Listing(
        "Samsung Galaxy S24 Ultra - 200MP Kamerayla Profesyonel Fotoğrafçılık",
        (
            '6.8" Dynamic AMOLED 2X Infinity-O Display',
            "200MP Ana Kamera + Ultra Geniş + Telefoto Lens",
            "5000mAh Batarya ile Tüm Gün Kullanım",
        ),
        "<p>Samsung Galaxy S24 Ultra...</p>",
    )
    judgement = judge(product, listing)
    codes = {hit.code for hit in judgement.findings}
    assert "description.too_short" in codes
    assert not {code for code in codes if code.startswith(("title.", "features.", "compliance."))}


FORBIDDEN = [
    "ücretsiz kargo", "indirim", "stokta yok", "Trendyol", "en çok satan", "rakipsiz",
    "%100 orijinal", "biyobozunur", "PFAS içermez", "www.ornek.com",
]  # fmt: skip
UNGROUNDED = ["777 GB", "9999 mAh", "123 kg", "4321 W"]
PIECES = st.sampled_from(
    [
        "Kinetix", "erkek", "koşu", "ayakkabısı", "rahat", "taban.", "the", "this is the shoe",
        "<p>", "</p>", "hafif", "çok", "SÜPER", "2025", "indirim", "555 GB", "★", "Kuru kalır.",
        "file saya", "Bağcıklı kapama ve EVA taban ile", "ve", "için", "Nike", "1.", "\n",
    ]
)  # fmt: skip
TEXTS = st.lists(PIECES, max_size=45).map(" ".join)


@QUICK
@given(
    title=TEXTS.map(lambda text: text[:160]),
    points=st.lists(TEXTS.map(lambda text: text[:90]), max_size=6),
    description=TEXTS.flatmap(lambda text: st.sampled_from([text, text * 4])),
    bad=st.sampled_from(FORBIDDEN + UNGROUNDED),
    where=st.sampled_from(["title", "feature", "description"]),
)
def test_what_is_forbidden_never_pays(
    shoe: Case, title: str, points: list[str], description: str, bad: str, where: str
):
    product, _ = shoe
    listing = Listing(title, tuple(points), description)
    if where == "title":
        worse = replace(listing, title=f"{title} {bad}")
    elif where == "feature" and points:
        worse = replace(listing, features=(*points[:-1], f"{points[-1]} {bad}"))
    else:
        worse = replace(listing, description=f"{description} {bad}")
    before, after = judge(product, listing), judge(product, worse)
    assert after.scores.overall_score <= before.scores.overall_score


@pytest.mark.parametrize("bad", FORBIDDEN + UNGROUNDED)
@pytest.mark.parametrize("where", ["title", "description"])
def test_padding_a_short_text_with_what_is_forbidden_never_pays(shoe: Case, bad: str, where: str):
    product, listing = shoe
    short = {
        "title": listing.title[:47],
        "description": " ".join(listing.description.split()[:149]),
    }
    shortened: dict[str, Any] = {where: short[where]}
    padded: dict[str, Any] = {where: f"{short[where]} {bad}"}
    before = judge(product, replace(listing, **shortened))
    after = judge(product, replace(listing, **padded))
    assert after.scores.overall_score < before.scores.overall_score


HOSTILE = [
    "",
    " ",
    "a" * 60_000,
    "ü" * 100_000,
    "kargo " * 20_000,
    "ücretsiz " * 12_000,
    "a b c d " * 5_000,
    "a.b-c_d" * 15_000,
    "1a2b3c4d" * 12_000,
    "<p" * 20_000,
    "<" * 100_000,
    "<!--" * 25_000,
    "&amp;" * 20_000,
    "&#0;&#55296;&#1114112;&#x200b;" * 3_000,
    "\x00" * 100_000,
    "\ud800\udfff" * 50_000,
    "a" + "\u0301" * 100_000,
    "\u202e\u2066\u200b" * 30_000,
    "😀" * 50_000,
    "שלום مرحبا 你好 " * 2_000,
    "🇹🇷👨‍👩‍👧" * 10_000,
    "0532 123 45 67 " * 2_000,
    "a@" * 20_000,
    "a." * 20_000,
    "www." * 25_000,
    "-" * 100_000,
    "ﷺ" * 20_000,
    "İIıi" * 25_000,
    "1234567890" * 10_000,
    "\n" * 100_000,
    "free " * 20_000,
    "SÜPER " * 16_000,
    "%" * 100_000,
    "'" * 100_000,
]


LARGE = 100_000


@pytest.mark.parametrize("text", ["ücretsiz kargo ", "a.b-c d ", "<p"], ids=repr)
def test_a_hundred_kilobytes_are_judged(text: str):
    large = text * (LARGE // len(text))
    judgement = judge(Product("Ayakkabı"), Listing(large, (large,), large))
    assert judgement.scores.overall_score < 60


@pytest.mark.parametrize("market", markets.codes())
@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: repr(text[:12]))
def test_hostile_text_is_judged(market: str, text: str):
    text = text[:20_000]
    product = Product(text[:2000], (text[:2000],), text[:2000], text[:2000], keyword=text[:2000],
                      market=market)  # fmt: skip
    judgement = judge(product, Listing(text, (text[:5000],), text))
    assert all(0 <= score <= 100 for score in judgement.scores.as_json().values())


def test_ten_thousand_features_are_judged():
    judgement = judge(Product("x"), Listing("x", ("ücretsiz kargo",) * 10_000, "x"))
    assert judgement.scores.overall_score <= 1
    assert len(judgement.findings) < 1000


@QUICK
@given(
    st.text(st.characters(), max_size=300),
    st.lists(st.text(st.characters(), max_size=80), max_size=5),
    st.text(max_size=800),
    st.sampled_from(markets.codes()),
)
def test_any_text_is_judged_and_places_lie_in_it(
    title: str, points: list[str], description: str, market: str
):
    product = Product(title[:100], tuple(points), market=market)
    judgement = judge(product, Listing(title, tuple(points), description))
    for hit in judgement.findings:
        if hit.place.start is None or hit.place.end is None:
            continue
        field = {"title": title, "description": description}.get(hit.place.field)
        raw = points[hit.place.index or 0] if field is None else field
        assert 0 <= hit.place.start <= hit.place.end <= len(raw)
        if not hit.text.startswith("U+"):
            assert raw[hit.place.start : hit.place.end].startswith(hit.text[:200])


def test_warnings_that_add_up_are_an_error_of_their_own(shoe: Case):
    product, listing = shoe
    added = " Acele edin! Haydi, acele edin! Durmayın, acele edin!"
    judgement = judge(product, replace(listing, description=listing.description + added))
    assert judgement.scores.walmart_compliance < 80
    assert [hit.code for hit in judgement.errors] == ["compliance.below_minimum"]

    # Beside an error that counts there too, it would be told twice; approval is blocked as it is.
    worse = replace(listing, description=listing.description + added + " Ücretsiz kargo.")
    after = judge(product, worse)
    assert [hit.code for hit in after.errors] == ["compliance.promotional_claim"]
    assert after.scores.walmart_compliance < judgement.scores.walmart_compliance
    assert after.scores.overall_score < judgement.scores.overall_score


def test_an_error_that_does_not_count_in_compliance_hides_nothing(shoe: Case):
    product, listing = shoe
    added = " Acele edin! Haydi, acele edin! Durmayın, acele edin! Belleği 777 GB."
    judgement = judge(product, replace(listing, description=listing.description + added))
    assert "compliance.below_minimum" in {hit.code for hit in judgement.errors}


def test_the_same_input_gives_the_same_judgement(gold: list[Case]):
    for product, listing in gold:
        assert judge(product, listing) == judge(product, listing)


def test_an_unknown_market_is_told_by_name(shoe: Case):
    with pytest.raises(markets.UnknownMarket, match="no market “ay-pazarı”") as raised:
        judge(replace(shoe[0], market="ay-pazarı"), shoe[1])
    assert "walmart-tr" in raised.value.message.tr
