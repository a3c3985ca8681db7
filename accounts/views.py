"""Signing in and out, and the preferences that follow a person."""

from __future__ import annotations

from typing import Any

from axes.utils import reset
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, PasswordChangeView
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_POST, require_safe

from accounts import actions
from accounts.forms import ChangePasswordForm, LanguageForm, SignInForm, ThemeForm
from accounts.models import User

YEAR = 365 * 24 * 3600


class SignIn(LoginView):
    """The sign-in page; whoever is signed in already goes on."""

    template_name = "accounts/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """Sign in; this browser then also knows the person's language after they leave."""
        response = super().form_valid(form)
        language = form.get_user().language
        if language:
            keep(response, settings.LANGUAGE_COOKIE_NAME, language)
        return response


class ChangePassword(PasswordChangeView):
    """A person chooses a new password and stays signed in."""

    form_class = ChangePasswordForm
    template_name = "accounts/password.html"
    success_url = reverse_lazy("accounts:preferences")

    def get_form_kwargs(self) -> dict[str, Any]:
        """The form asks for the old password in this request's name."""
        return {**super().get_form_kwargs(), "request": self.request}

    def form_valid(self, form: object) -> HttpResponse:
        """Say that it worked; guesses at the old password are over."""
        reset(username=self.request.user.get_username())
        messages.success(self.request, _("Your password has been changed."))
        return super().form_valid(form)  # type: ignore[arg-type]


@require_safe
@login_required
def preferences(request: HttpRequest) -> HttpResponse:
    """Everything a person can set for themselves."""
    return render(request, "accounts/preferences.html")


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Change the language, signed in or not, and go back to where it was changed."""
    form = LanguageForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest(_("There is no such language here."))
    chosen = form.cleaned_data["language"]
    if isinstance(request.user, User):
        actions.set_language(request.user, chosen)
    with override(chosen):
        response = redirect(came_from(request))
    keep(response, settings.LANGUAGE_COOKIE_NAME, chosen)
    return response


@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Change the theme, signed in or not, and go back to where it was changed."""
    form = ThemeForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest(_("There is no such theme."))
    chosen = form.cleaned_data["theme"]
    if isinstance(request.user, User):
        actions.set_theme(request.user, chosen)
    response = redirect(came_from(request))
    keep(response, "theme", chosen)
    return response


def came_from(request: HttpRequest) -> str:
    """The page that `next` names, if it is one of ours; the home page otherwise."""
    address = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return address if ours and address.startswith("/") else "/"


def keep(response: HttpResponse, name: str, value: str) -> None:
    """Remember a choice in this browser for a year."""
    response.set_cookie(
        name,
        value,
        max_age=YEAR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
