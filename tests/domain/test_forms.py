"""The two text forms of a listing: round trips, sloppy answers, half answers, refusals."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import forms
from domain.forms.normal import MAX_TEXT, many_lines
from domain.listing import Listing

AWKWARD = st.sampled_from(
    [
        "**Başlık:** x",
        "**Özellikler:**",
        "**Açıklama:**\ny",
        "## Title",
        "- madde",
        "• • iki",
        "1. x",
        "```",
        "```json\n{}\n```",
        '{"title": "a"}',
        "Description: z",
        "\u2028",
        "\r\n",
        "I\u0307",
        "**kalın**",
        "Key Features",
        "\x00",
        "\ud800",
        "__Title__:",
        "\u3000",
    ]
)
TEXT = st.lists(st.one_of(st.text(max_size=20), AWKWARD), max_size=5).map(" ".join)
LINES = st.lists(st.one_of(st.text(max_size=20), AWKWARD), max_size=6).map("\n".join)
LISTINGS = st.builds(
    Listing, title=TEXT, features=st.lists(TEXT, max_size=5).map(tuple), description=LINES
)
PHONE = Listing(
    title="Samsung Galaxy S24 Ultra - 200MP Kamera",
    features=('6.8" Dynamic AMOLED 2X ekran', "5000mAh batarya"),
    description="<p>İlk paragraf.</p>\n<p>İkinci.</p>",
)


@given(LISTINGS)
def test_the_normal_form_is_stable(listing: Listing):
    own = forms.normal(listing)
    assert forms.normal(own) == own


@given(LISTINGS, st.sampled_from(["tr", "en"]))
def test_marked_text_reads_back_as_the_same_listing(listing: Listing, language: str):
    text = forms.to_text(listing, language)
    assert forms.from_text(text) == forms.normal(listing)
    assert forms.read(text) == forms.normal(listing)
    assert forms.partial_listing(text) == forms.normal(listing)


@given(LISTINGS)
def test_json_reads_back_as_the_same_listing(listing: Listing):
    text = forms.to_json(listing)
    assert forms.read(text) == forms.normal(listing)
    assert forms.partial_listing(text) == forms.normal(listing)


def test_marked_text_is_the_documents_own():
    assert forms.to_text(PHONE) == (
        "**Başlık:** Samsung Galaxy S24 Ultra - 200MP Kamera\n"
        "**Özellikler:**\n"
        '• 6.8" Dynamic AMOLED 2X ekran\n'
        "• 5000mAh batarya\n"
        "\n"
        "**Açıklama:**\n"
        "<p>İlk paragraf.</p>\n<p>İkinci.</p>\n"
    )
    assert forms.to_text(PHONE, "en").startswith("**Title:** Samsung")
    assert "**Key Features:**" in forms.to_text(PHONE, "en")


@pytest.mark.parametrize(
    "text",
    [
        "Başlık: T\nÖzellikler:\n- bir\n- iki\nAçıklama:\nmetin",
        "İşte ilanınız:\n\n**BAŞLIK**: T\n\n**Öne Çıkan Özellikler:**\n* bir\n* iki\n\n"
        "**Açıklama**: metin",
        "## Title\nT\n\n## Key Features\n1. bir\n2) iki\n\n## Description\nmetin",
        "```markdown\n**Title:** T\n**Features:**\n• bir\n•iki\n"
        "**Description:**\nmetin\n```\nUmarım beğenirsiniz.",
        "**Ürün Başlığı:** T\n**Ürün Özellikleri:**\nbir\niki\n**Ürün Açıklaması:**\nmetin",
        "**Başlık:**\n\nT\n\n**Özellikler**\n\n– bir\n\n– iki\n\n__Açıklama:__\nmetin",
        "**Başlık:** T\r\n**Özellikler:**\r\n• bir\r\n• iki\r\n\r\n**Açıklama:**\r\nmetin\r\n",
        "**Başlık:** T\n**Açıklama:**\nmetin\n**Özellikler:**\n• bir\n• iki",
    ],
)
def test_sloppy_answers_are_read(text: str):
    assert forms.read(text) == Listing("T", ("bir", "iki"), "metin")


def test_a_wrapped_feature_is_one_feature():
    text = "**Başlık:** T\n**Özellikler:**\n- uzun bir\n  özellik\n- iki\n**Açıklama:** m"
    assert forms.read(text).features == ("uzun bir özellik", "iki")


@pytest.mark.parametrize(
    "text",
    [
        '{"title": "T", "features": ["a"], "description": "d"}',
        'Elbette!\n```json\n{"title": "T", "features_formatted": ["a"], "description": "d"}\n```',
        '{"model": "m", "listing": {"title": "T", "features": ["a"], "description": "d"}}',
        '{not json} {"title": "T", "features": "• a", "description": "d", "extra": 1}',
    ],
)
def test_json_is_found_wherever_it_stands(text: str):
    assert forms.read(text) == Listing("T", ("a",), "d")


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Merhaba, yardımcı olayım mı?", "Başlık"),
        ("**Başlık:** T\n**Açıklama:** d", "Özellikler"),
        ("**Başlık:** T\n**Özellikler:**\n• a", "Açıklama"),
        ('{"title": "T", "features": ["a", 5], "description": "d"}', "features[1]"),
        ('{"title": "T", "features": 5, "description": "d"}', "features"),
        ('{"title": null, "features": [], "description": "d"}', "title"),
        ('{"title": "T", "features": ["a"]}', "description"),
        ("", "Başlık"),
        ("x" * (forms.MAX_TEXT + 1), str(forms.MAX_TEXT)),
    ],
)
def test_what_cannot_be_read_is_named_in_both_languages(text: str, named: str):
    with pytest.raises(forms.FormError) as caught:
        forms.read(text)
    assert named in caught.value.message.tr
    assert caught.value.message.en != caught.value.message.tr


def test_deeply_nested_text_is_refused_not_followed():
    with pytest.raises(forms.FormError):
        forms.read('{"title":' + "[" * 60_000)


@given(st.one_of(st.text(), LISTINGS.map(forms.to_json)), st.integers(0, 400))
def test_half_an_answer_never_raises(text: str, length: int):
    assert isinstance(forms.partial_listing(text[:length]), Listing)


def test_half_json_shows_what_is_there_and_only_grows():
    text = forms.to_json(PHONE)
    shown = [forms.partial_listing(text[:length]) for length in range(len(text) + 1)]
    assert shown[0] == Listing("", (), "")
    assert shown[-1] == PHONE
    lengths = [
        (len(each.title), sum(map(len, each.features)), len(each.description)) for each in shown
    ]
    assert lengths == sorted(lengths)


def test_half_a_marked_text_shows_what_is_there():
    text = forms.to_text(PHONE)
    cut = text.index("batarya")
    assert forms.partial_listing(text[:cut]) == Listing(
        PHONE.title, ('6.8" Dynamic AMOLED 2X ekran', "5000mAh"), ""
    )
    assert forms.partial_listing(text[: text.index("Açık") + 4]).features == PHONE.features


@pytest.mark.parametrize("text", ["{", "[1, 2", '{"title": 5, "features": {"a": 1}', "{" * 5000])
def test_half_nonsense_is_an_empty_listing(text: str):
    assert forms.partial_listing(text) == Listing("", (), "")


@pytest.mark.timeout(30)  # growing with the square, these would take minutes
@pytest.mark.parametrize("blank", [" ", "\t", "\u00a0", "\u3000"])
def test_long_rows_of_blanks_cost_no_more_than_their_length(blank: str) -> None:
    text = "abc" + blank * (MAX_TEXT - 10) + "ğ?"
    assert many_lines(text) == text
    assert many_lines(f"{text}\n{blank * 50_000}\nb") == f"{text}\n\nb"
    with pytest.raises(forms.FormError):
        forms.read(text)
