"""All of the site's addresses, and one behind which there is a fault."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import path

from walmartgpt import urls


def breaks(_request: HttpRequest) -> HttpResponse:
    """What no view should do."""
    raise RuntimeError("A fault, to see the page that speaks of it.")


urlpatterns = [*urls.urlpatterns, path("breaks/", breaks)]
