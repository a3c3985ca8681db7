"""What was looked for, or the answer 404."""

from __future__ import annotations

from typing import TypeVar

from django.db.models import Model
from django.http import Http404

M = TypeVar("M", bound=Model)


def found(row: M | None) -> M:
    """`row`; Http404 where it is not there."""
    if row is None:
        raise Http404
    return row
