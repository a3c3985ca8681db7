"""The admin site: whom it lets in, and where it sends the others."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from unfold.sites import UnfoldAdminSite

from accounts.administration.menu import ICONS


class AdministrationSite(UnfoldAdminSite):
    """Unfold's site, open to whoever may open at least one of its pages.

    Django asks for `is_staff` here, a second truth beside the roles that somebody would have to
    keep in step. It means nothing on this site.
    """

    def has_permission(self, request: HttpRequest) -> bool:
        """Whether any page is this person's to open."""
        return any(page.has_module_permission(request) for page in self._registry.values())

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """The pages in the menu's order instead of the alphabet's."""
        order = {name: number for number, name in enumerate(ICONS)}
        apps: list[Any] = super().get_app_list(request, app_label)
        for app in apps:
            app["models"].sort(
                key=lambda page: order.get(page["model"]._meta.label_lower, len(order))
            )
        return apps

    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """There is one place to sign in; whoever has done so and lacks the right is told."""
        wanted = request.GET.get(REDIRECT_FIELD_NAME) or reverse("admin:index", current_app="admin")
        if self.has_permission(request):
            return redirect("admin:index")
        if request.user.is_authenticated:
            raise PermissionDenied
        return redirect_to_login(wanted)

    def password_change(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """There is one place for that too, where wrong passwords are counted."""
        return redirect("accounts:password")
