"""What the pages of the administration have in common: a right opens them, not a permission."""

from __future__ import annotations

from typing import ClassVar

from django.db.models import Model
from django.http import HttpRequest
from unfold.admin import ModelAdmin

from accounts.roles import Right, rights_of


class AdminByRight(ModelAdmin):
    """A page for the people who hold `needs`. Nothing is deleted: what happened is kept."""

    needs: ClassVar[Right]

    def _may(self, request: HttpRequest) -> bool:
        return self.needs in rights_of(request.user)

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Whether the page is offered."""
        return self._may(request)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Whether rows can be looked at."""
        return self._may(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Whether rows can be added."""
        return self._may(request)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Whether rows can be changed."""
        return self._may(request)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Never."""
        return False


class ReadOnlyAdmin(AdminByRight):
    """Rows to look at."""

    show_full_result_count = False
    list_per_page = 50

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nothing is added here."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Nothing is changed here."""
        return False
