"""Addresses of the models: what writes, its versions, and putting another one in its place."""

from __future__ import annotations

from django.urls import path

from evaluation import addresses  # noqa: F401 - the parts <family:…> and <number:…>
from evaluation.views import comparing, confirmations, deployment, models, version

urlpatterns = [
    path("", models.models, name="models"),
    path("compare/", comparing.compare, name="versions-compare"),
    path("deployments/<int:pk>/", deployment.deployment, name="deployment"),
    path("<family:family>/rollback/", confirmations.roll_back, name="family-rollback"),
    path("<family:family>/<number:number>/", version.version, name="version"),
    path("<family:family>/<number:number>/deploy/", confirmations.deploy, name="version-deploy"),
    path("<family:family>/<number:number>/retire/", confirmations.retire, name="version-retire"),
    path("<family:family>/<number:number>/rebuild/", confirmations.rebuild, name="version-rebuild"),
]
