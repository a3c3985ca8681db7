"""Families and version numbers as parts of an address; anything else leads nowhere."""

from __future__ import annotations

from django.urls import register_converter

from domain.versions import Number, number


class FamilyPart:
    """The name of a family."""

    regex = r"[a-z0-9][a-z0-9_.-]{0,59}"

    def to_python(self, value: str) -> str:
        """The name itself."""
        return value

    def to_url(self, value: str) -> str:
        """The name itself."""
        return value


class NumberPart:
    """`major.minor.patch`."""

    regex = r"[0-9]{1,6}\.[0-9]{1,6}\.[0-9]{1,6}"

    def to_python(self, value: str) -> Number:
        """The number; one with a leading zero is none."""
        return number(value)

    def to_url(self, value: Number | str) -> str:
        """As it is read."""
        return str(value)


register_converter(FamilyPart, "family")
register_converter(NumberPart, "number")
