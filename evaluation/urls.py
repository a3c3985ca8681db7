"""Addresses under /models/: what writes, its versions, their measurements, and their deployment."""

from __future__ import annotations

from django.urls import path

from evaluation import addresses  # noqa: F401 - the parts <family:…> and <number:…>
from evaluation.views import (
    benchmark,
    comparing,
    confirmations,
    deployment,
    models,
    report,
    validation,
    version,
)

_VERSION = "<family:family>/<number:number>/"
urlpatterns = [
    path("", models.models, name="models"),
    path("benchmark/", benchmark.benchmark, name="models-benchmark"),
    path("benchmark.<slug:form>", benchmark.download, name="models-benchmark-file"),
    path("compare/", comparing.compare, name="versions-compare"),
    path("deployments/<int:pk>/", deployment.deployment, name="deployment"),
    path("validations/<int:pk>/", validation.validation, name="validation"),
    path("validations/<int:pk>/cancel/", validation.cancel, name="validation-cancel"),
    path("<family:family>/rollback/", confirmations.roll_back, name="family-rollback"),
    path(_VERSION, version.version, name="version"),
    path(f"{_VERSION}ratings/", report.version_report, name="version-ratings"),
    path(f"{_VERSION}validate/", confirmations.validate, name="version-validate"),
    path(f"{_VERSION}deploy/", confirmations.deploy, name="version-deploy"),
    path(f"{_VERSION}trial/", confirmations.trial, name="version-trial"),
    path("<family:family>/trial/end/", confirmations.end_trial, name="family-end-trial"),
    path(f"{_VERSION}retire/", confirmations.retire, name="version-retire"),
    path(f"{_VERSION}rebuild/", confirmations.rebuild, name="version-rebuild"),
]
