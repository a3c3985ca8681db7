"""Which language a program reads: what it says in Accept-Language, else the site's."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation.trans_real import parse_accept_lang_header

LONGEST = 300


def wanted(header: str) -> str:
    """The first language of the header that the site speaks."""
    known = dict(settings.LANGUAGES)
    for code, _weight in parse_accept_lang_header(header[:LONGEST].lower()):
        if code.split("-")[0] in known:
            return code.split("-")[0]
    return settings.LANGUAGE_CODE
