"""Which address leads where."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from content.views import home
from walmartgpt import health

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("admin/", admin.site.urls),
    path("", home.home, name="home"),
    path("", include("accounts.urls")),
    path("", include("content.urls")),
]
