"""What is told by its shape and not by its words: links, addresses, numbers to call, prices."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Final

from domain.quality import signs

# A full stop without a space after it ("Kolay.Net görüntü") is not a link.
_NEXT_SENTENCE: Final = re.compile(r"\.(?!Com)[A-ZÇĞİÖŞÜ][a-zçğıöşü]{1,7}$")
_ENDINGS: Final = "com|net|org|info|biz|shop|store|online|site|xyz|co|io|tr|gov|edu|eu|de|uk|app"
_URL: Final = re.compile(
    r"https?\s?:\s?/\s?/\s?[^\s<>\x00]{1,200}|\bwww\s?\.\s?[\w-]{1,60}(?:\.[^\s<>\x00]{1,100})?"
    r"|\bwww\b|\b(?:bit\.ly|t\.me|wa\.me|goo\.gl)\b"
    rf"|(?<![\w@.])[\w-]{{1,60}}(?:\.[\w-]{{1,60}}){{0,3}}\.(?:{_ENDINGS})(?![\w])(?:/[^\s<>\x00]{{0,100}})?"
    r"|(?<!\w)[\w-]{2,60}\s?(?:\[\s?\.\s?\]|\(\s?\.\s?\)|[\[(]\s?(?:dot|nokta)\s?[\])]"
    r"|\s(?:dot|nokta)\s|\s\.\s?|\.\s)\s?com(?!\w)"
)
_MAIL: Final = re.compile(
    r"[\w.+-]{1,64}\s?(?:@|\[at\]|\(at\)|\[et\]|\(et\))\s?[\w-]{1,60}(?:\s?\.\s?[\w-]{2,20}){1,3}"
)
_PHONE: Final = re.compile(
    r"(?<![\w.,/-])(?:\+?90[ .-]?)?\(?0?(?:5\d\d|[2348]\d\d)\)?[ .-]?\d{3}[ .-]?\d{2}[ .-]?\d{2}"
    r"(?![\w-]|[.,]\d)"
    r"|(?<![\w.,/-])(?:\+?1[ .-]?)?\(?[2-9]\d\d\)?[ .-]\d{3}[ .-]\d{4}(?![\w-]|[.,]\d)"
    r"|(?<![\w.,/-])444[ .-]\d[ .-]?\d{3}(?!\w)"
    r"|\+\d{1,3}[ .-]?\(?\d{2,4}\)?(?:[ .-]?\d{2,4}){2,4}(?!\w)"
)
_HANDLE: Final = re.compile(
    r"\b(?:whatsapp|telegram|instagram|facebook|tiktok|twitter)\b(?=[^.\x00]{0,30}"
    r"(?:\bhat\w*|\bhesab\w*|\bsayfa\w*|\bulas\w*|\byaz\w*|\btakip\b|\bcontact\b|\bfollow\b"
    r"|\bmessage\b|\bus\b|[:@]|\d{4}))"
    r"|\b(?:bizi ara\w*|bize ulas\w*|call us|contact us|email us|text us|musteri hizmetlerimiz\w*)"
    r"|(?<![\w.@])@[a-z_][\w.]{3,30}"
)
_PRICE: Final = re.compile(
    r"(?:[$€₺£]|\b(?:usd|eur|try)\s)\s?\d[\d.,]{0,12}"
    r"|(?<![\w.,])\d[\d.,]{0,12}\s?(?:[$€₺£]|(?:tl|lira|liraya|usd|eur|euro|avro|dolar|dollars?|bucks)"
    r"(?:'\w{1,6})?(?!\w)(?!(?:'\w{1,6})?\s+degil))"
)
_SAVED: Final = "energy|water|space|time|fuel|battery|storage|memory|power|electric"
_OFF: Final = re.compile(
    r"\d{1,3}\s?(?:%|percent)\s?(?:off\b|cheaper)"
    rf"|\bsaves?\s(?:up\sto\s|an\sextra\s)?(?:[$€£]\s?\d+|\d{{1,2}}\s?%(?!.{{0,24}}(?:{_SAVED})))"
    r"|#\s?1\b(?=\s(?:best|rated|choice|brand|selling|seller|in\b))"
    r"|\b(?:bogo|buy\s1\sget\s1|2\sfor\s1\s(?:deal|sale|price|offer))\b"
    r"|%\s?\d{1,3}['\w]{0,5}\s(?:daha\s)?(?:ucuz|hesapli)"
    r"|\b[1-9]\s?al\s?[1-9]\s?ode"
)

# What a pattern needs to be there, asked first.
_LINK_END: Final = re.compile(rf"\.\s?(?:{_ENDINGS})(?!\w)")
_LONG_NUMBER: Final = re.compile(r"\d[\d .()-]{6}")
_NUMBERS: Final = re.compile(r"[+(\d][\d .()+-]{6,}")
_AFTER_NUMBER: Final = 2
"""As many characters after a number say whether it goes on as something else."""
_COINS: Final = re.compile(r"\d\s?(?:tl|lira|usd|eur|avro|dol|bucks)")
_MOST: Final = 50


def search(folded: str, present: frozenset[str]) -> Iterator[tuple[str, int, int]]:
    """Links, contact details, prices and discounts, with their places in the folded text.

    `present` are the signs that the text bears.
    """
    if signs.LINK.answer(folded, present) or _LINK_END.search(folded):
        yield from _each("compliance.url", _URL, folded)
    if signs.MAIL.answer(folded, present):
        yield from _each("compliance.contact_details", _MAIL, folded)
    if _LONG_NUMBER.search(folded):
        yield from islice(_phones(folded), _MOST)
    if signs.HANDLE.answer(folded, present):
        yield from _each("compliance.contact_details", _HANDLE, folded)
    if signs.COIN.answer(folded, present) or (signs.COINS in present and _COINS.search(folded)):
        yield from _each("compliance.price", _PRICE, folded)
    if signs.REDUCTION.answer(folded, present):
        yield from _each("compliance.promotional_claim", _OFF, folded)


def _each(code: str, pattern: re.Pattern[str], folded: str) -> Iterator[tuple[str, int, int]]:
    for found in islice(pattern.finditer(folded), _MOST):
        yield code, found.start(), found.end()


def _phones(folded: str) -> Iterator[tuple[str, int, int]]:
    """Numbers to call, looked for only where digits stand in a row."""
    for row in _NUMBERS.finditer(folded):
        for found in _PHONE.finditer(folded, row.start(), row.end() + _AFTER_NUMBER):
            yield "compliance.contact_details", found.start(), found.end()


def is_next_sentence(visible: str) -> bool:
    """Whether what looks like a link is the end of one sentence and the start of the next."""
    return _NEXT_SENTENCE.search(visible) is not None
