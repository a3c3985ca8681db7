"""Addresses: the API itself, its documentation, and a person's tokens."""

from __future__ import annotations

from django.urls import path

from api.site import site
from api.views import documentation, tokens

urlpatterns = [
    path("api/v1/", site.urls),
    path("account/tokens/", tokens.tokens, name="api-tokens"),
    path("account/tokens/<int:pk>/revoke/", tokens.revoke, name="api-token-revoke"),
    path("api/docs/", documentation.documentation, name="api-documentation"),
]
