"""Addresses under /rate/: where raters judge; none of them says what an item is."""

from __future__ import annotations

from django.urls import path

from evaluation.views import rating, rating_answers

urlpatterns = [
    path("", rating.desk, name="rate"),
    path("<int:pk>/", rating.rate, name="rate-campaign"),
    path("<int:pk>/answer/", rating_answers.answer, name="rate-answer"),
    path("<int:pk>/back/", rating_answers.back, name="rate-back"),
    path("<int:pk>/skip/", rating_answers.skip, name="rate-skip"),
    path("<int:pk>/flag/", rating_answers.flag, name="rate-flag"),
]
