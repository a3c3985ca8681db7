"""When two products are the same, however their names are written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.identity import identity
from domain.listing import Product
from domain.turkish import upper


def named(name: str, brand: str = "") -> str:
    return identity(Product(name=name, brand=brand))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Sony WH-1000XM5 Kablosuz Kulaklık", "Sony"), ("SONY WH1000XM5", "sony")),
        (("Sony WH-1000XM5", "Sony"), ("Sony WH 1000XM5 Gürültü Engelleyen Kulaklık", "Sony")),
        (("Samsung Galaxy S24 Ultra", "Samsung"), ("Galaxy S24 Ultra 256 GB", "Samsung")),
        (("Samsung Galaxy S24 Ultra", "Samsung"), ("Samsung Galaxy S24 Ultra 5G 12GB RAM", "")),
        (("Samsung Galaxy S24", "Samsung"), ("Samsung Galaxy S 24", "SAMSUNG")),
        (("Apple iPhone 15 128 GB Siyah", "Apple"), ("iPhone 15", "Apple")),
        (("Apple iPad 10. Nesil 64 GB", "Apple"), ("Apple iPad (10. Nesil) Tablet", "Apple")),
        (("Bosch GSR 120-LI", "Bosch"), ("Bosch Professional GSR120-LI Akülü Vidalama", "Bosch")),
        (("De'Longhi Dedica EC685", "De'Longhi"), ("DeLonghi EC-685 Espresso", "DeLonghi")),
        (("TP-Link Tapo C200", "TP-Link"), ("Tapo C200 Kamera", "TP-Link")),
        (("TP-Link Tapo C200", "TP-Link"), ("TP-Link Tapo C200", "")),
        (("Nalgene Tritan Matara 1 L", "Nalgene"), ("Nalgene Tritan Matara, 1000 ml", "Nalgene")),
        (("İzeltaş Işıklı Pense", "İzeltaş"), ("IZELTAS ISIKLI PENSE", "izeltas")),
        (("LG OLED55C3 55 inç 4K TV", "LG"), ("LG OLED55C3", "LG")),
        (("Lumora Çelik Termos", "Lumora"), ("Çelik Termos Lumora", "Lumora")),
    ],
)
def test_the_same_product_in_other_words(one: tuple[str, str], other: tuple[str, str]):
    assert named(*one) == named(*other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Sony WH-1000XM5", "Sony"), ("Sony WF-1000XM5", "Sony")),
        (("Sony WH-1000XM5", "Sony"), ("Sony WH-1000XM4", "Sony")),
        (("Fitbit Inspire 3", "Fitbit"), ("Fitbit Charge 3", "Fitbit")),
        (("Bosch GSR 120-LI", "Bosch"), ("Makita GSR 120-LI", "Makita")),
        (
            ("Everlast Pro Style Boks Eldiveni 12 oz", "Everlast"),
            ("Everlast Boks Torbası 12 oz", ""),
        ),
        (("Turtle Wax Seramik Kaplama 500 ml", "Turtle Wax"), ("Turtle Wax Cila 500 ml", "")),
        (("Poyra Kadın Yağmurluk", "Poyra"), ("Poyra Kadın Mont", "Poyra")),
    ],
)
def test_other_products_stay_apart(one: tuple[str, str], other: tuple[str, str]):
    assert named(*one) != named(*other)


CODES = st.from_regex(r"[A-Z]{1,2}[0-9]{2,4}[A-Z]{0,2}", fullmatch=True)


@given(CODES, st.sampled_from(["mavi", "Kulaklık", "256 GB", "6.8 inç", "12 oz"]))
def test_case_and_what_follows_the_code_say_nothing(code: str, rest: str):
    plain = named(f"Acme {code}", "Acme")
    assert named(f"{code} {rest}", "Acme") == plain
    assert named(upper(f"Acme {code} {rest}"), "ACME") == plain
    assert named(f"acme {code.lower()}", "acme") == plain


@given(st.text(max_size=40), st.text(max_size=20))
def test_any_name_has_an_identity(name: str, brand: str):
    assert named(name, brand) == named(name, brand)
