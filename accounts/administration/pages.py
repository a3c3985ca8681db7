"""What the pages of the administration have in common: a right opens them, not a permission."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets
from django.db.models import Model
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin

from accounts.administration.lists import BoundedChangeList
from accounts.roles import Right, rights_of


class AdminByRight(ModelAdmin):
    """A page for the people who hold `needs`. Nothing is deleted: what happened is kept."""

    needs: ClassVar[Right]

    def _may(self, request: HttpRequest) -> bool:
        return self.needs in rights_of(request.user)

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[Any]:
        """The list that takes any address."""
        return BoundedChangeList

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """What an address may filter by; no patterns, which cost what their writer likes."""
        allowed: bool = super().lookup_allowed(lookup, value, request)
        return allowed and not lookup.endswith("regex")

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

    list_per_page = 50

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> Any:
        """Every row of the page, whether a field or a way of showing one."""
        return flatten_fieldsets(self.get_fieldsets(request, obj))

    @admin.display(description=_("No."), ordering="pk")
    def row_number(self, row: Model) -> int:
        """The number by which a row is found again; it leads to the row."""
        return int(row.pk)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nothing is added here."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Nothing is changed here."""
        return False
