"""Addresses of the comparison and of the validations."""

from __future__ import annotations

from django.urls import path

from evaluation.views import benchmark, validation

urlpatterns = [
    path("models/benchmark/", benchmark.benchmark, name="models-benchmark"),
    path("models/benchmark.<slug:form>", benchmark.download, name="models-benchmark-file"),
    path("models/validations/<int:pk>/", validation.validation, name="validation"),
    path("models/validations/<int:pk>/cancel/", validation.cancel, name="validation-cancel"),
]
