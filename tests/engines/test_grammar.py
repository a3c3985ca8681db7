"""Answers that are held to the numbers of the facts while they are drawn."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.listing import Language, Product
from domain.markets import get
from domain.prompt import answer_schema
from engines.answers import schema_for_model
from engines.grammar import grammar, has_numbers
from tests.engines.conftest import ROOT

PHONE = Product("Galaxy S24 256 GB", features=("6.8 inç ekran", "200MP kamera"))


def strings(schema: dict[str, Any]) -> re.Pattern[str]:
    """What the grammar says of the title, but for its length."""
    rule = next(line for line in grammar(schema).splitlines() if line.startswith("T0: "))
    return re.compile(rule.removeprefix("T0: /").partition("/ & /")[0])


@pytest.mark.parametrize(
    ("said", "admitted"),
    [
        ("Ekranı 6.8 inç, kamerası 200MP.", True),
        ("Ekranı 6,8 inç", True),
        ("6,8 inçlik ekran, 256 GB'lık hafıza", True),
        ('6.8\\" ekran', True),
        ("200 megapiksel", True),
        ("hiç sayı yok", True),
        ("Galaxy S24 ve S24'ün kutusu", True),
        ("256", False),
        ("256 kamera", False),
        ("200 inç", False),
        ("200 Mpaket", False),
        ("USB-#200 MP", False),
        ("A200 MP", False),
        ("24 saat", False),
        ('27 inç yerine \\"büyük\\"', False),
        ('\\"büyük\\" ekran', True),
        ("200MP 256 GB", True),
        ("200MP256 GB", False),
        ("200.256 GB", False),
        ("200 MP, 256 GB", True),
        ("120 MP", False),
        ("2 MP", False),
        ("2007", False),
        ('bitti" ve devam', False),
        ("iki\nsatır", False),
        ("eğik \\ çizgi", False),
        ("<h3>Kamera</h3><p>200MP</p>", True),
        ("<h3>200MP</h3>", True),
        ("<h7>", False),
        ("h3", False),
    ],
)
def test_only_the_numbers_of_the_facts_may_be_written_and_with_what_they_are_told(
    said: str, admitted: bool
) -> None:
    schema = answer_schema(get("walmart-tr"), PHONE)
    assert bool(strings(schema).fullmatch(said)) is admitted


@pytest.mark.parametrize(
    ("fact", "told", "other"),
    [
        ("Size 7", "A size 7 ball", "A 7-footer"),
        ("Size 7, 29.5 in", "Size 7, 29.5 in", "It suits a 7, 29.5 in"),
        ("7-in-1 cooker", "It is 7-in-1.", "7 programs"),
        ("Range 0-40 °C", "0–40 °C, up to 40 °C", "40 W"),
        ("30 x 20 cm board", "30x20 cm, that is 30 cm by 20 cm", "30 mm"),
        ("205/55 R16 94V", "205/55 R16 94V", "205 mm"),
        ("15 programmable LCD keys", "15 keys, 15 programmable keys", "15 lights"),
        ("WH-1000XM5", "The WH-1000XM5 fits", "1000 hours"),
        ("%100 pamuk", "%100 pamuk", "100 gram"),
        ("50% wool", "50% wool, 50 percent wool", "50 W"),
        ("Bluetooth 5.3", "Bluetooth 5.3,", "5.3 inches"),
        ("-20 °C", "down to -20 °C", "-20 cm"),
        ("USB 3.2 Gen 2", "USB 3.2 Gen 2", "Gen 3.2"),
    ],
)
def test_a_number_keeps_what_it_is_told_of(fact: str, told: str, other: str) -> None:
    text = strings(answer_schema(get("walmart-us"), Product("Thing", features=(fact,))))
    assert text.fullmatch(fact)
    assert text.fullmatch(told)
    assert not text.fullmatch(other)


def test_every_fact_of_the_starter_set_may_be_told_as_it_stands() -> None:
    """And nearly all that people wrote of them: what is forbidden is what nobody writes."""
    whole = 0
    items = list(gold_items())
    for item in items:
        product, texts = item
        text = strings(answer_schema(get(product.market), product))
        facts = [product.name, *product.features]
        assert [fact for fact in facts if not text.fullmatch(_in_json(fact))] == []
        whole += all(text.fullmatch(_in_json(said)) for said in texts)
    assert whole / len(items) > 0.9


def gold_items() -> Iterator[tuple[Product, list[str]]]:
    """A tenth of the gold listings with their products."""
    for path in sorted((ROOT / "starter" / "gold").glob("*/*.json")):
        for item in json.loads(path.read_text(encoding="utf-8"))[::10]:
            given, made = item["input"], item["output"]
            yield (
                Product(
                    given["product_name"],
                    brand=given["brand"],
                    features=tuple(given["features"]),
                    category=given["category"],
                    keyword=given["keyword"],
                    language=Language(path.parent.name),
                    market={"tr": "walmart-tr", "en": "walmart-us"}[path.parent.name],
                ),
                [made["title"], *made["features_formatted"], made["description"]],
            )


def _in_json(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)[1:-1]


def test_where_no_fact_has_a_number_no_digit_may_be_written() -> None:
    text = strings(answer_schema(get("walmart-us"), Product("Cotton shirt")))
    assert text.fullmatch("A shirt of cotton")
    assert not text.fullmatch("A shirt of 2 kinds of cotton")


def test_the_keyword_and_the_category_have_their_numbers() -> None:
    phone = Product("Telefon", category="Elektronik > 5G Telefon", keyword="4k telefon")
    text = strings(answer_schema(get("walmart-tr"), phone))
    assert text.fullmatch("5G ve 4K")
    assert not text.fullmatch("6G")
    assert not text.fullmatch("5 kamera")


@given(st.lists(st.from_regex(r"\A[0-9]{1,5}([.,][0-9]{1,3})?\Z"), max_size=6), st.text())
def test_whatever_is_admitted_is_a_json_string_with_known_numbers_only(
    numbers: list[str], said: str
) -> None:
    schema = answer_schema(get("walmart-tr"), Product("x", features=tuple(numbers)))
    if not strings(schema).fullmatch(said):
        return
    read = re.sub(r"</?h[1-6]>", " ", json.loads(f'"{said}"'))
    known = set(re.findall(r"[0-9]+", " ".join(numbers)))
    assert set(re.findall(r"[0-9]+", read)) <= known


def test_lengths_and_counts_are_those_of_the_schema() -> None:
    schema = answer_schema(get("walmart-tr"), PHONE)
    told = grammar(schema)
    title, features = schema["properties"]["title"], schema["properties"]["features"]
    assert f"(?s:.{{{title['minLength']},{title['maxLength']}}})" in told
    assert f"more1{{{features['minItems'] - 1},{features['maxItems'] - 1}}}" in told


@pytest.mark.parametrize("bounds", [(0, 10), (450, 500), (451, 1990), (1275, 1990), (1989, 1990)])
def test_a_long_string_is_held_in_parts_whose_lengths_add_up(bounds: tuple[int, int]) -> None:
    least, most = bounds
    node = {"type": "string", "minLength": least, "maxLength": most}
    told = grammar({"properties": {"description": node}, "x-numbers": []})
    found = [
        (int(low) + len(space), int(high) + len(space))
        for low, high, space in re.findall(r"\.\{(\d+),(\d+)\}(?:\[( )\])?", told)
    ]
    assert (sum(low for low, _high in found), sum(high for _low, high in found)) == bounds
    assert all(low <= min(high, 450) for low, high in found)
    names = re.findall(r"part0_\d|T0", told.splitlines()[1])
    assert len(names) == len(found) == max(1, -(-least // 450))


def test_facts_with_very_many_numbers_are_held_to_the_numbers_or_to_nothing() -> None:
    def of(facts: Iterable[str]) -> re.Pattern[str]:
        return strings(answer_schema(get("walmart-us"), Product("Thing", features=tuple(facts))))

    words = ["".join("abcdefghij"[int(one)] for one in f"{at:03}") * 4 for at in range(300)]
    strict = of(f"{at} {word}" for at, word in enumerate(words[:30]))
    assert strict.fullmatch(f"21 {words[21]}")
    assert not strict.fullmatch("21 W")
    alone = of(f"{at} {word}" for at, word in enumerate(words))
    assert alone.fullmatch("21 W")
    assert not alone.fullmatch("999 W")
    free = of(str(at) for at in range(10_000, 13_000))
    assert free.fullmatch("999 W")
    assert not free.fullmatch('the "end')


def test_other_engines_get_the_schema_without_a_word_of_ours() -> None:
    schema = answer_schema(get("walmart-tr"), PHONE)
    assert has_numbers(schema)
    assert schema_for_model(schema) == schema_for_model(answer_schema(get("walmart-tr")))


@pytest.mark.parametrize("fact", ["24\\7 support", "Runs on 10\\11", '5"x7" frame'])
def test_what_json_writes_otherwise_is_written_as_json_does(fact: str) -> None:
    text = strings(answer_schema(get("walmart-us"), Product("Thing", features=(fact,))))
    assert text.fullmatch(_in_json(fact))
    assert not text.fullmatch(fact)


def test_what_a_fact_says_does_not_become_part_of_a_grammar() -> None:
    told = {"number": "1|.*", "before": ["(a"], "after": ["[b/"]}
    text = strings(answer_schema(get("walmart-tr")) | {"x-numbers": [told]})
    assert text.fullmatch("1|.* [b/")
    assert not text.fullmatch("15")


@given(st.text(max_size=60))
def test_whatever_a_fact_is_its_grammar_can_be_read(fact: str) -> None:
    product = Product("x", features=(fact,))
    text = strings(answer_schema(get("walmart-tr"), product))
    if not re.search(r"[0-9]|[\x00-\x1f\\]", fact):
        assert text.fullmatch(_in_json(fact))
