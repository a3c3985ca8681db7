"""The content security policy by part of the site, and pages that no cache may keep."""

from __future__ import annotations

from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils.deprecation import MiddlewareMixin


class PolicyByPrefix(CSPMiddleware):
    """django-csp with a policy of their own for the addresses under a prefix.

    The strict policy holds everywhere; the admin's pages, which are not ours, need the looser
    one that CSP_BY_PREFIX gives them.
    """

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        """The parts django-csp builds the header from, with the prefix's own directives."""
        parts = super().get_policy_parts(request, response, report_only)
        for prefix, directives in settings.CSP_BY_PREFIX.items():
            if parts.config is None and not report_only and request.path_info.startswith(prefix):
                parts.config = directives
        return parts


class NothingKept(MiddlewareMixin):
    """What a signed-in person is shown is kept neither on the way nor by the browser.

    Otherwise the back button would show it to the next person after signing out. An answer that
    says for itself how long it may be kept is left alone, and static files do not come this way.
    """

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """Adds the header to what a person was answered."""
        user = getattr(request, "user", None)
        if user is not None and user.is_authenticated and "Cache-Control" not in response:
            response["Cache-Control"] = "private, no-store"
        return response
