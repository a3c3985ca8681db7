"""A material of another thing in a scene is asked about; one of the product is an error."""

from __future__ import annotations

import pytest

from domain.judgement import Severity
from domain.listing import Language, Listing, Product
from domain.quality.grounding import trace
from tests.domain.quality.grounding.conftest import Unsupported

# Facts ("name | feature | feature …"), text, language: the text tells of another thing.
ASIDE = [
    ("Matkap", "Ahşaba giren vida eğilmez", "tr"),
    ("Buz Kazıyıcı", "Camda yavaş kazır", "tr"),
    ("Tutucu", "Telefonun camında iz kalmaz", "tr"),
    ("Silecek | Ön cam için", "Kirli bir camda da çalışır", "tr"),
    ("Olta", "Metal köprüde yürürken taşınır", "tr"),
    ("Toka", "İpek fulara takılır", "tr"),
    ("Tişört", "Keten pantolonla giyin", "tr"),
    ("Bıçak", "Balığın derisi kolay ayrılır", "tr"),
    ("Bez", "Deriyi besler", "tr"),
    ("Coaster", "Set down a glass of water", "en"),
    ("Coaster", "It catches a spilled glass.", "en"),
    ("Pan", "Stir with a wooden spoon", "en"),
    ("Pan", "Food slides from pan to plastic", "en"),
    ("Vest", "Wear it under a denim jacket", "en"),
    ("Boot Covers", "They slip over steel toes", "en"),
    ("Rack", "It will not scratch leather or truck seats", "en"),
    ("Steamer", "The iron stays in the closet", "en"),
    ("Glove", "Warmer than wool", "en"),
]

# The same of texts that tell of the product, its parts or what comes with it.
OWN = [
    ("Saat", "Titanyum gövdesiyle hafiftir", "tr"),
    ("Saat", "Titanyum gövdede toplanır", "tr"),
    ("Saat", "Gövdesi titanyumdan üretildi", "tr"),
    ("Saat", "Bunun derisi yumuşaktır", "tr"),
    ("Saat", "Saatin çeliği parlar", "tr"),
    ("Saat", "Deri kordonla gelir", "tr"),
    ("Kulaklık", "Titanyum sürücülerle çalar, çelik telden örülür", "tr"),
    ("Çanta", "Deri çantada yer boldur", "tr"),
    ("Masa", "Masif ahşap ayaklar, camdan tabla", "tr"),
    ("Masa", "Ahşap masada çalışın", "tr"),
    ("Ayakkabı", "Derisi nefes alır, derinin kokusu", "tr"),
    ("Watch", "It is made of steel", "en"),
    ("Watch", "It is machined from steel", "en"),
    ("Watch", "It sits on a leather strap", "en"),
    ("Watch", "The display lies under sapphire", "en"),
    ("Watch", "It has a glass and ceramic back", "en"),
    ("Rack", "The iron frame carries it", "en"),
    ("Jacket", "Slip into a denim jacket", "en"),
    ("Lamp", "A glass bottle made of glass", "en"),
]


@pytest.mark.parametrize(("facts", "text", "language"), ASIDE)
def test_another_things_material_is_asked_about(
    facts: str, text: str, language: str, unsupported: Unsupported
) -> None:
    assert unsupported(facts, text, language, Severity.ERROR) == []
    assert len(unsupported(facts, text, language, Severity.WARNING)) == 1


@pytest.mark.parametrize(("facts", "text", "language"), OWN)
def test_the_products_material_is_an_error(
    facts: str, text: str, language: str, unsupported: Unsupported
) -> None:
    assert unsupported(facts, text, language, Severity.ERROR) != []
    assert unsupported(facts, text, language, Severity.WARNING) == []


@pytest.mark.parametrize(
    "listing",
    [Listing("Stir with a wooden spoon", (), ""), Listing("", ("Stir with a wooden spoon",), "")],
)
def test_a_title_and_features_tell_only_of_the_product(listing: Listing) -> None:
    (finding,) = trace(Product("Pan", language=Language("en")), listing).findings
    assert finding.severity is Severity.ERROR


def test_the_question_tells_that_the_words_may_stay() -> None:
    (finding,) = trace(Product("Matkap"), Listing("", (), "Ahşaba giren vida")).findings
    assert finding.code == "grounding.unsupported_material"
    assert "“Ahşaba” ürünle ilgiliyse" in finding.message.tr
    assert "kalabilir" in finding.message.tr
    assert "it may stay" in finding.message.en


def test_abs_of_the_brakes_is_no_plastic(unsupported: Unsupported) -> None:
    assert unsupported("Tarayıcı", "ABS sensörünün fişi", "tr", Severity.ERROR) == []
    assert unsupported("Tarayıcı", "ABS gövde", "tr", Severity.ERROR) == ["ABS"]
