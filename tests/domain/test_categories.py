"""Which of the five categories a path belongs to, as people write it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.categories import Category, category_of
from domain.turkish import upper
from tests.training.samples import PAIRS


@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        ("Elektronik > Cep Telefonu", "electronics"),
        ("Bilgisayar > Dizüstü Bilgisayar", "electronics"),
        ("Telefonlar", "electronics"),
        ("Akıllı Ev > Güvenlik Kamerası", "electronics"),
        ("Electronics > Cell Phones", "electronics"),
        ("Computers", "electronics"),
        ("TVs", "electronics"),
        ("Giyim/Erkek", "clothing"),
        ("Kadın > Spor Giyim", "clothing"),
        ("Spor Ayakkabı", "clothing"),
        ("İç Giyim", "clothing"),
        ("Çantalar", "clothing"),
        ("Men's Clothing", "clothing"),
        ("Bags > Backpacks", "clothing"),
        ("Ev & Yaşam", "home_garden"),
        ("Ev Elektroniği", "home_garden"),
        ("Beyaz Eşya", "home_garden"),
        ("Yapı Market > Elektrikli El Aletleri", "home_garden"),
        ("İç Aydınlatma", "home_garden"),
        ("Office Furniture", "home_garden"),
        ("Tools", "home_garden"),
        ("Home & Kitchen > Small Appliances", "home_garden"),
        ("Spor > Kamp", "sports"),
        ("Bisiklet > Bisiklet Lastiği", "sports"),
        ("Sports & Outdoors", "sports"),
        ("Otomotiv > Motor Yağı", "automotive"),
        ("Oto Aksesuarları", "automotive"),
        ("Araç İçi Aksesuar", "automotive"),
        ("Otomobil", "automotive"),
        ("Tires", "automotive"),
        ("Cars", "automotive"),
    ],
)
def test_a_path_belongs_to_its_category(path: str, wanted: str):
    assert category_of(path) == Category(wanted)
    assert category_of(upper(path) if path.isascii() is False else path.upper()) == wanted
    assert category_of(f" {path} ") == wanted


@pytest.mark.parametrize(
    "path",
    [
        "",
        ">",
        "Kozmetik > Vücut Bakım",
        "Evcil Hayvan > Kedi Kumu",
        "Bebek > Bebek Arabası",
        "Baby > Strollers",
        "Market > Gıda",
        "Otomatik",
        "Oyuncak",
        "Health & Beauty",
    ],
)
def test_other_paths_belong_to_none(path: str):
    assert category_of(path) is None


def test_the_part_that_stands_first_decides():
    assert category_of("Outdoor > Ayakkabı") is Category.SPORTS
    assert category_of("Ayakkabı > Outdoor") is Category.CLOTHING
    assert category_of("Yeni > Mutfak") is Category.HOME_GARDEN


def test_the_shown_and_gold_listings_have_one():
    assert None not in {category_of(product.category) for product, _listing in PAIRS}


@given(st.text(max_size=60))
def test_any_text_can_be_asked(path: str):
    assert category_of(path) in {None, *Category}
