"""Addresses of the trainings."""

from __future__ import annotations

from django.urls import path

from training.views import artefact, overview, run

app_name = "training"
urlpatterns = [
    path("", overview.overview, name="overview"),
    path("make/", overview.make, name="make"),
    path("runs/<int:pk>/", run.run, name="run"),
    path("runs/<int:pk>/cancel/", run.cancel, name="cancel"),
    path("artefacts/<int:pk>/", artefact.download, name="download"),
]
