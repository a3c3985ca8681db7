"""People in the admin: managers make accounts, give roles, switch accounts off, set passwords.

What a role may do is code (`accounts.roles`), so there are no groups and no permissions to edit.
A superuser is made in a shell and is out of a manager's reach.
"""

from __future__ import annotations

from typing import Any

from axes.utils import reset
from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group
from django.db.models import ManyToManyField, Model, QuerySet
from django.forms import ModelMultipleChoiceField
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.forms import (
    AdminPasswordChangeForm,
    UnfoldReadOnlyPasswordHashWidget,
    UserChangeForm,
    UserCreationForm,
)
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget

from accounts.administration.pages import AdminByRight
from accounts.models import User
from accounts.roles import ROLE_LABELS, Right, Role

admin.site.unregister(Group)


class RoleField(ModelMultipleChoiceField[Group]):
    """Groups by the names that people read."""

    def label_from_instance(self, obj: Group) -> str:
        """The role's label."""
        return str(ROLE_LABELS[Role(obj.name)])


class PasswordState(UnfoldReadOnlyPasswordHashWidget):
    """Whether there is a password; its hash says nothing to a person."""

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        """Django's own context, with the parts of the hash left out."""
        context: dict[str, Any] = super().get_context(name, value, attrs)
        if len(context["summary"]) > 1:
            context["summary"] = [{"label": gettext("A password is set.")}]
        return context


class PersonForm(UserChangeForm):
    """A person's account."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "password" in self.fields:
            self.fields["password"].widget = PasswordState()


class RoleFilter(admin.SimpleListFilter):
    """People who have a role."""

    title = _("role")
    parameter_name = "role"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """The roles there are."""
        return [(str(role), label) for role, label in ROLE_LABELS.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[User]) -> QuerySet[User]:
        """Those who have the chosen one."""
        return queryset.filter(groups__name=self.value()) if self.value() else queryset


@admin.register(User)
class UserAdmin(DjangoUserAdmin, AdminByRight):  # type: ignore[type-arg]
    """Django's user admin without its second system of rights."""

    needs = Right.MANAGE_PEOPLE
    form = PersonForm
    add_form = UserCreationForm
    change_password_form = AdminPasswordChangeForm
    list_display = ("username", "first_name", "last_name", "roles", "is_active", "last_login")
    list_filter = ("is_active", RoleFilter)
    filter_horizontal = ()
    readonly_fields = ("last_login", "date_joined")
    add_fieldsets = (
        (None, {"fields": ("username", "password1", "password2")}),
        (None, {"fields": ("first_name", "last_name", "email", "groups")}),
    )

    @admin.display(description=_("roles"))
    def roles(self, person: User) -> str:
        """The person's roles in words."""
        held = {group.name for group in person.groups.all()}
        return ", ".join(str(label) for role, label in ROLE_LABELS.items() if role in held)

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        """People with their roles."""
        return super().get_queryset(request).prefetch_related("groups")

    def user_change_password(
        self, request: HttpRequest, id: str, form_url: str = ""
    ) -> HttpResponse:
        """Set a password, and let in with it whom wrong ones had locked out."""
        response: HttpResponse = super().user_change_password(request, id, form_url)
        person = self.get_object(request, unquote(id))
        if person is not None and request.method == "POST" and response.status_code == 302:
            reset(username=person.get_username())
        return response

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """A superuser's account, and with it the password, is for superusers alone."""
        is_above = isinstance(obj, User) and obj.is_superuser and not _is_superuser(request)
        return super().has_change_permission(request, obj) and not is_above

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> Any:
        """What a manager may set; whether somebody is a superuser only a superuser sees."""
        if obj is None:
            return super().get_fieldsets(request, obj)
        rights = ("is_active", "groups", *(("is_superuser",) if _is_superuser(request) else ()))
        return (
            (None, {"fields": ("username", "password")}),
            (_("Personal info"), {"fields": ("first_name", "last_name", "email")}),
            (_("Access"), {"fields": rights}),
            (_("Important dates"), {"fields": ("last_login", "date_joined")}),
        )

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> Any:
        """Nobody shuts themself out: somebody else takes the last manager's role away."""
        own = ("is_active", "groups", "is_superuser") if obj == request.user else ()
        return (*super().get_readonly_fields(request, obj), *own)

    def formfield_for_manytomany(
        self, db_field: ManyToManyField[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> Any:
        """The roles as boxes to tick."""
        if db_field.name != "groups":
            return super().formfield_for_manytomany(db_field, request, **kwargs)
        return RoleField(
            Group.objects.filter(name__in=Role).order_by("pk"),
            label=_("Roles"),
            required=False,
            widget=UnfoldAdminCheckboxSelectMultipleWidget(),
        )


def _is_superuser(request: HttpRequest) -> bool:
    return isinstance(request.user, User) and request.user.is_superuser
