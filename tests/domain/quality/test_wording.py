"""Forbidden wording is found however it is typed, and harmless wording is left alone."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from domain.judgement import Judgement
from domain.listing import Listing, Product

Case = tuple[Product, Listing]
Judged = Callable[..., Judgement]

TURKISH = [
    ("ücretsiz kargo", "promotional_claim"),
    ("ücretsiz kargoyla", "promotional_claim"),
    ("Ücretsiz Kargo'muzla", "promotional_claim"),
    ("ÜCRETSİZ KARGO", "promotional_claim"),
    ("ucretsiz kargo", "promotional_claim"),
    ("ücretsız kargo", "promotional_claim"),
    ("ücretsiz ve hızlı kargo", "promotional_claim"),
    ("kargo bedava", "promotional_claim"),
    ("bedava teslimat", "promotional_claim"),
    ("en çok satan", "promotional_claim"),
    ("EN ÇOK SATAN", "promotional_claim"),
    ("en çok satanlar", "promotional_claim"),
    ("çok satılan ürün", "promotional_claim"),
    ("indirimli", "promotional_claim"),
    ("indi rim", "promotional_claim"),
    ("İndi rimli", "promotional_claim"),
    ("kam panya", "promotional_claim"),
    ("pro mosyonlu", "promotional_claim"),
    ("ücretsiz montaj", "promotional_claim"),
    ("ücretsiz kargo ve montaj videosu", "promotional_claim"),
    ("50 TL'lik", "price"),
    ("50 TL değil 40 TL", "price"),
    ("İNDİRİM", "promotional_claim"),
    ("INDIRIM", "promotional_claim"),
    ("indirimde", "promotional_claim"),
    ("%50 indirimle", "promotional_claim"),
    ("kampanyamız", "promotional_claim"),
    ("kampanyalı", "promotional_claim"),
    ("en uygun fiyata", "promotional_claim"),
    ("düşük fiyat", "promotional_claim"),
    ("en ucuz", "promotional_claim"),
    ("Efsane Cuma", "promotional_claim"),
    ("black friday", "promotional_claim"),
    ("best seller", "promotional_claim"),
    ("bestseller", "promotional_claim"),
    ("premium kalite", "promotional_claim"),
    ("birinci sınıf kalitesiyle", "promotional_claim"),
    ("kaçırılmayacak fırsat", "promotional_claim"),
    ("free shipping", "promotional_claim"),
    ("3 al 2 öde", "promotional_claim"),
    ("peşin fiyatına taksit", "promotional_claim"),
    ("para iade garantisi", "promotional_claim"),
    ("Trendyol'da", "retailer_name"),
    ("Hepsiburada", "retailer_name"),
    ("HEPSİBURADA'DA", "retailer_name"),
    ("Amazon'dan", "retailer_name"),
    ("Walmart'ta", "retailer_name"),
    ("WALMART", "retailer_name"),
    ("n11'de", "retailer_name"),
    ("A101 market", "retailer_name"),
    ("MediaMarkt", "retailer_name"),
    ("sadece mağazamızda", "exclusivity_claim"),
    ("yalnızca bizde", "exclusivity_claim"),
    ("başka hiçbir yerde bulamazsınız", "exclusivity_claim"),
    ("rakiplerinden daha iyi", "competitor_claim"),
    ("rakipsiz", "competitor_claim"),
    ("diğer markalardan daha", "competitor_claim"),
    ("piyasanın en iyi ayakkabısı", "competitor_claim"),
    ("Türkiye'nin en iyi ayakkabısı", "competitor_claim"),
    ("dünyanın en rahat", "competitor_claim"),
    ("%100 orijinal", "authenticity_claim"),
    ("orijinal ürün", "authenticity_claim"),
    ("orijinal Kinetix", "authenticity_claim"),
    ("yetkili satıcı", "authenticity_claim"),
    ("stokta yok", "availability_claim"),
    ("STOKTA YOK", "availability_claim"),
    ("stoklarla sınırlıdır", "availability_claim"),
    ("çok yakında", "availability_claim"),
    ("tükendi", "availability_claim"),
    ("üretimi durduruldu", "availability_claim"),
    ("son 3 adet", "availability_claim"),
    ("coming soon", "availability_claim"),
    ("aynı gün kargo", "promotional_claim"),
    ("ertesi gün teslimat", "promotional_claim"),
    ("hızlı kargo", "promotional_claim"),
    ("Türkiye'nin en çok tercih edilen", "promotional_claim"),
    ("Kargo ücretsizdir", "promotional_claim"),
    ("yarı fiyatına", "promotional_claim"),
    ("kupon kodu", "promotional_claim"),
    ("sadece bizim mağazamızda", "exclusivity_claim"),
    ("sektör lideri", "competitor_claim"),
    ("Nike'tan daha iyi", "competitor_claim"),
    ("tükenmek üzere", "availability_claim"),
    ("biyobozunur", "restricted_claim"),
    ("doğada çözünen", "restricted_claim"),
    ("PFAS içermez", "barred_claim"),
    ("PFAS'sız", "barred_claim"),
    ("PFAS free", "barred_claim"),
    ("Türk malı", "origin_claim"),
    ("Made in USA", "origin_claim"),
    ("www.ornek.com", "url"),
    ("https://ornek.com.tr/urun", "url"),
    ("ornek.com", "url"),
    ("ornek [.] com", "url"),
    ("ornek dot com", "url"),
    ("0532 123 45 67", "contact_details"),
    ("+90 532 123 45 67", "contact_details"),
    ("(0212) 123 45 67", "contact_details"),
    ("satis@ornek.com", "contact_details"),
    ("WhatsApp hattımız", "contact_details"),
    ("1.299 TL", "price"),
    ("₺499", "price"),
    ("acele edin", "urgency_claim"),
]

ENGLISH = [
    ("free shipping", "promotional_claim"),
    ("Free Two-Day Shipping", "promotional_claim"),
    ("FREE-SHIPPING", "promotional_claim"),
    ("Walmart fulfilled", "promotional_claim"),
    ("hot sale", "promotional_claim"),
    ("top-rated", "promotional_claim"),
    ("Top Rated", "promotional_claim"),
    ("premium quality", "promotional_claim"),
    ("best-selling", "promotional_claim"),
    ("Best Seller", "promotional_claim"),
    ("clearance", "promotional_claim"),
    ("Black Friday", "promotional_claim"),
    ("huge savings", "promotional_claim"),
    ("low price", "promotional_claim"),
    ("lowest prices", "promotional_claim"),
    ("20% off", "promotional_claim"),
    ("save up to 30%", "promotional_claim"),
    ("on sale", "promotional_claim"),
    ("money-back guarantee", "promotional_claim"),
    ("same day delivery", "promotional_claim"),
    ("fast shipping", "promotional_claim"),
    ("unbeatable prices", "promotional_claim"),
    ("ships for free", "promotional_claim"),
    ("better than Adidas", "competitor_claim"),
    ("Walmart", "retailer_name"),
    ("Amazon", "retailer_name"),
    ("Target store", "retailer_name"),
    ("Best Buy", "retailer_name"),
    ("Lowe's", "retailer_name"),
    ("Sam's Club", "retailer_name"),
    ("exclusively at our shop", "exclusivity_claim"),
    ("Walmart exclusive", "exclusivity_claim"),
    ("you cannot find it anywhere else", "exclusivity_claim"),
    ("better than the competition", "competitor_claim"),
    ("unlike other brands", "competitor_claim"),
    ("better than other leading brands", "competitor_claim"),
    ("the best in the market", "competitor_claim"),
    ("#1 brand", "competitor_claim"),
    ("100% authentic", "authenticity_claim"),
    ("genuine product", "authenticity_claim"),
    ("not a replica", "authenticity_claim"),
    ("coming soon", "availability_claim"),
    ("out of stock", "availability_claim"),
    ("discontinued", "availability_claim"),
    ("while supplies last", "availability_claim"),
    ("biodegradable", "restricted_claim"),
    ("compostable", "restricted_claim"),
    ("decomposable", "restricted_claim"),
    ("PFAS-free", "barred_claim"),
    ("free of PFAS", "barred_claim"),
    ("free from harmful PFAS", "barred_claim"),
    ("Made in the USA", "origin_claim"),
    ("Made in U.S.A.", "origin_claim"),
    ("American made", "origin_claim"),
    ("call (555) 123-4567", "contact_details"),
    ("1-800-555-1234", "contact_details"),
    ("shop@example.com", "contact_details"),
    ("www.example.com", "url"),
    ("example dot com", "url"),
    ("only $19.99", "price"),
    ("hurry", "urgency_claim"),
    ("no time, hurry", "urgency_claim"),
    ("get it now, hurry to the shop", "urgency_claim"),
    ("FDA approved", "health_claim"),
]

DISGUISED = [
    ("F R E E shipping", "promotional_claim"),
    ("F.R.E.E shipping", "promotional_claim"),
    ("f r e e s h i p p i n g", "promotional_claim"),
    ("F-R-E-E S-H-I-P-P-I-N-G", "promotional_claim"),
    ("fr\u200bee ship\u200dping", "promotional_claim"),
    ("fr\u00adee shipping", "promotional_claim"),
    ("ｆｒｅｅ ｓｈｉｐｐｉｎｇ", "promotional_claim"),
    ("𝐟𝐫𝐞𝐞 𝐬𝐡𝐢𝐩𝐩𝐢𝐧𝐠", "promotional_claim"),
    ("ⓕⓡⓔⓔ ⓢⓗⓘⓟⓟⓘⓝⓖ", "promotional_claim"),
    ("frее shiррing", "promotional_claim"),
    ("fr&#101;e shi&#112;ping", "promotional_claim"),
    ("free&nbsp;shipping", "promotional_claim"),
    ("fr33 sh1pp1ng", "promotional_claim"),
    ("fr<b></b>ee shipping", "promotional_claim"),
    ("fr<!-- x -->ee shipping", "promotional_claim"),
    ("🅵🆁🅴🅴 shipping", "promotional_claim"),
    ("ꜰʀᴇᴇ shipping", "promotional_claim"),
    ("free_shipping", "promotional_claim"),
    ("freeshipping", "promotional_claim"),
    ("i n d i r i m", "promotional_claim"),
    ("in-di-rim", "promotional_claim"),
    ("i.n.d.i.r.i.m", "promotional_claim"),
    ("1nd1r1m", "promotional_claim"),
    ("İ\u200bNDİRİM", "promotional_claim"),
    ("u\u0308cretsiz kargo", "promotional_claim"),
    ("&uuml;cretsiz kargo", "promotional_claim"),
    ("ücretsiz<br>kargo", "promotional_claim"),
    ("b3dava", "promotional_claim"),
    ("T r e n d y o l", "retailer_name"),
    ("Trеndуol", "retailer_name"),
    ("w@lmart", "retailer_name"),
]

HARMLESS_TURKISH = [
    "kaçırma korkusu olmadan",
    "toplantı kaçırma riskini azaltan alarm",
    "kargo pantolon",
    "kargo cepli ve ücretli",
    "indirgenmiş tuz oranı",
    "uygulamayı kolayca indirin",
    "ses seviyesini indirme düğmesi",
    "BPA içermez",
    "hakiki deri",
    "orijinal tasarım",
    "şok emici taban",
    "darbeye ve şoka dayanıklı",
    "hepsi bir arada",
    "vatan sevgisi",
    "hedef belirleyip ilerleyin",
    "enerji tasarrufu sağlar",
    "hızlı şarj desteği",
    "hediye kutusunda gelir",
    "fotoğraf çekme fırsatı verir",
    "son günlerde çok yürüyenler",
    "pili tükendiğinde haber verir",
    "çok yakındaki nesneler",
    "uygun ölçü ve rahat kalıp",
    "fiyonklu ve kurdeleli",
    "kablosuz ve hafif",
    "aldı ve giydi",
    "Kolay.Net görüntü",
    "iki yıl garanti",
    "en çok kullandığınız ayakkabı",
    "ücretsiz uygulama",
    "prizlere uyumlu",
    "özel günler için şık",
    "üretimde pamuk kullanıldı",
    "biyolojik saatinize uyar",
    "rakip oyuncuları yenin",
    "Wi-Fi ve Hi-Fi",
    "X-ray ve T-shirt",
    "S M L beden",
    "ücret ve kargo konuları",
    "anne ve bebek",
    "Amazon ormanları",
    "ücretsiz montaj videosu",
    "Ücretsiz kurulum kılavuzu",
    "50 TL'lik değil",
    "50 TL değil",
    "eve indi, rimel sürdü",
    "yere indi rimel",
]

HARMLESS_ENGLISH = [
    "room to dress in a hurry",
    "no reason to hurry",
    "a lid for people in no hurry",
    "high ground clearance",
    "energy savings",
    "genuine leather",
    "hands-free use",
    "BPA free lid",
    "dog treats",
    "power outlet",
    "target heart rate",
    "free standing design",
    "an exclusive pattern",
    "the original recipe",
    "kohl eyeliner",
    "resin that cures fast",
    "wholesale of sails",
    "cargo pants",
    "works with Amazon Alexa",
    "deal with stains",
    "saves 30% energy",
    "ideal for travel",
    "stocked with care",
    "made in a way that lets us rest",
    "use only on flat surfaces",
    "e.g. at home",
    "only the left side opens",
    "low profile",
    "price of freedom",
    "best used cold",
    "clearance of two inches around the lid",
    "Mr. Comfort. Net weight",
]


def codes(judgement: Judgement) -> set[str]:
    return {found.code for found in judgement.findings if found.code.startswith("compliance.")}


@pytest.mark.parametrize(("wording", "code"), TURKISH)
def test_turkish_wording_is_found(judged: Judged, wording: str, code: str):
    assert f"compliance.{code}" in codes(judged(added=f"Bu model {wording} ile gelir."))


@pytest.mark.parametrize(("wording", "code"), ENGLISH)
def test_english_wording_is_found(judged: Judged, wording: str, code: str):
    found = codes(judged("walmart-us", added=f"It comes with {wording} today and more."))
    assert f"compliance.{code}" in found


@pytest.mark.parametrize(("wording", "code"), DISGUISED)
def test_disguised_wording_is_found(judged: Judged, wording: str, code: str):
    found = judged(added=f"Model {wording} burada.")
    hits = [hit for hit in found.findings if hit.code == f"compliance.{code}"]
    assert hits
    assert wording.startswith(hits[0].text.split(" ")[0].split("\u200b")[0][:1])


@pytest.mark.parametrize("glued", ["Lumora'indirim", "Lumora’indirim"])
def test_wording_right_behind_an_apostrophe_is_found(judged: Judged, glued: str):
    found = judged(added=f"Model {glued} burada.").findings
    hits = [hit.text for hit in found if hit.code == "compliance.promotional_claim"]
    assert hits == ["indirim"]


@pytest.mark.parametrize("wording", HARMLESS_TURKISH)
def test_harmless_turkish_is_left_alone(judged: Judged, wording: str):
    assert codes(judged(added=f"Bu model {wording} ile gelir.")) == set()


@pytest.mark.parametrize("wording", HARMLESS_ENGLISH)
def test_harmless_english_is_left_alone(judged: Judged, wording: str):
    assert codes(judged("walmart-us", added=f"It comes with {wording} and more.")) == set()


@pytest.mark.parametrize("place", ["title", "points", "description"])
def test_the_place_is_exact_in_every_field(judged: Judged, shoe: Case, place: str):
    listing: Listing = shoe[1]
    texts = {
        "title": "Kinetix Erkek Koşu Ayakkabısı &amp; ücretsiz kargoyla Hafif EVA Taban",
        "points": (*listing.features[:3], "Rahat taban &amp; ücretsiz kargoyla"),
        "description": listing.description + "<p>&Uuml;st &amp; ücretsiz kargoyla</p>",
    }
    found = [
        hit
        for hit in judged(**{place: texts[place]}).findings
        if hit.code == "compliance.promotional_claim"
    ]
    assert len(found) == 1
    raw = texts[place] if place != "points" else texts[place][3]
    assert raw[found[0].place.start : found[0].place.end] == "ücretsiz kargoyla"
    assert found[0].place.index == (3 if place == "points" else None)


def test_wording_of_the_product_itself_is_fine(judged: Judged):
    named = judged("walmart-us", name="Amazon Basics Bottle", brand="Amazon Basics",
                   added="Amazon Basics cares.")  # fmt: skip
    assert "compliance.retailer_name" not in codes(named)
    other = judged("walmart-us", name="Amazon Basics Bottle", brand="Amazon Basics",
                   added="Amazon Basics is on Walmart.")  # fmt: skip
    assert "compliance.retailer_name" in codes(other)


def test_origin_is_fine_where_the_facts_state_it(judged: Judged):
    facts = ("Made in USA", "32 oz capacity")
    assert "compliance.origin_claim" not in codes(
        judged("walmart-us", features=facts, added="Made in the USA.")
    )


def test_a_claim_costs_compliance_and_blocks(judged: Judged):
    found = judged(added="Ücretsiz kargo.")
    assert found.scores.walmart_compliance < 80
    assert found.scores.overall_score < 60
    # The claim is what keeps compliance low: one fault is counted once.
    assert [hit.code for hit in found.errors] == ["compliance.promotional_claim"]


def test_the_whole_wording_is_marked_and_told_once(judged: Judged):
    (hit,) = judged(added="Bu fiyata en ucuzu bu ayakkabı.").errors
    assert hit.text == "en ucuzu"
