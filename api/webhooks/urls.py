"""Addresses of the pages about webhooks."""

from __future__ import annotations

from django.urls import URLPattern, path

from api.webhooks import views

app_name = "webhooks"
urlpatterns: list[URLPattern] = [
    path("", views.endpoints, name="endpoints"),
    path("new/", views.new, name="new"),
    path("<int:pk>/", views.endpoint, name="endpoint"),
    path("<int:pk>/test/", views.test, name="test"),
    path("<int:pk>/pause/", views.pause, name="pause"),
    path("<int:pk>/resume/", views.resume, name="resume"),
    path("<int:pk>/secret/", views.secret, name="secret"),
    path("<int:pk>/delete/", views.delete, name="delete"),
    path("<int:pk>/messages/<int:delivery>/again/", views.again, name="again"),
]
