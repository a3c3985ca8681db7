"""Casing, folding, tokens, stems, syllables and sentences."""

from __future__ import annotations

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import turkish

TURKISH = st.text("abcçdefgğhıijklmnoöprsştuüvyzABCÇDEFGĞHIİJKLMNOÖPRSŞTUÜVYZ '0123456789")


@pytest.mark.parametrize(
    ("text", "small"),
    [
        ("IŞIK", "ışık"),
        ("İSTANBUL", "istanbul"),
        ("I\u0307stanbul", "istanbul"),
        ("i\u0307pek", "ipek"),
        ("DİYARBAKIR", "diyarbakır"),
        ("ÇĞÖŞÜ", "çğöşü"),
        ("C\u0327anta", "çanta"),
    ],
)
def test_turkish_lower_case(text: str, small: str):
    assert turkish.lower(text) == small


@pytest.mark.parametrize(
    ("text", "large"), [("ışık", "IŞIK"), ("istanbul", "İSTANBUL"), ("i\u0307pek", "İPEK")]
)
def test_turkish_upper_case(text: str, large: str):
    assert turkish.upper(text) == large


def test_english_casing_keeps_its_own_rules():
    assert turkish.lower("WIFI", "en") == "wifi"
    assert turkish.upper("wifi", "en") == "WIFI"
    # A Turkish name in English text has one dotted letter, not a letter and a stray dot.
    assert turkish.lower("İstikbal", "en") == "istikbal"


def test_capitalize_follows_the_language():
    assert turkish.capitalize("iPEK") == "İpek"
    assert turkish.capitalize("IŞIK") == "Işık"
    assert turkish.capitalize("iNDOOR", "en") == "Indoor"


@given(TURKISH)
def test_lower_and_upper_undo_each_other_on_the_turkish_alphabet(text: str):
    assert turkish.lower(turkish.upper(text)) == turkish.lower(text)
    assert turkish.upper(turkish.lower(text)) == turkish.upper(text)


@given(st.text(), st.sampled_from(["tr", "en"]))
def test_lower_case_is_stable_and_composed(text: str, language: str):
    small = turkish.lower(text, language)
    assert "i\u0307" not in small
    assert turkish.lower(small, language) == small


@given(st.text())
def test_fold_is_idempotent_and_blind_to_composition(text: str):
    folded = turkish.fold(text)
    assert turkish.fold(folded) == folded
    assert turkish.fold(unicodedata.normalize("NFD", text)) == folded


@given(TURKISH)
def test_fold_is_blind_to_case(text: str):
    assert turkish.fold(turkish.upper(text)) == turkish.fold(turkish.lower(text))
    assert turkish.fold(text).isascii()


@pytest.mark.parametrize("spelling", ["ŞIK", "şık", "Sik", "s\u0327ik", "ŞİK"])
def test_fold_of_a_turkish_word(spelling: str):
    assert turkish.fold(spelling) == "sik"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("iPhone'un kamerası", ["iPhone", "kamerası"]),
        ("S24’ü 8'i", ["S24", "8"]),
        ("L'Oréal ve O'Neill", ["L", "Oréal", "ve", "O", "Neill"]),
        ("6,8 inç, 1.299,90 TL. 5000mAh", ["6,8", "inç", "1.299,90", "TL", "5000mAh"]),
        ("Wi-Fi 6E/Bluetooth 5.3", ["Wi", "Fi", "6E", "Bluetooth", "5.3"]),
        ("the kids' room isn't 5'7", ["the", "kids", "room", "isn", "5", "7"]),
        ("'tırnak' içinde", ["tırnak", "içinde"]),
        ("", []),
        ("— ★ …", []),
    ],
)
def test_tokens(text: str, words: list[str]):
    assert [token.text for token in turkish.tokens(text)] == words


@given(st.text())
def test_tokens_stand_where_they_say(text: str):
    found = turkish.tokens(text)
    assert all(text[token.start : token.end] == token.text for token in found)
    assert all(a.end <= b.start for a, b in pairwise(found))


@pytest.mark.parametrize(
    "forms",
    [
        ["kamera", "kamerası", "kameralı", "kameranın", "kameralar", "KAMERASI"],
        ["telefon", "telefonu", "telefonun"],
        ["kulaklık", "kulaklıklar", "kulaklığı"],
        ["ekran", "ekranı", "ekranlı"],
        ["ışık", "IŞIK", "ışığı"],
        ["wifi", "WIFI"],
        ["adres", "adresi"],
    ],
)
def test_forms_of_a_turkish_word_share_a_stem(forms: list[str]):
    assert len({turkish.stem(form, "tr") for form in forms}) == 1


def test_stems_keep_apart_what_differs():
    assert turkish.stem("kablosuz") != turkish.stem("kablo")
    assert turkish.stem("S24") == "s24"
    assert turkish.stem("s23") != turkish.stem("s24")
    assert turkish.stem("batteries", "en") == turkish.stem("battery", "en")


@pytest.mark.parametrize(
    ("word", "count"),
    [("kamera", 3), ("IŞIK", 2), ("saat", 2), ("GB", 1), ("İÇİN", 2), ("rüzgâr", 2)],
)
def test_turkish_syllables_are_vowels(word: str, count: int):
    assert turkish.syllables(word) == count


@pytest.mark.parametrize(
    ("word", "count"),
    [("battery", 3), ("smartphone", 2), ("table", 2), ("used", 1), ("wanted", 2), ("the", 1)],
)
def test_english_syllables(word: str, count: int):
    assert turkish.syllables(word, "en") == count


def test_sentences_end_where_a_reader_ends_them():
    text = (
        "3. nesil işlemci, kablo vb. parçalar var. Yeni model geldi! iPhone uyumlu.\n"
        "Son satır 6.8 inç. Dr. Oetker sever misiniz? Evet…\n"
        "Taban rahattır. adidas ile koşun. Max. hız, approx. ağırlık, özl. durum ve 2. kat."
    )
    assert [sentence.text for sentence in turkish.sentences(text)] == [
        "3. nesil işlemci, kablo vb. parçalar var.",
        "Yeni model geldi!",
        "iPhone uyumlu.",
        "Son satır 6.8 inç.",
        "Dr. Oetker sever misiniz?",
        "Evet…",
        "Taban rahattır.",
        "adidas ile koşun.",
        "Max. hız, approx. ağırlık, özl. durum ve 2. kat.",
    ]


@given(st.text())
def test_sentences_cover_every_word_once(text: str):
    found = turkish.sentences(text)
    assert all(text[each.start : each.end] == each.text for each in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
    inside = set().union(*(range(each.start, each.end) for each in found))
    assert all(at in inside for at, letter in enumerate(text) if letter.isalnum())
