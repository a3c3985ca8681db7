"""What is wrong with single fields, in sentences of the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from api.http.problems import Problem

MOST_TOLD = 50


def invalid(errors: Iterable[Mapping[str, Any]]) -> Problem:
    """Everything that validation found, as one problem."""
    told = [_told(error) for error in errors][:MOST_TOLD]
    return Problem(
        422, "invalid", _("Some fields cannot be used: “errors” names each of them."), errors=told
    )


def one(where: str, name: str, code: str, sentence: str) -> Problem:
    """A problem with one field that validation could not know of; of a body by its path."""
    loc = (where, name) if where != "body" else ("body", "", *name.split("/"))
    return invalid([{"loc": loc, "type": code, "msg": sentence, "own": True}])


def _told(error: Mapping[str, Any]) -> dict[str, str]:
    source, *path = error["loc"]
    code = str(error["type"])
    own = error.get("own") or code in ("value_error", "assertion_error")
    detail = str(error["msg"]).removeprefix("Value error, ") if own else sentence(code, error)
    return {**_place(source, path), "code": code, "detail": detail}


def _place(source: str, path: list[Any]) -> dict[str, str]:
    """A JSON pointer into the body, or the name of a parameter."""
    if source == "body":
        steps = (str(step).replace("~", "~0").replace("/", "~1") for step in path[1:])
        return {"pointer": "#/" + "/".join(steps)}
    return {"parameter": str(path[0]) if path else source}


def sentence(code: str, error: Mapping[str, Any]) -> str:
    """The sentence for a kind of fault; the general one for those that are not known here."""
    bounds = {name: _plain(value) for name, value in error.get("ctx", {}).items()}
    told = {
        "missing": _("This is missing."),
        "extra_forbidden": _("There is no such field: look at its spelling."),
        "string_too_long": _("At most %(max_length)s characters fit here: shorten it."),
        "string_too_short": _("At least %(min_length)s characters are needed here."),
        "too_long": _("At most %(max_length)s entries fit here."),
        "too_short": _("At least %(min_length)s entries are needed here."),
        "greater_than_equal": _("This must be %(ge)s or more."),
        "less_than_equal": _("This must be %(le)s or less."),
        "greater_than": _("This must be more than %(gt)s."),
        "less_than": _("This must be less than %(lt)s."),
        "enum": _("This must be one of: %(expected)s."),
        "literal_error": _("This must be one of: %(expected)s."),
        "string_type": _("This must be a text."),
        "string_unicode": _("This must be a text of valid Unicode."),
        "int_type": _("This must be a whole number."),
        "int_parsing": _("This must be a whole number."),
        "int_from_float": _("This must be a whole number."),
        "int_parsing_size": _("This number is too large."),
        "float_type": _("This must be a number."),
        "float_parsing": _("This must be a number."),
        "finite_number": _("This must be a finite number."),
        "bool_type": _("This must be true or false."),
        "bool_parsing": _("This must be true or false."),
        "list_type": _("This must be a list."),
        "tuple_type": _("This must be a list."),
        "dict_type": _("This must be an object."),
        "model_type": _("This must be an object."),
        "model_attributes_type": _("This must be an object."),
        "string_pattern_mismatch": _("This does not have the form that is wanted here."),
        "datetime_parsing": _("This must be a moment as in 2026-01-31T12:00:00Z."),
        "datetime_from_date_parsing": _("This must be a moment as in 2026-01-31T12:00:00Z."),
        "timezone_aware": _("This must be a moment as in 2026-01-31T12:00:00Z."),
    }.get(code)
    try:
        return told % bounds if told else _("This cannot be used here.")
    except KeyError:
        return _("This cannot be used here.")


def _plain(value: Any) -> str:
    """A bound as a sentence takes it; of choices, a list without English words in it."""
    return str(value).replace(" or ", ", ")
