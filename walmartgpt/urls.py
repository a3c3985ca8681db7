"""Which address leads where."""

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import URLPattern, URLResolver, include, path

from content.views import home
from walmartgpt import health


def icon(_request: HttpRequest) -> HttpResponse:
    """Where browsers look for an icon that no page named: the site's own."""
    return redirect(static("img/logo.svg"))


urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("favicon.ico", icon),
    path("admin/", admin.site.urls),
    path("", home.home, name="home"),
    path("", include("accounts.urls")),
    path("", include("content.urls")),
    path("", include("bulk.urls")),
    path("models/", include("evaluation.urls")),
    path("campaigns/", include("evaluation.campaign_urls")),
    path("campaigns/<int:pk>/report/", include("evaluation.report_urls")),
    path("campaigns/<int:pk>/", include("evaluation.export_urls")),
    path("experiments/", include("evaluation.experiment_urls")),
    path("rate/", include("evaluation.rate_urls")),
    path("training/", include("training.urls")),
    path("learning/", include("learning.urls")),
    path("webhooks/", include("api.webhooks.urls")),
    path("", include("api.urls")),
]
