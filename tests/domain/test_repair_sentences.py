"""Sentences that only say again what others say are taken out, and nothing else is."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain import markup, turkish
from domain.listing import Listing, Product
from domain.prompt.shown_en import SHOWN as SHOWN_EN
from domain.prompt.shown_tr import SHOWN as SHOWN_TR
from domain.quality import judge
from domain.repair import Repair, repair

FLASK, GOOD = SHOWN_TR[0]
VACUUM, GOOD_EN = SHOWN_EN[0]
ROUND = {
    FLASK: "Yolda da evde de {word} içeceğiniz elinizin altında kalır.",
    VACUUM: "The {word} floor is ready for the day before you know it.",
}
STUFFED = {
    FLASK: "Bu {word} şişe güzel bir şişe, her şişe böyle olsa.",
    VACUUM: "A {word} carpet, an old carpet, any other carpet.",
}
WORDS = ("kırmızı", "lacivert", "yeşil", "beyaz", "mor", "siyah")


def grown(product: Product, listing: Listing, sentences: list[str]) -> Listing:
    """The listing with sentences at the end of its description."""
    text = listing.description
    closing = "</p>" if text.endswith("</p>") else ""
    return replace(
        listing, description=" ".join([text.removesuffix(closing), *sentences]) + closing
    )


def circling(product: Product, times: int) -> list[str]:
    return [ROUND[product].format(word=word) for word in (WORDS * 3)[:times]]


def stuffed(product: Product, times: int) -> list[str]:
    return [STUFFED[product].format(word=word) for word in WORDS[:times]]


def codes(product: Product, listing: Listing) -> set[str]:
    return {finding.code for finding in judge(product, listing).findings}


def steps_of(steps: tuple[Repair, ...], code: str) -> list[Repair]:
    return [step for step in steps if step.code == code]


@pytest.mark.parametrize(("product", "good"), [(FLASK, GOOD), (VACUUM, GOOD_EN)])
def test_a_text_that_goes_round_in_circles_does_so_no_longer(
    product: Product, good: Listing
) -> None:
    broken = grown(product, good, circling(product, 8))
    assert "description.repetition" in codes(product, broken)
    found, steps = repair(product, broken)
    assert "description.repetition" not in codes(product, found)
    # What was good stands as it was; of what was said again and again some is left.
    kept = good.description.removesuffix("</p>")
    assert found.description.startswith(kept)
    assert len(found.description) < len(broken.description)
    (step,) = steps_of(steps, "description.repetition")
    assert step.message.tr.startswith("Açıklama: ")
    assert step.message.en.startswith("The description: ")


@pytest.mark.parametrize(("product", "good"), [(FLASK, GOOD), (VACUUM, GOOD_EN)])
def test_a_word_that_is_said_too_often_is_said_less(product: Product, good: Listing) -> None:
    broken = grown(product, good, stuffed(product, 5))
    assert "seo.word_stuffing" in codes(product, broken)
    found, steps = repair(product, broken)
    assert "seo.word_stuffing" not in codes(product, found)
    assert found.description.startswith(good.description.removesuffix("</p>"))
    assert len(steps_of(steps, "seo.word_stuffing")) == 1
    assert judge(product, found).omitted == judge(product, broken).omitted


def test_no_more_goes_than_has_to() -> None:
    broken = grown(FLASK, GOOD, stuffed(FLASK, 5))
    found, _steps = repair(FLASK, broken)
    left = sum(sentence in found.description for sentence in stuffed(FLASK, 5))
    assert left > 0
    once_more = grown(FLASK, found, [stuffed(FLASK, 5)[-1]])
    assert "seo.word_stuffing" in codes(FLASK, once_more)


def test_a_number_that_stands_nowhere_else_stays_with_its_sentence() -> None:
    product = replace(FLASK, features=(*FLASK.features, "42 mm boyun", "9 cm şişe"))
    told = [
        "Boyun 42 mm olan şişe, şişe içinde şişe gibidir.",
        "Yine şişe, yine 9 cm şişe, hep şişe.",
        "Şişe şişe üstüne, 42 mm şişe, 9 cm şişe.",
    ]
    for kept in (told[:2], told):
        broken = grown(product, GOOD, [*kept, *stuffed(FLASK, 2)])
        assert "seo.word_stuffing" in codes(product, broken)
        found, _steps = repair(product, broken)
        assert "42 mm" in found.description
        assert "9 cm" in found.description


def test_a_number_at_a_sentence_s_end_is_the_number_it_is_elsewhere() -> None:
    again = "Şişe şişe üstüne, şişe şişe, bir tek adı 42."
    broken = grown(FLASK, GOOD, ["Adı 42 olan şişe.", again, *stuffed(FLASK, 2)])
    assert "seo.word_stuffing" in codes(FLASK, broken)
    found, _steps = repair(FLASK, broken)
    assert again not in found.description
    assert "42" in found.description


def test_a_fact_that_is_told_once_stays() -> None:
    """For a warning no fact is given up, be it ever so often that its sentence says a word."""
    product = replace(FLASK, features=(*FLASK.features, "Askılı boyun kayışı"))
    assert judge(product, GOOD).omitted == ("Askılı boyun kayışı",)
    fact = "Askılı boyun kayışı olan şişe, şişe şişe, şişe, şişe, şişe şişe."
    broken = grown(product, GOOD, [fact, *stuffed(FLASK, 1)])
    assert not judge(product, broken).omitted
    assert "seo.word_stuffing" in codes(product, broken)
    found, _steps = repair(product, broken)
    assert not judge(product, found).omitted
    assert "boyun kayışı" in found.description


def test_a_text_never_becomes_too_short() -> None:
    words = turkish.words(markup.plain(GOOD.description))
    assert len(words) < 180
    short = "<p>Lumora çelik termos. " + " ".join(circling(FLASK, 18)) + "</p>"
    listing = replace(GOOD, description=short)
    assert "description.repetition" in codes(FLASK, listing)
    found, steps = repair(FLASK, listing)
    assert len(turkish.words(markup.plain(found.description))) >= 150
    assert not steps_of(steps, "description.repetition"), "nothing is gained by half of it"


def test_a_paragraph_that_held_nothing_else_goes_with_it() -> None:
    broken = grown(FLASK, GOOD, circling(FLASK, 4))
    closed = broken.description.replace(" Yolda", "</p><p>Yolda")
    found, _steps = repair(FLASK, replace(broken, description=closed))
    assert "<p></p>" not in found.description
    assert found.description.count("<p>") == found.description.count("</p>")


@settings(max_examples=25, deadline=None)
@given(
    st.sampled_from([(FLASK, GOOD), (VACUUM, GOOD_EN)]),
    st.lists(st.tuples(st.booleans(), st.sampled_from(WORDS)), max_size=12),
)
def test_sentences_are_only_ever_taken_out(
    pair: tuple[Product, Listing], added: list[tuple[bool, str]]
) -> None:
    product, good = pair
    forms = (ROUND[product], STUFFED[product])
    broken = grown(product, good, [forms[which].format(word=word) for which, word in added])
    found, _steps = repair(product, broken)
    was = [one.text for one in turkish.sentences(markup.plain(broken.description))]
    now = [one.text for one in turkish.sentences(markup.plain(found.description))]
    rest = iter(was)
    assert all(sentence in rest for sentence in now), "in the same order, each as it was"
    assert judge(product, found).scores.overall_score >= judge(product, broken).scores.overall_score
    assert repair(product, found) == (found, ())
