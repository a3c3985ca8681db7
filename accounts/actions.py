"""What a person changes about themselves."""

from __future__ import annotations

from accounts.models import User


def set_language(user: User, language: str) -> None:
    """Remember the language the person reads the site in."""
    user.language = language
    user.save(update_fields=["language"])


def set_theme(user: User, theme: str) -> None:
    """Remember light, dark, or as the device says."""
    user.theme = theme
    user.save(update_fields=["theme"])
