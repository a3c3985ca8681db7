"""The JSON form, a model's answer in whichever form it came, and half an answer."""

from __future__ import annotations

import json
from typing import Any, Final

import jiter

from domain.forms.marked import PARTS, assemble, bullets, from_text, sections
from domain.forms.normal import MAX_TEXT, FormError, bounded, normal
from domain.judgement import Message
from domain.listing import Listing

_FEATURE_KEYS: Final = ("features", "features_formatted")
_WRAPPERS: Final = ("listing", "output")
_MOST_STARTS: Final = 20
_DECODER: Final = json.JSONDecoder()


def to_json(listing: Listing) -> str:
    """The listing's normal form as one JSON object: title, features, description."""
    own = normal(listing)
    return json.dumps(
        {"title": own.title, "features": list(own.features), "description": own.description},
        ensure_ascii=False,
    )


def read(text: str) -> Listing:
    """The listing in an answer of either form, with whatever stands around it."""
    # In JSON a line break inside a string is escaped, so its strings hold no heading.
    if len(sections(bounded(text))) == len(PARTS):
        return from_text(text)
    found = _object(text)
    return from_text(text) if found is None else _listing(found)


def partial_listing(text: str) -> Listing:
    """What can be shown of an answer that is still being written; never raises."""
    text = text[:MAX_TEXT]
    start = text.find("{")
    if start >= 0 and not sections(text[:start]):
        data = _half_object(text[start:])
        features = next((data[key] for key in _FEATURE_KEYS if key in data), ())
        return normal(
            Listing(
                title=_text(data.get("title")),
                features=tuple(_text(item) for item in features)
                if isinstance(features, list)
                else (),
                description=_text(data.get("description")),
            )
        )
    return assemble(sections(_without_half_heading(text)))


def _object(text: str) -> dict[str, Any] | None:
    """The first JSON object in the text that holds a part of a listing."""
    start = -1
    for _ in range(_MOST_STARTS):
        start = text.find("{", start + 1)
        if start < 0:
            return None
        try:
            data, _end = _DECODER.raw_decode(text, start)
        except (ValueError, RecursionError):
            continue
        inner = next((data[key] for key in _WRAPPERS if isinstance(data.get(key), dict)), data)
        if any(key in inner for key in ("title", "description", *_FEATURE_KEYS)):
            return dict(inner)
    return None


def _listing(data: dict[str, Any]) -> Listing:
    features = next((data[key] for key in _FEATURE_KEYS if key in data), None)
    if isinstance(features, str):
        features = bullets(features)
    if not isinstance(features, list):
        raise _wrong("features", "bir metin listesi", "a list of texts")
    for index, item in enumerate(features):
        if not isinstance(item, str):
            raise _wrong(f"features[{index}]", "bir metin", "a text")
    for key in ("title", "description"):
        if not isinstance(data.get(key), str):
            raise _wrong(key, "bir metin", "a text")
    return normal(Listing(data["title"], tuple(features), data["description"]))


def _wrong(field: str, tr: str, en: str) -> FormError:
    return FormError(
        Message(
            tr=f"JSON nesnesinde “{field}” {tr} olmalı.",
            en=f"“{field}” of the JSON object must be {en}.",
        )
    )


def _half_object(text: str) -> dict[str, Any]:
    try:
        data = jiter.from_json(text.encode("utf-8", "replace"), partial_mode="trailing-strings")
    except ValueError:
        # Text after the object, or no JSON at all: what is complete can still be shown.
        return _object(text) or {}
    if not isinstance(data, dict):
        return {}
    return next((data[key] for key in _WRAPPERS if isinstance(data.get(key), dict)), data)


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _without_half_heading(text: str) -> str:
    """The text without a last line that may become a heading."""
    before, _, last = text.rpartition("\n")
    return before if last.lstrip().startswith(("*", "#", "_")) and ":" not in last else text
