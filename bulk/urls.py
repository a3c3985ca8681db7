"""Addresses of imports, batches and exports."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path, re_path

from bulk.views import approving, batches, exports, imports

urlpatterns: list[URLPattern | URLResolver] = [
    path("exports/", exports.exports, name="listings-exports"),
    path("exports/listings.<slug:form>", exports.export, name="listings-export"),
    path("batches/", batches.batches, name="batches"),
    path("batches/new/", batches.new, name="batch-new"),
    path("batches/<int:pk>/", batches.batch, name="batch"),
    path("batches/<int:pk>/approve/", approving.approve, name="batch-approve"),
    re_path(
        r"^batches/(?P<pk>\d{1,18})/(?P<what>pause|resume|cancel|retry)/$",
        batches.change,
        name="batch-change",
    ),
    path("imports/", imports.imports, name="imports"),
    path("imports/<int:pk>/", imports.one, name="import"),
    path("imports/<int:pk>/pieces/", imports.pieces, name="import-pieces"),
    path("imports/<int:pk>/columns/", imports.columns, name="import-columns"),
    path("imports/<int:pk>/stop/", imports.stop, name="import-stop"),
    path("imports/<int:pk>/drop/", imports.drop, name="import-drop"),
    path("imports/<int:pk>/rejected.csv", imports.rejected, name="import-rejected"),
]
