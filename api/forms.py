"""What a person types about a token."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.models import User
from accounts.roles import Right, rights_of
from api.actions.tokens import LONGEST_NAME
from api.scopes import SCOPE_HELP, SCOPE_NAMES, Scope

DAYS: Final = (7, 30, 90, 365)
USUAL: Final = 90


class TokenForm(forms.Form):
    """Its name, what it may be used for, and for how long."""

    name = forms.CharField(
        label=_("Name"),
        max_length=LONGEST_NAME,
        help_text=_("What will use it, for example “shop server”."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    scopes = forms.MultipleChoiceField(
        label=_("It may be used to"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose what the token may be used for.")},
    )
    days = forms.TypedChoiceField(label=_("Valid for"), coerce=int, initial=USUAL)

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        scopes, days = self.fields["scopes"], self.fields["days"]
        assert isinstance(scopes, forms.MultipleChoiceField)  # noqa: S101
        assert isinstance(days, forms.TypedChoiceField)  # noqa: S101
        may = [scope for scope in Scope if scope is not Scope.MANAGE or _manages(user)]
        scopes.choices = [(scope.value, SCOPE_NAMES[scope]) for scope in may]
        days.choices = [(count, _days(count)) for count in DAYS]
        self.offered = [(scope.value, SCOPE_NAMES[scope], SCOPE_HELP[scope]) for scope in may]

    @property
    def chosen(self) -> list[Scope]:
        """The scopes of a valid form."""
        return [Scope(said) for said in self.cleaned_data["scopes"]]

    @property
    def ticked(self) -> list[str]:
        """What is ticked: as it was sent, else reading alone."""
        return self.data.getlist("scopes") if self.is_bound else [Scope.READ.value]  # type: ignore[attr-defined]


def _days(count: int) -> str:
    return ngettext("%(days)d day", "%(days)d days", count) % {"days": count}


def _manages(user: User) -> bool:
    return Right.MANAGE_MODELS in rights_of(user)
