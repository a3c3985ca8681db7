"""Answers that are held to the numbers of the facts while they are drawn."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.listing import Product
from domain.markets import get
from domain.prompt import answer_schema
from engines.answers import schema_for_model
from engines.grammar import grammar, has_numbers

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
        ("256", True),
        ("hiç sayı yok", True),
        ('27 inç yerine \\"büyük\\"', False),
        ('\\"büyük\\" ekran', True),
        ("200 256", True),
        ("200256", False),
        ("200.256", False),
        ("200, 256", True),
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
def test_only_the_numbers_of_the_facts_may_be_written(said: str, admitted: bool) -> None:
    schema = answer_schema(get("walmart-tr"), PHONE)
    assert bool(strings(schema).fullmatch(said)) is admitted


def test_where_no_fact_has_a_number_no_digit_may_be_written() -> None:
    text = strings(answer_schema(get("walmart-us"), Product("Cotton shirt")))
    assert text.fullmatch("A shirt of cotton")
    assert not text.fullmatch("A shirt of 2 kinds of cotton")


def test_the_keyword_and_the_category_have_their_numbers() -> None:
    phone = Product("Telefon", category="Elektronik > 5G Telefon", keyword="4k telefon")
    text = strings(answer_schema(get("walmart-tr"), phone))
    assert text.fullmatch("5G ve 4K")
    assert not text.fullmatch("6G")


@given(st.lists(st.from_regex(r"\A[0-9]{1,5}([.,][0-9]{1,3})?\Z"), max_size=6), st.text())
def test_whatever_is_admitted_is_a_json_string_with_known_numbers_only(
    numbers: list[str], said: str
) -> None:
    schema = answer_schema(get("walmart-tr"), Product("x", features=tuple(numbers)))
    if not strings(schema).fullmatch(said):
        return
    read = re.sub(r"</?h[1-6]>", " ", json.loads(f'"{said}"'))
    known = {number.replace(",", ".") for number in schema["x-numbers"]}
    found = re.findall(r"[0-9]+(?:[.,][0-9]+)*", read)
    assert {number.replace(",", ".") for number in found} <= known


def test_lengths_and_counts_are_those_of_the_schema() -> None:
    schema = answer_schema(get("walmart-tr"), PHONE)
    told = grammar(schema)
    title, features = schema["properties"]["title"], schema["properties"]["features"]
    assert f"(?s:.{{{title['minLength']},{title['maxLength']}}})" in told
    assert f"more1{{{features['minItems'] - 1},{features['maxItems'] - 1}}}" in told


def test_other_engines_get_the_schema_without_a_word_of_ours() -> None:
    schema = answer_schema(get("walmart-tr"), PHONE)
    assert has_numbers(schema)
    assert schema_for_model(schema) == schema_for_model(answer_schema(get("walmart-tr")))


def test_what_is_no_number_does_not_become_part_of_a_grammar() -> None:
    schema = answer_schema(get("walmart-tr")) | {"x-numbers": ["1|.*"]}
    with pytest.raises(ValueError, match="is no number"):
        grammar(schema)
