"""Which language a page is in: the person's own, else this browser's choice, else Turkish."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.middleware.locale import LocaleMiddleware
from django.utils import translation

from accounts.models import User

CODES = frozenset(dict(settings.LANGUAGES))


class PreferredLanguage(LocaleMiddleware):
    """Django's locale middleware, but a choice counts and the browser's own language does not.

    The product is Turkish first: a browser installed in English says little about the person
    in front of it, who changes the language with one click and is remembered.
    """

    def process_request(self, request: HttpRequest) -> None:
        """Activate the language before anything is rendered."""
        language = preferred(request)
        translation.activate(language)
        request.LANGUAGE_CODE = language


def preferred(request: HttpRequest) -> str:
    """The language code for this request; always one of the site's."""
    person = getattr(request, "user", None)
    own = person.language if isinstance(person, User) else ""
    chosen = own or request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    return chosen if chosen in CODES else settings.LANGUAGE_CODE
