"""Addresses of feedback and retrainings."""

from __future__ import annotations

from django.urls import URLPattern, path

from learning.views import (
    corrections,
    feedback,
    mine,
    overview,
    patterns,
    policy,
    rejections,
    retraining,
    stars,
)

app_name = "learning"
urlpatterns: list[URLPattern] = [
    path("", overview.overview, name="overview"),
    path("nearest/", overview.nearest, name="nearest"),
    path("policies/new/", policy.new, name="policy-new"),
    path("policies/<int:pk>/", policy.policy, name="policy"),
    path("policies/<int:pk>/start/", policy.start, name="policy-start"),
    path("policies/<int:pk>/pause/", policy.pause, name="policy-pause"),
    path("policies/<int:pk>/resume/", policy.resume, name="policy-resume"),
    path("listings/<int:pk>/stars/", stars.stars, name="stars"),
    path("rejections/", rejections.rejections, name="rejections"),
    path("mine/", mine.mine, name="mine"),
    path("feedback/", feedback.feedback, name="feedback"),
    path("retrainings/<int:pk>/corrections/", corrections.corrections, name="corrections"),
    path("retrainings/<int:pk>/", retraining.retraining, name="retraining"),
    path("retrainings/<int:pk>/cancel/", retraining.cancel, name="retraining-cancel"),
    path("retrainings/<int:pk>/approve/", retraining.approve, name="retraining-approve"),
    path("retrainings/<int:pk>/decline/", retraining.decline, name="retraining-decline"),
    path("patterns/", patterns.patterns, name="patterns"),
    path("patterns/<int:pk>/", patterns.patterns, name="patterns"),
]
