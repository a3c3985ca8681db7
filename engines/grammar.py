"""A schema whose strings may hold certain numbers only, as a grammar for llama.cpp's llguidance.

JSON Schema cannot say it in a form that the engine keeps together with the bounds of a string's
length: a `pattern` beside `minLength` is dropped in silence. A grammar of regular expressions that
are intersected can, and the answer has the very form that the schema asks for.

The schema is one of `domain.prompt.schema`: an object of strings and lists of strings in a fixed
order, with `x-numbers` for the numbers that are admitted, as the facts write them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

NUMBERS: Final = "x-numbers"
"""The schema's own word for the numbers that its strings may hold; other engines ignore it."""
QUOTE: Final = '"'
_TAG: Final = r"<\x2f?h[1-6]>"
"""The digit of a heading's tag is no number of the text."""
_SIGN: Final = rf'([^0-9"\\\x00-\x1f]|\\"|{_TAG})'
# Between two numbers stands more than a separator: 7 and 5 do not make 7,5.
_APART: Final = rf'[.,]*([^0-9".,\\\x00-\x1f]|\\"|{_TAG})'


def has_numbers(schema: Mapping[str, Any]) -> bool:
    """Whether `schema` says which numbers are admitted."""
    return NUMBERS in schema


def grammar(schema: Mapping[str, Any]) -> str:
    """The grammar of a schema that has `x-numbers`."""
    text = _text(schema[NUMBERS])
    rules, parts = [], []
    for position, (name, node) in enumerate(schema["properties"].items()):
        opening = ("{" if position == 0 else ", ") + f"{json.dumps(name)}: "
        terminal = f"T{position}"
        if node["type"] == "array":
            item = node["items"]
            least, most = node["minItems"] - 1, node["maxItems"] - 1
            parts.append(
                f"{_literal(opening + '[' + QUOTE)} {terminal} {_literal(QUOTE)} "
                f"more{position}{{{least},{most}}} {_literal(']')}"
            )
            between = _literal(", " + QUOTE)
            rules.append(f"more{position}: {between} {terminal} {_literal(QUOTE)}")
        else:
            item = node
            parts.append(f"{_literal(opening + QUOTE)} {terminal} {_literal(QUOTE)}")
        length = f"(?s:.{{{item['minLength']},{item['maxLength']}}})"
        rules.append(f"{terminal}: /{text}/ & /{length}/")
    start = " ".join([*parts, _literal("}")])
    return "\n".join(["%llguidance {}", f"start: {start}", *rules]) + "\n"


def _text(numbers: Iterable[str]) -> str:
    """Any text between the quotes of a JSON string, with no digits but those of `numbers`."""
    admitted = sorted({_either(one) for one in numbers}, key=lambda one: (-len(one), one))
    if not admitted:
        return f"{_SIGN}*"
    number = f"({'|'.join(admitted)})"
    return f"{_SIGN}*({number}({_APART}{_SIGN}*{number})*{_SIGN}*)?"


def _either(number: str) -> str:
    """A number with either separator: facts in English may be told in Turkish."""
    if re.fullmatch(r"\d+([.,]\d+)*", number) is None:
        raise ValueError(f"{number!r} is no number")
    return re.sub(r"[.,]", "[.,]", number)


def _literal(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
