"""The normal form of a listing, in which both text forms can be read back exactly."""

from __future__ import annotations

import re
from typing import Final

from domain.judgement import Message
from domain.listing import Listing
from domain.turkish import nfc

MAX_TEXT: Final = 65_536
"""Code points of a text that is still read; a listing has at most a tenth of that."""

_LINE_END: Final = re.compile(r"\r\n?")
_CONTROL: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")
_SURROGATE: Final = re.compile("[\ud800-\udfff]")


class FormError(ValueError):
    """A text that is no listing; `message` says what is missing and how to mend it."""

    def __init__(self, message: Message) -> None:
        super().__init__(message.en)
        self.message = message


def one_line(text: str) -> str:
    """Composed letters, single spaces, no control characters: a title or a feature."""
    return " ".join(_printable(text).split())


def many_lines(text: str) -> str:
    """Composed letters and plain line ends, nothing else changed inside: a description."""
    printable = _printable(_LINE_END.sub("\n", text))
    return "\n".join(line.rstrip() for line in printable.split("\n")).strip()


def normal(listing: Listing) -> Listing:
    """The listing without what neither form can carry: control characters, empty features."""
    features = (one_line(feature) for feature in listing.features)
    return Listing(
        title=one_line(listing.title),
        features=tuple(feature for feature in features if feature),
        description=many_lines(listing.description),
    )


def bounded(text: str) -> str:
    """The text itself, or an error where it is too long to be a listing."""
    if len(text) > MAX_TEXT:
        raise FormError(
            Message(
                tr=f"Metin {len(text)} karakter; en çok {MAX_TEXT} karakter okunur. "
                "Metni kısaltıp yeniden deneyin.",
                en=f"The text has {len(text)} characters and at most {MAX_TEXT} are read. "
                "Shorten it and try again.",
            )
        )
    return text


def _printable(text: str) -> str:
    if text.isascii() and text.isprintable():
        return text
    return nfc(_CONTROL.sub(" ", _SURROGATE.sub("\ufffd", text)))
