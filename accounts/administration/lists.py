"""Lists of the administration whose address asks for what no table can hold."""

from __future__ import annotations

from typing import Any

from django.contrib.admin.options import IncorrectLookupParameters
from django.db import DataError
from unfold.views import ChangeList

_ASKED_TOO_MUCH = (OverflowError, IndexError, DataError)
"""A number beyond what a column holds, a range of one end: the database layer's own words."""


class BoundedChangeList(ChangeList):
    """A list that answers such an address as Django answers others that it cannot read.

    Django asks the database here for the count, with the same conditions as for the rows.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        try:
            super().__init__(*args, **kwargs)
        except _ASKED_TOO_MUCH as error:
            raise IncorrectLookupParameters(error) from error
