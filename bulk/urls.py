"""Addresses of imports, batches and exports."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from bulk.views import imports

urlpatterns: list[URLPattern | URLResolver] = [
    path("imports/", imports.imports, name="imports"),
    path("imports/<int:pk>/", imports.one, name="import"),
    path("imports/<int:pk>/pieces/", imports.pieces, name="import-pieces"),
    path("imports/<int:pk>/columns/", imports.columns, name="import-columns"),
    path("imports/<int:pk>/stop/", imports.stop, name="import-stop"),
    path("imports/<int:pk>/drop/", imports.drop, name="import-drop"),
    path("imports/<int:pk>/rejected.csv", imports.rejected, name="import-rejected"),
]
