"""The form of an answer."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engines.answers import GUIDANCE, check_answer, check_schema, schema_for_model
from engines.base import AnswerInvalid, RequestRefused
from tests.engines.subjects import ANSWER, SCHEMA


def test_bounds_that_a_grammar_cannot_carry_are_left_to_the_check() -> None:
    schema = {"type": "array", "items": {"type": "string", "minLength": 2, "maxLength": 2000}}
    assert schema_for_model(schema) == {
        "x-guidance": GUIDANCE,
        "type": "array",
        "items": {"type": "string", "minLength": 2},
    }
    with pytest.raises(AnswerInvalid, match=r"\$\[0\].*maxLength"):
        check_answer(json.dumps(["x" * 2001]), schema)


def test_a_property_may_be_called_like_a_bound() -> None:
    schema = {"properties": {"maxLength": {"type": "integer"}}}
    assert schema_for_model(schema)["properties"] == schema["properties"]


def test_a_schema_that_brings_its_own_guidance_keeps_it() -> None:
    assert schema_for_model({"x-guidance": {"lenient": False}})["x-guidance"] == {"lenient": False}


@pytest.mark.parametrize(
    "schema", [{"type": "nonsense"}, {"minLength": -1}, {"properties": {"a": {"items": 3}}}]
)
def test_what_is_no_schema_is_refused(schema: dict[str, object]) -> None:
    with pytest.raises(RequestRefused):
        check_schema(schema)


def test_a_right_answer_passes() -> None:
    check_answer(ANSWER, SCHEMA)
    check_answer("any text", None)


@given(st.text(max_size=200))
def test_any_other_text_is_invalid_and_kept_whole(text: str) -> None:
    with pytest.raises(AnswerInvalid) as caught:
        check_answer(text, SCHEMA)
    assert caught.value.partial == text or not text.strip()


@pytest.mark.parametrize("text", ["[" * 100_000, ANSWER[:-1], "NaN", '{"title": 1e999}'])
def test_damaged_and_hostile_json_is_invalid(text: str) -> None:
    with pytest.raises(AnswerInvalid):
        check_answer(text, SCHEMA)
