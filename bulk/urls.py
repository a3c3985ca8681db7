"""Addresses of imports, batches and exports."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path, re_path

from bulk.views import approving, batches, exports

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
]
