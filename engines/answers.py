"""The form of an answer: a schema fit to be sent to a model, and an answer held against it."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
from jsonschema import Draft202012Validator

from engines.base import AnswerInvalid, RequestRefused, Schema
from engines.grammar import NUMBERS

# llama.cpp unrolls a bounded repetition into its grammar and breaks from about this length on.
LONGEST_BOUND = 1999
# Free to write white space between two keys, a small model may never stop. And a schema with one
# rule that llama.cpp's grammar cannot hold would be ignored whole, in silence, were it not lenient.
GUIDANCE = {
    "whitespace_flexible": False,
    "item_separator": ", ",
    "key_separator": ": ",
    "lenient": True,
}


def check_schema(schema: Schema) -> None:
    """Refuse a schema that is none: engines ignore it silently and answer in any form."""
    try:
        Draft202012Validator.check_schema(dict(schema))
    except jsonschema.SchemaError as error:
        raise RequestRefused(
            f"The schema is invalid at {error.json_path}: {error.message}"
        ) from error


def schema_for_model(schema: Schema) -> dict[str, Any]:
    """`schema` without the length bounds that a grammar cannot carry; `check_answer` holds them."""
    known = {key: value for key, value in schema.items() if key != NUMBERS}
    return {"x-guidance": GUIDANCE, **_relaxed(known)}


def check_answer(text: str, schema: Schema | None) -> None:
    """Raise AnswerInvalid unless `text` is an answer at all and has the form of `schema`."""
    if not text.strip():
        raise AnswerInvalid("The model answered with nothing.")
    if schema is None:
        return
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise AnswerInvalid(f"The answer is not JSON: {error}", partial=text) from error
    fault = jsonschema.exceptions.best_match(Draft202012Validator(dict(schema)).iter_errors(value))
    if fault is not None:
        where = f"{fault.json_path} breaks the rule {fault.validator}"
        raise AnswerInvalid(f"The answer is not of the form asked for: {where}.", partial=text)


def _relaxed(node: Any) -> Any:
    if isinstance(node, list):
        return [_relaxed(item) for item in node]
    if not isinstance(node, dict):
        return node
    return {
        key: _relaxed(value)
        for key, value in node.items()
        if not (key == "maxLength" and isinstance(value, int) and value > LONGEST_BOUND)
    }
