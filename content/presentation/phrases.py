"""The words that the studio's scripts say, and the example that a newcomer may start from."""

from __future__ import annotations

from django.utils.translation import gettext as _

from domain.markets import codes
from domain.markets import get as get_market

_S24 = {
    "name": "Samsung Galaxy S24 Ultra",
    "brand": "Samsung",
    "keyword": "Samsung Galaxy S24 Ultra",
    "tone": "professional",
}
EXAMPLES: dict[str, dict[str, str]] = {
    "tr": {
        **_S24,
        "features": "6.8 inç Dynamic AMOLED 2X ekran\n200MP ana kamera sistemi\n5000mAh batarya",
        "category": "Elektronik > Cep Telefonu",
    },
    "en": {
        **_S24,
        "features": "6.8 inch Dynamic AMOLED 2X display\n200MP main camera\n5000mAh battery",
        "category": "Electronics > Cell Phones",
    },
}
"""The product of the training document, in each language that listings are written in."""


def market_examples() -> dict[str, dict[str, str]]:
    """The example that suits each market: in its language, and for it."""
    spoken = {code: get_market(code).language.value for code in codes()}
    return {code: EXAMPLES[language] | {"market": code} for code, language in spoken.items()}


def market_languages() -> dict[str, str]:
    """The language that each market's listings are written in, as the person reads it."""
    names = {"tr": _("Turkish"), "en": _("English")}
    return {code: names[get_market(code).language.value] for code in codes()}


def phrases() -> dict[str, str]:
    """Sentences by the names the scripts use; {braces} are filled in there."""
    return {
        "queued": _("Waiting for a free model"),
        "retry": _("The model did not answer; it is asked again in a moment"),
        "draft": _("Draft {draft} of {drafts}: {model}"),
        "reading": _("The model is reading the product"),
        "writing": _("Writing, draft {draw}"),
        "repairing": _("Checking draft {draw}"),
        "redrawing": _("Once more, draft {draw}: the one before was not good enough"),
        "stopping": _("Stopping…"),
        "polling": _("The live view is interrupted. The draft goes on and appears here when done."),
        "arrived": _("The draft is ready."),
        "kept_partial": _("What had been written so far"),
        "seconds": _("{seconds} s"),
        "offline": _("The server cannot be reached. Your text is kept in this browser."),
        "refused": _("The server did not accept this. Your text is kept in this browser."),
        "signed_out": _("You have been signed out. Your text is kept in this browser."),
        "sign_in": _("Sign in again"),
        "chars": _("{count} of {min}–{max} characters"),
        "words": _("{count} words, at least {min}"),
        "lines": _("{count} features, {min}–{max} wanted"),
        "undecided": _("Decide first, with one of the buttons, which text is to stand."),
        "unsaved": _("Unsaved changes"),
        "saved": _("All changes saved"),
    }
