"""Addresses under /experiments/: two versions compared, and all of them ranked."""

from __future__ import annotations

from django.urls import path

from evaluation.views import experiment, experiments, export

urlpatterns = [
    path("", experiments.experiments, name="experiments"),
    path("export.<slug:form>", export.verdicts, name="experiments-export"),
    path("new/", experiments.new, name="experiment-new"),
    path("plan/", experiments.plan, name="experiment-plan"),
    path("ranking/", experiments.ranking, name="experiments-ranking"),
    path("<int:pk>/", experiment.experiment, name="experiment"),
    path("<int:pk>/cancel/", experiment.cancel, name="experiment-cancel"),
    path("<int:pk>/people/", experiment.people, name="experiment-people"),
]
