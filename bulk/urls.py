"""Addresses of imports, batches and exports."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from bulk.views import exports

urlpatterns: list[URLPattern | URLResolver] = [
    path("exports/", exports.exports, name="listings-exports"),
    path("exports/listings.<slug:form>", exports.export, name="listings-export"),
]
