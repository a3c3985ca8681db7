"""Fields of the schema, flat: a line each, with what it takes in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

Part = Mapping[str, Any]
DEEPEST: Final = 3
HUGE: Final = 2**31 - 1
"""A bound from here on is that of the machine, and says nothing to a person."""
_TYPES: Final = {
    "string": "text",
    "integer": "whole number",
    "number": "number",
    "boolean": "true or false",
    "object": "object",
    "null": "null",
}
_BOUNDS: Final = {
    "maxLength": "≤ {} characters",
    "minimum": "≥ {}",
    "maximum": "≤ {}",
    "maxItems": "≤ {} entries",
}


@dataclass(frozen=True, slots=True)
class Field:
    """One field or parameter."""

    name: str
    kind: str
    is_required: bool
    text: str


def fields_of(schema: Part, known: Part, before: str = "", depth: int = 0) -> Iterator[Field]:
    """The fields of an object, and of the objects in it by their path: `facts.name`."""
    whole = resolved(schema, known)
    required = set(whole.get("required", ()))
    for name, part in whole.get("properties", {}).items():
        yield Field(
            f"{before}{name}", kind_of(part, known), name in required, part.get("description", "")
        )
        inner, mark = _inside(part, known)
        if inner and depth < DEEPEST:
            yield from fields_of(inner, known, f"{before}{name}{mark}.", depth + 1)


def _inside(part: Part, known: Part) -> tuple[Part | None, str]:
    """The object that a field is, or has a list of."""
    one = resolved(part, known)
    if one.get("type") == "array":
        entry = resolved(one.get("items", {}), known)
        return (entry, "[]") if "properties" in entry else (None, "")
    return (one, "") if "properties" in one else (None, "")


def resolved(part: Part, known: Part) -> Part:
    """What a reference means; of what may be null, the other."""
    for choice in part.get("anyOf", ()):
        if choice.get("type") != "null":
            return resolved(choice, known)
    name = str(part.get("$ref", "")).rsplit("/", 1)[-1]
    return known[name] if name else part


def kind_of(part: Part, known: Part) -> str:
    """What it takes, in words, with its bounds."""
    one = resolved(part, known)
    said = _kind(one, known)
    if any(choice.get("type") == "null" for choice in part.get("anyOf", ())):
        return f"{said}, or null"
    return said


def _kind(one: Part, known: Part) -> str:
    if "enum" in one or "const" in one:
        return " | ".join(f"“{value}”" for value in one.get("enum", [one.get("const")]))
    if one.get("type") == "array":
        said = f"list of {kind_of(one.get('items', {}), known)}"
    elif one.get("format") == "date-time":
        said = "moment"
    else:
        said = _TYPES.get(one.get("type", ""), "value")
    bounds = [words.format(one[key]) for key, words in _BOUNDS.items() if one.get(key, HUGE) < HUGE]
    return ", ".join([said, *bounds])
