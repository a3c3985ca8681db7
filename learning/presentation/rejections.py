"""What was found in what the marketplace said, in sentences."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from content.models import Revision
from domain.rejections import Fault, Lack, Reading, Rejection, Trouble
from learning.queries.rejected import Matched

SHOWN: Final = 100
TROUBLES: Final[dict[Trouble, Promise]] = {
    Trouble.EMPTY: gettext_lazy(
        "There is nothing to read: paste a table or JSON, or choose a file."
    ),
    Trouble.TOO_LARGE: gettext_lazy("This is longer than 2 MB: enter it in parts."),
    Trouble.TOO_MANY: gettext_lazy("These are more than 5,000 rows: enter them in parts."),
    Trouble.UNREADABLE: gettext_lazy(
        "This can be read neither as a table nor as JSON: look whether all of it was copied."
    ),
    Trouble.NO_COLUMNS: gettext_lazy(
        "No column says which SKU it is about and what was said: the first row of a table must "
        "name the columns SKU, field, code and text."
    ),
}
_COLUMNS: Final[dict[str, Promise]] = {
    "sku": gettext_lazy("SKU"),
    "field": gettext_lazy("field"),
    "code": gettext_lazy("code"),
    "text": gettext_lazy("text"),
}


@dataclass(frozen=True, slots=True)
class Preview:
    """What would be kept, and what not with one sentence each; the first of many."""

    found: Sequence[tuple[Rejection, Revision]]
    problems: Sequence[str]
    keeps: int
    known: int
    accepted: int
    problem_count: int


def trouble_of(reading: Reading) -> str:
    """Why nothing could be read; empty where something was."""
    return str(TROUBLES[reading.trouble]) if reading.trouble else ""


def preview(reading: Reading, matched: Matched) -> Preview:
    """Everything that a person should see before it is kept."""
    problems = sorted(
        [
            *((fault.row, _fault(fault)) for fault in reading.faults),
            *((one.row, _unknown(one)) for one in matched.unknown),
            *((one.row, _unwritten(one)) for one in matched.unwritten),
        ]
    )
    return Preview(
        found=matched.met[:SHOWN],
        problems=[sentence for _row, sentence in problems[:SHOWN]],
        keeps=len(matched.met),
        known=len(matched.known),
        accepted=reading.accepted,
        problem_count=len(problems),
    )


def left_over(matched: Matched) -> str:
    """What no text was found for, as a table that can be entered again later."""
    rest = sorted([*matched.unknown, *matched.unwritten], key=lambda one: one.row)
    if not rest:
        return ""
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(("sku", "field", "code", "text"))
    table.writerows((one.sku, one.field, one.code, one.text) for one in rest)
    return out.getvalue()


def _fault(fault: Fault) -> str:
    said = {"row": fault.row, "sku": fault.sku or "–"}
    if fault.lack is Lack.NO_SKU:
        return _("Row %(row)d names no SKU.") % said
    if fault.lack is Lack.NO_REASON:
        return _("Row %(row)d (%(sku)s) says neither a code nor a reason.") % said
    said["column"] = str(_COLUMNS[fault.what])
    return _("Row %(row)d (%(sku)s) is too long in the column “%(column)s”.") % said


def _unknown(one: Rejection) -> str:
    said = {"row": one.row, "sku": one.sku}
    return _("Row %(row)d: there is no product with the SKU %(sku)s here.") % said


def _unwritten(one: Rejection) -> str:
    said = {"row": one.row, "sku": one.sku}
    return _("Row %(row)d: the product with the SKU %(sku)s has no text yet.") % said
