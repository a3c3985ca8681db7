"""Where a page of a list begins: a word that only this site can write, and nobody need read."""

from __future__ import annotations

from typing import Final

from django.core.signing import BadSignature, Signer
from django.utils.translation import gettext as _

from api.http.fields import one
from api.http.problems import Problem

_DIGITS: Final = 19


def written(what: str, key: int | None) -> str | None:
    """The cursor behind row `key` of the list `what`; None where nothing comes behind it."""
    return None if key is None else _signer(what).sign(f"{key:x}")


def read(what: str, cursor: str | None) -> int | None:
    """The row that a page begins behind; None for the first page. Problem for what is no cursor."""
    if not cursor:
        return None
    try:
        return int(_signer(what).unsign(cursor)[:_DIGITS], 16)
    except BadSignature as bad:
        raise unknown() from bad


def unknown() -> Problem:
    """What is said of a cursor that no answer gave."""
    return one(
        "query",
        "cursor",
        "cursor",
        _("This is no cursor of this list: send the “next” of its last page, or none."),
    )


def _signer(what: str) -> Signer:
    return Signer(salt=f"api.cursor.{what}")
