"""Addresses under /campaigns/<number>/: what people said, to take away."""

from __future__ import annotations

from django.urls import path

from evaluation.views import export

urlpatterns = [
    path("export/", export.exports, name="campaign-exports"),
    path("export.<slug:form>", export.export, name="campaign-export"),
]
