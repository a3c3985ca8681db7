"""What `trace` returns: evidence, keys, substantiation, omissions, contrary facts, places."""

from __future__ import annotations

import pytest

from domain.judgement import Severity
from domain.listing import Language, Listing, Product
from domain.quality.grounding import trace

PHONE = Product(
    name="Samsung Galaxy S24 Ultra",
    features=("6.8 inç Dynamic AMOLED 2X ekran", "200MP ana kamera sistemi", "5000mAh batarya"),
    category="Elektronik > Cep Telefonu",
)


def described(text: str) -> Listing:
    return Listing("", (), text)


@pytest.mark.parametrize(
    "text",
    ["200MP", "200 MP", "200 megapiksel", "200 MP'lik", "200 megapiksellik", "iki yüz megapiksel"],
)
def test_the_key_is_the_same_for_every_form(text: str) -> None:
    (evidence,) = trace(PHONE, described(text)).evidence
    assert evidence.key == "200 mp"
    assert evidence.fact == "200MP ana kamera sistemi"
    assert evidence.fact_field == "features"


def test_evidence_of_an_invention_names_no_fact() -> None:
    tracing = trace(PHONE, described("120 MP kamera"))
    (evidence,) = tracing.evidence
    assert (evidence.fact, evidence.fact_field, evidence.substantiated) == (None, None, False)
    finding = tracing.findings[0]
    assert finding.code == "grounding.unsupported_number"
    assert finding.severity is Severity.ERROR
    assert "“120 MP”: üründe “200MP” yazıyor" in finding.message.tr
    assert "yazılı" in finding.message.tr
    assert "the product facts say “200MP”" in finding.message.en


def test_places_tell_field_feature_and_offsets() -> None:
    listing = Listing("120 MP", ("tamam", "ekran 7 inç"), "<p>3<b>0</b> saat</p>")
    places = [
        (f.place.field, f.place.index, f.place.start, f.place.end)
        for f in trace(PHONE, listing).findings
        if f.severity is Severity.ERROR
    ]
    assert places == [
        ("title", None, 0, 6),
        ("features", 1, 6, 11),
        ("description", None, 3, 17),
    ]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("120 MP", "number"),
        ("7 inç", "size"),
        ("30x40 cm", "size"),
        ("XXL beden", "size"),
        ("titanyum", "material"),
        ("CE belgeli", "certificate"),
        ("IP68", "certificate"),
        ("ISO 9001", "certificate"),
        ("WH-1000XM5", "model_code"),
        ("S23 Ultra", "model_code"),
        ("su geçirmez", "claim"),
    ],
)
def test_the_code_tells_what_kind_of_claim_has_no_source(text: str, code: str) -> None:
    errors = [f for f in trace(PHONE, described(text)).findings if f.severity is Severity.ERROR]
    assert [f.code for f in errors] == [f"grounding.unsupported_{code}"]


@pytest.mark.parametrize(
    ("facts", "text", "said"),
    [
        (("A", "8 GB RAM", "256 GB depolama"), "12 GB RAM", "8 GB"),
        (("A", "8 GB RAM", "256 GB depolama"), "512 GB depolama", "256 GB"),
        (("A", "Bluetooth 5.3"), "Bluetooth 5.0", "Bluetooth 5.3"),
        (("Galaxy S24 Ultra",), "Galaxy S23 Ultra", "S24 Ultra"),
        (("iPhone 15 Pro",), "iPhone 16", "15 Pro"),
        (("A", "30 saat pil ömrü"), "kırk saat", "30 saat"),
    ],
)
def test_the_message_quotes_what_the_product_says_instead(
    facts: tuple[str, ...], text: str, said: str
) -> None:
    tracing = trace(Product(facts[0], facts[1:]), described(text))
    errors = [f for f in tracing.findings if f.severity is Severity.ERROR]
    assert f"üründe “{said}” yazıyor" in errors[0].message.tr


def test_a_message_shows_a_disguised_claim_as_it_is_read() -> None:
    finding = trace(PHONE, described("1<b>2</b>0 MP")).findings[0]
    assert "“120 MP”" in finding.message.tr
    assert finding.text == "1<b>2</b>0 MP"


def test_every_fact_field_can_support() -> None:
    product = Product(
        "Kahve", ("Çekirdek",), "Marka 42", "250 g Paket", "100-200 TL", keyword="arabica 80"
    )
    text = "Marka 42 kahve, 250 gram, 100 TL, arabica 80"
    assert [e.fact_field for e in trace(product, described(text)).evidence] == [
        "brand",
        "category",
        "price_range",
        "keyword",
    ]


@pytest.mark.parametrize(
    ("feature", "text", "language"),
    [
        ("200MP ana kamera sistemi", "200 megapiksellik kamerasıyla", "tr"),
        ("5000mAh batarya", "5.000 mAh'lik güç", "tr"),
        ("Air cushioning", "Air yastıklama sayesinde", "tr"),
        ("Mesh upper", "nefes alan mesh üst yüzey", "tr"),
        ("Rubber sole", "kauçuk tabanıyla", "tr"),
        ("Titanyum gövde", "titanyumdan gövdesi", "tr"),
        ("A17 Pro çip", "A17 Pro çipiyle", "tr"),
        ("Aktif gürültü engelleme", "gürültü engelleyici", "tr"),
        ("Uzun ömürlü pil", "pilinin ömrü uzundur", "tr"),
        ("Katlanabilir tasarım", "tasarımı katlanır", "tr"),
        ("Bulaşık makinesinde yıkanabilir", "bulaşık makinesinde kolayca yıkanır", "tr"),
        ("Kaymaz taban", "tabanı kaymaz", "tr"),
        ("4K UHD", "4K Ultra HD görüntü", "tr"),
        ("5 hız ayarı", "5 farklı hız", "tr"),
        ("BPA içermez", "BPA'sız", "tr"),
        ("%100 pamuk", "yüzde yüz pamuklu", "tr"),
        ("Hafif tasarım", "lightweight design", "en"),
        ("Adjustable strap", "the strap is adjustable", "en"),
        ("Kablosuz şarj", "wireless charging", "en"),
        ("10 lb weight", "a 4.5 kg weight", "en"),
        ("1 TB depolama", "1024 GB depolama", "tr"),
        ("30x40x20 cm", "30 cm genişlik, 40 cm yükseklik", "tr"),
        ("10-15 km menzil", "15 km'ye kadar menzil", "tr"),
        ("Çelik gövde", "paslanmaz çelik gövde", "tr"),
        ("USB-C bağlantı noktası", "USB-C ile bağlanır", "tr"),
        ("2 adet USB-A çıkışı", "İki USB-A çıkışı", "tr"),
        ("Kanatlı yapı", "Kanatlar yana açılır", "tr"),
    ],
)
def test_a_paraphrased_feature_is_not_left_out(feature: str, text: str, language: str) -> None:
    product = Product("Ürün", (feature,), language=Language(language))
    assert trace(product, described(text)).omitted == ()


@pytest.mark.parametrize(
    ("feature", "text"),
    [
        ("200MP ana kamera sistemi", "harika kamera"),
        ("12 GB RAM", "12 GB depolama"),
        ("5000mAh batarya", "uzun ömürlü batarya"),
        ("Air cushioning", "kauçuk taban"),
        ("Titanyum gövde", "şık gövde"),
        ("Kaymaz taban", "şık tasarım"),
        ("2 yıl garanti", "sağlam ve dayanıklı"),
        ("IP68", "dayanıklı"),
        ("Katlanabilir tasarım", "hafif ve pratik"),
        ("USB-C bağlantı noktası", "iki bağlantı noktası"),
        ("2 adet USB-A çıkışı", "üç USB-A çıkışı"),
        ("2 adet USB-A çıkışı", "USB-A çıkışı"),
        ("Kanatlı yapı", "sağlam yapı"),
    ],
)
def test_a_feature_left_out_is_named_in_the_products_words(feature: str, text: str) -> None:
    tracing = trace(Product("Ürün", (feature, "Şık")), described(text + " şık"))
    assert tracing.omitted == (feature,)
    (finding,) = [f for f in tracing.findings if f.code == "grounding.feature_omitted"]
    assert finding.severity is Severity.WARNING
    assert finding.place.field == "listing"
    assert finding.text == feature
    assert feature in finding.message.tr
    assert feature in finding.message.en


def test_a_listing_that_says_the_facts_has_no_finding() -> None:
    listing = Listing(
        "Samsung Galaxy S24 Ultra - 200MP Kamerayla Profesyonel Fotoğrafçılık",
        (
            '6.8" Dynamic AMOLED 2X Infinity-O Display',
            "200MP Ana Kamera + Ultra Geniş + Telefoto Lens",
            "5000mAh Batarya ile Tüm Gün Kullanım",
        ),
        "<p>Samsung Galaxy S24 Ultra ile her an yanınızda.</p>",
    )
    assert trace(PHONE, listing).findings == ()


def test_weak_claims_are_warnings() -> None:
    tracing = trace(Product("Mont"), described("7/24 giyin: 3 neden, Bluetooth"))
    assert [(f.severity, f.text) for f in tracing.findings] == [
        (Severity.WARNING, "7/24"),
        (Severity.WARNING, "3"),
        (Severity.WARNING, "Bluetooth"),
    ]
