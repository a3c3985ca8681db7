"""Synonyms in listings: in the right form, and never where they would claim something else."""

import random
import re

import pytest

from domain.listing import Language, Listing, Product
from training.augmentation import replacing
from training.augmentation.replacing import with_synonyms
from training.augmentation.synonyms import FIXED, INFLECTED, UNSUITED_AFTER

TR = Product(name="Lumora Termos", brand="Lumora", features=("750 ml kapasite",))
EN = Product(name="Halden Vacuum", language=Language.EN, market="walmart-us")


@pytest.fixture(autouse=True)
def _everything(monkeypatch: pytest.MonkeyPatch) -> None:
    """Replaces whatever can be, and be it one word."""
    monkeypatch.setattr(replacing, "SHARE", 1.0)
    monkeypatch.setattr(replacing, "FEWEST", 1)


def said(text: str, product: Product = TR) -> str:
    """The description with its synonyms; itself where there are none."""
    listing = with_synonyms(product, Listing("", (), text), random.Random(1))
    return text if listing is None else listing.description


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Uzun yolculuklarınızda soruna yer yok.", "Uzun seyahatlerinizde probleme yer yok."),
        ("Seyahate çıkarken bavula sığar.", "Yolculuğa çıkarken valize sığar."),
        ("Konuklarınız için hediye olur.", "Misafirleriniz için armağan olur."),
        ("İhtiyacınız olan her şeye yanıt verir.", "Gereksiniminiz olan her şeye cevap verir."),
        ("Size rahat etme olanağı tanır.", "Size rahat etme imkânı tanır."),
        ("Böylece gün boyu rahat edersiniz.", "Bu sayede gün boyunca rahat edersiniz."),
        ("Evde ya da işte kullanın.", "Evde veya işte kullanın."),
        ("Kapak kolayca açılır, üstelik sızdırmaz.", "Kapak kolaylıkla açılır, ayrıca sızdırmaz."),
        ("<p>Bazen <b>yalnızca</b> su</p>", "<p>Kimi zaman <b>sadece</b> su</p>"),
        ("Bu sebeple hayatınız kolaylaşır.", "Bu nedenle yaşamınız kolaylaşır."),
    ],
)
def test_turkish(text: str, wanted: str):
    assert said(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Every morning starts well.", "Each morning starts well."),
        ("Use it instead of a broom.", "Use it rather than a broom."),
        ("Covers the entire sofa.", "Covers the whole couch."),
        ("Somebody is home for example.", "Someone is home for instance."),
    ],
)
def test_english(text: str, wanted: str):
    assert said(text, EN) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "Ya evde ya da işte kullanın.",
        "Yolculuk'un rengi, SORUN ve e-hediye.",
        "Çevre dostu, anında ısınan, sorunsuz hediyelik.",
        "Konular, sorular, anılar.",
        '<a title="sorun">metin</a>',
        "Hayattayken giysin.",
        "Montajı servise sorun.",
        "Aklınıza geleni satıcıya sorunuz; gerisini sevdiklerinize sorun, öyle alın.",
        "Bu kit doğada hayatta kalmanızı sağlar.",
    ],
)
def test_turkish_that_stays(text: str):
    assert said(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "An entire room.",  # "an whole"
        "It is not an everyday thing.",
        "Almost every day and nearly every week.",
        "The children's room.",
        "More often than not.",
    ],
)
def test_english_that_stays(text: str):
    assert said(text, EN) in {text, text.replace("nearly", "almost")}


@pytest.mark.parametrize("fact", ["Yolculuk boyu", "yolculukta kullanılır", "Seyahat tipi"])
def test_what_the_facts_say_is_never_replaced(fact: str):
    product = Product(name="Termos", features=(fact,))
    assert said("Yolculukta yanınızda.", product) == "Yolculukta yanınızda."


def test_the_title_stays():
    listing = Listing("Sorunu Çözen Hediye", ("Sorunu çözer", "Hediye olur"), "<p>Sorunu.</p>")
    changed = with_synonyms(TR, listing, random.Random(1))
    assert changed
    assert changed.title == listing.title
    assert changed.features == ("Problemi çözer", "Armağan olur")


def test_too_few_replacements_are_none(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(replacing, "FEWEST", 2)
    assert with_synonyms(TR, Listing("", (), "Sorunu."), random.Random(1)) is None
    assert with_synonyms(TR, Listing("", (), "Sorunu ve hediye."), random.Random(1)) is not None


def test_no_entry_is_itself_or_holds_a_digit():
    for table in FIXED.values():
        for word, other in table.items():
            assert word != other
            assert not re.search(r"\d", word + other)
    assert len(set(INFLECTED)) == len(INFLECTED)
    assert all(first.text != second.text for first, second in INFLECTED)
    assert all(re.compile(pattern) for pattern in UNSUITED_AFTER.values())


def test_no_fixed_word_is_a_form_of_an_inflected_one():
    found = replacing._inflected().keys() & FIXED[Language.TR].keys()
    assert found == set()
