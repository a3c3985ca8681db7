"""Values that may be missing, and are not in this test."""

from __future__ import annotations

from typing import TypeVar

Value = TypeVar("Value")


def known(value: Value | None) -> Value:
    """The value; the test fails where there is none."""
    assert value is not None
    return value
