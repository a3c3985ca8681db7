"""Properties of grounding: equal forms, other values, exact offsets, nothing hides an error."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import assume, given
from hypothesis import strategies as st

from domain.judgement import Severity
from domain.listing import Listing, Product
from domain.quality.grounding import trace

# Every unit with words that mean the same: any of them may stand in the fact or the listing.
UNITS = [
    ("MP", " MP", " megapiksel", " megapiksellik", " MP'lik", "-megapixel", " mega piksel"),
    ("mAh", " mAh", " mAh'lik", " miliamper saat"),
    ("kg", " kg", " kilogram", " kiloluk", " kg’lık"),
    ("cm", " cm", " santim", " santimetre", " santimetrelik"),
    (" inç", '"', "″", " inch", "-inch", " inçlik", " inç'lik"),
    ("GB", " GB", " gigabayt", " GB'lık"),
    ("W", " W", " watt", " watt'lık", " vat"),
    ("Hz", " Hz", " hertz"),
    (" saat", " saatlik", " sa", " hours", "-hour"),
    (" L", " litre", " litrelik", " lt"),
    ("°C", " °C", " derece", " ℃"),
]
WIDE = str.maketrans("0123456789", "０１２３４５６７８９")


def written(value: Decimal) -> list[str]:
    """The ways to write a number in digits."""
    text = f"{value:f}"
    ways = [text, text.replace(".", ","), text.translate(WIDE), text.replace(".", "&#46;")]
    ways.append("<b>".join([text[0], text[1:] + "</b>"]) if len(text) > 1 else text)
    if value == value.to_integral_value() and value >= 1000:
        ways += [f"{int(value):,}", f"{int(value):,}".replace(",", ".")]
    return ways


values = st.one_of(
    st.integers(1, 99_999).map(Decimal),
    st.integers(11, 9_999).map(lambda n: Decimal(n) / 10),
)


@given(value=values, forms=st.sampled_from(UNITS), data=st.data())
def test_a_fact_in_any_form_supports_the_claim_in_any_other(
    value: Decimal, forms: tuple[str, ...], data: st.DataObject
) -> None:
    def form() -> str:
        number = data.draw(st.sampled_from(written(value)))
        return number + data.draw(st.sampled_from(forms))

    fact, text = form(), f"Ürün {form()} değerinde"
    tracing = trace(Product("Ürün", (fact,)), Listing("", (), text))
    assert tracing.findings == ()
    assert [e.fact for e in tracing.evidence] == [fact]


@given(value=values, other=values, forms=st.sampled_from(UNITS), data=st.data())
def test_another_value_is_never_supported(
    value: Decimal, other: Decimal, forms: tuple[str, ...], data: st.DataObject
) -> None:
    # Three decimals may be thousands, so 1.234 and 1234 are told apart by no rule.
    assume(value != other and value * 1000 != other and other * 1000 != value)
    unit, again = (data.draw(st.sampled_from(forms)) for _ in range(2))
    number = data.draw(st.sampled_from(written(other)))
    tracing = trace(Product("Ürün", (f"{value:f}{unit}",)), Listing(f"{number}{again}", (), ""))
    errors = [f for f in tracing.findings if f.severity is Severity.ERROR]
    assert len(errors) == 1
    assert errors[0].code.startswith("grounding.unsupported_")


NOISE = st.text(
    st.sampled_from(list("0123456789.,-'\"/x%°+ \n<>&;#abpimPMç²½ışXLİ\u200b\u00a0\u0301０٣𝟛…™")),
    max_size=80,
)


@given(title=st.text(max_size=60), feature=NOISE, description=NOISE)
def test_offsets_slice_to_the_text_whatever_it_holds(
    title: str, feature: str, description: str
) -> None:
    listing = Listing(title, (feature,), description)
    tracing = trace(Product(description, (title, feature)), listing)
    fields = {"title": title, "features": feature, "description": description}
    for item in tracing.evidence:
        start, end = item.place.start, item.place.end
        assert start is not None
        assert end is not None
        assert 0 <= start < end
        assert fields[item.place.field][start:end] == item.text
        assert item.key


VOCABULARY = (
    "120 MP kamera ve 200MP titanyum ile gövde CE belgeli IP68 S23 iki yıl garanti 30 x 40 cm "
    "% 5 bin GB - , . Pro saat XL 1/2 deri gibi <b> </b> & ' \" <p> ISO 9001"
)
WORDS = st.lists(
    st.sampled_from(VOCABULARY.split(" ")),
    max_size=12,
).map(" ".join)


@given(text=WORDS, more=WORDS)
def test_adding_text_never_removes_an_error(text: str, more: str) -> None:
    product = Product("Galaxy S24 Ultra", ("200MP kamera", "Deri kılıf"))

    def errors(description: str) -> set[tuple[str, int | None]]:
        found = trace(product, Listing("", (), description)).findings
        return {(f.code, f.place.start) for f in found if f.severity is Severity.ERROR}

    assert errors(text) <= errors(text + ".\n" + more)


@given(text=NOISE)
def test_a_listing_of_its_own_facts_has_no_error(text: str) -> None:
    findings = trace(Product(text), Listing(text, (), "")).findings
    assert [f for f in findings if f.severity is Severity.ERROR] == []


def test_a_long_hostile_text_is_read_whole() -> None:
    hostile = "1 000 " * 3000 + "<" * 3000 + "&" * 3000 + "1x" * 3000 + "a-1" * 3000 + '"5' * 3000
    tracing = trace(Product("Ürün"), Listing("", (), hostile + " 120 MP"))
    assert tracing.evidence[-1].text == "120 MP"
