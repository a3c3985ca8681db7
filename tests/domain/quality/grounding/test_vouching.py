"""What a written substantiation answers for: its own claim in any wording, and no other."""

from __future__ import annotations

import pytest

from domain.judgement import Severity
from domain.listing import Listing, Product
from domain.quality.grounding import Tracing, trace

PRODUCT = Product("Ürün", ("Kablosuz", "Garanti"))


def traced(text: str, substantiated: frozenset[str] = frozenset()) -> Tracing:
    return trace(PRODUCT, Listing("", (), text), substantiated)


def vouched_by(text: str) -> frozenset[str]:
    """The keys that a person gets by substantiating every claim of a text."""
    return frozenset(claim.key for claim in traced(text).evidence if claim.fact is None)


def unanswered(text: str, substantiated: frozenset[str]) -> list[str]:
    findings = traced(text, substantiated).findings
    return [f.text for f in findings if f.severity is Severity.ERROR]


@pytest.mark.parametrize(
    ("shown", "reworded"),
    [
        ("2 yıl garanti", "2 yıl garantili"),
        ("2 yıl garanti", "2 yıllık garanti"),
        ("2 yıl garanti", "iki yıllık garantisiyle"),
        ("2 yıl garanti", "24 ay garanti"),
        ("2 yıl garanti", "Garanti süresi: 2 yıl"),
        ("2 yıl garanti", "2 yıl boyunca garanti"),
        ("12 GB RAM", "12GB RAM'li"),
        ("12 GB RAM", "12 gigabayt bellek"),
        ("120 MP kamera", "120 megapiksellik kamerası"),
        ("120 MP kamera", "120 MP'lik bir kamera"),
        ("120 MP selfie kamerası", "120 MP ön kamera"),
        ("500 W motor", "500 watt'lık motoruyla"),
        ("500 W emiş gücü", "500 W emişli"),
        ("6,8 inç ekran", '6.8" ekranlı'),
        ("5000 mAh batarya", "5.000 mAh ile bütün gün"),
        ("3 kamera", "üç kameralı"),
        ("Bluetooth 5.3", "5.3 sürümlü Bluetooth 5.3"),
        ("%80 yün", "yüzde 80 yünlü"),
        ("1 kg ağırlık", "1000 gram ağırlığında"),
        ("titanyum gövde", "titanyumdan gövdesi"),
        ("IP69", "IP69 sertifikalı"),
    ],
)
def test_a_claim_in_other_words_is_still_answered_for(shown: str, reworded: str) -> None:
    assert unanswered(shown, frozenset())
    assert set(unanswered(reworded, vouched_by(shown))) <= {"5.3", "sertifikalı"}


@pytest.mark.parametrize(
    ("shown", "other"),
    [
        ("2 yıl garanti", "2 yıl pil ömrü"),
        ("2 yıl pil ömrü", "2 yıl garanti"),
        ("2 yıl pil garantisi", "2 yıl pil ömrü"),
        ("2 yıl pil garantisi", "2 yıl garanti"),
        ("2 yıl motor garantisi", "2 yıl garanti"),
        ("Motor garantisi 2 yıl", "2 yıl garanti"),
        ("2 yıl garanti", "2 yıl dayanıklı"),
        ("2 yıl garanti", "Ürün 2 yıl"),
        ("12 GB RAM", "12 GB depolama"),
        ("12 GB depolama", "12 GB"),
        ("120 MP ana kamera", "120 MP ön kamera"),
        ("120 Hz ekran", "120 Hz ses"),
        ("500 W motor", "500 W hoparlör"),
        ("5 kg ağırlık", "5 kg taşıma kapasitesi"),
        ("4 kişilik masa", "4 kişilik yemek takımı"),
        ("%80 yün", "%80 pamuk"),
        ("%50 tasarruf", "%50 hız artışı"),
        ("2 yıl garanti", "3 yıl garanti"),
    ],
)
def test_evidence_for_one_claim_lets_no_other_through(shown: str, other: str) -> None:
    assert unanswered(shown, vouched_by(shown)) == []
    assert unanswered(other, vouched_by(shown))


def test_who_answers_for_the_term_of_a_warranty_answers_for_the_warranty() -> None:
    bare = Product("Ürün")
    listing = Listing("", (), "2 yıl garantili")
    told = trace(bare, listing)
    assert [claim.text for claim in told.evidence] == ["2 yıl"]
    assert trace(bare, listing, frozenset({told.evidence[0].key})).findings == ()


def test_the_same_value_of_two_things_is_two_claims() -> None:
    text = "2 yıl garanti ve 2 yıl pil ömrü"
    warranty, battery = (claim.key for claim in traced(text).evidence if claim.fact is None)
    assert warranty != battery
    states = [e.substantiated for e in traced(text, frozenset({warranty})).evidence]
    assert states.count(True) == 1
    assert unanswered(text, frozenset({warranty, battery})) == []


def test_a_key_fits_where_it_is_kept_and_stays_one_of_its_own() -> None:
    size = " x ".join(["999.999.999.999.999.999 milyar km"] * 6)
    first, second = (traced(f"{size} {thing}").evidence[0].key for thing in ("menzil", "yol"))
    assert len(first) <= 200
    assert len(second) <= 200
    assert first != second
