"""What is said of files and rows that were not taken: what, where, and how to mend it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from content.models import Product
from domain.products_file import FIELDS

Said = Mapping[str, Any]


def field_name(field: str) -> str:
    """A fact by the name that its form gives it; empty for a row as a whole."""
    if field not in FIELDS:
        return ""
    own = Product._meta.get_field(field)
    return capfirst(str(getattr(own, "verbose_name", field)))


_FAULTS: Final = {
    "no_sku": gettext_noop("Missing: products are told apart by it."),
    "no_name": gettext_noop("Missing: every product has a name."),
    "no_features": gettext_noop("Missing: write at least one, with “ | ” between several."),
    "too_long": gettext_noop("%(count)s characters are too many: at most %(most)s fit here."),
    "many_features": gettext_noop("%(count)s features are too many: keep at most %(most)s."),
    "long_feature": gettext_noop(
        "Feature %(number)s has %(count)s characters: at most %(most)s fit."
    ),
    "unstorable": gettext_noop(
        "It holds a character that cannot be stored (NUL or half a code): delete it."
    ),
    "unknown_competition": gettext_noop(
        "“%(value)s” is no level of competition: write low, medium or high."
    ),
    "unknown_tone": gettext_noop(
        "“%(value)s” is no tone: write professional, friendly, enthusiastic or technical."
    ),
    "unknown_language": gettext_noop("“%(value)s” is no language of listings: write tr or en."),
    "unknown_market": gettext_noop(
        "There is no market “%(value)s”: write walmart-tr or walmart-us."
    ),
    "language_of_market": gettext_noop(
        "The market %(market)s takes listings in “%(language)s”: change one of the two."
    ),
    "sku_twice": gettext_noop("The SKU stands in row %(first)s already: keep one of the two."),
    "approved": gettext_noop(
        "The listing is approved, and other facts would end that: reopen it first, or import with "
        "“Also change products whose listing is approved”."
    ),
    "more_cells": gettext_noop(
        "The row has more cells than the first row names: is a quotation mark missing?"
    ),
    "quotes": gettext_noop(
        "The quotation marks do not fit: a quotation mark inside a quoted cell is written twice."
    ),
    "no_object": gettext_noop("This item is no object with a product’s facts."),
    "no_text": gettext_noop("This is neither a text nor a list of texts."),
    "long_cell": gettext_noop("The cell is longer than any product fact."),
    "formula": gettext_noop(
        "The cell is a formula without a result: open the file in Excel and save it."
    ),
    "error_value": gettext_noop("The cell shows an error of the spreadsheet, such as #N/A."),
    "date": gettext_noop(
        "Excel took the cell for a date: format the column as text and type the value again."
    ),
}
_REFUSALS: Final = {
    "empty": gettext_noop("The file is empty."),
    "too_large": gettext_noop("The file is larger than %(most)s MB: split it."),
    "no_rows": gettext_noop("The file names its columns and has no rows below."),
    "many_rows": gettext_noop("The file has more than %(most)s rows: split it."),
    "many_columns": gettext_noop("The file has %(count)s columns: at most %(most)s can be read."),
    "long_row": gettext_noop(
        "Row %(row)s is longer than %(most)s characters: no product is. Is this the right file?"
    ),
    "long_cell": gettext_noop(
        "A cell in row %(row)s is longer than %(most)s characters: is a quotation mark missing?"
    ),
    "open_quote": gettext_noop(
        "A quotation mark that begins in row %(row)s is never closed: close or delete it."
    ),
    "quotes": gettext_noop("The quotation marks in the first row do not fit: mend or delete them."),
    "encoding": gettext_noop(
        "From row %(row)s on the file is not written in %(encoding)s: choose another encoding."
    ),
    "wrong_kind": gettext_noop(
        "This is a file of the kind %(kind)s: products come as CSV, XLSX or JSON."
    ),
    "no_text": gettext_noop("This is no text and no workbook: products come as CSV, XLSX or JSON."),
    "old_workbook": gettext_noop(
        "This workbook is of an old kind or closed by a password: save it as .xlsx without one."
    ),
    "no_workbook": gettext_noop("This ZIP file is no workbook: send the file inside it."),
    "broken_workbook": gettext_noop(
        "The workbook is damaged or made by force: open it in Excel and save it as .xlsx."
    ),
    "zip_bomb": gettext_noop(
        "The workbook unfolds to %(size)s MB, out of all proportion: it is not opened."
    ),
    "json": gettext_noop("Item %(row)s is not valid JSON: nothing after it can be read."),
    "no_sku_column": gettext_noop("No column is named for the SKU: say which one holds it."),
    "double_column": gettext_noop(
        "Columns %(first)s and %(next)s are both named for “%(column)s”: rename one of them."
    ),
    "which_column": gettext_noop(
        "Columns %(first)s and %(next)s are both named for “%(column)s”: choose one of them."
    ),
    "right_gone": gettext_noop("Whoever asked for this import may no longer change listings."),
    "file_gone": gettext_noop("The file is no longer on the disk: upload it again."),
    "lost": gettext_noop(
        "The worker died again and again: send the file once more. What is in already stays as it "
        "is."
    ),
    "broken": gettext_noop(
        "The import broke off again and again: send the file once more. What is in already stays "
        "as it is."
    ),
    "broker": gettext_noop("The queue cannot be reached: the import begins once it is back."),
}


def fault_sentence(code: str, said: Said) -> str:
    """Why a row, or a cell of it, was not taken."""
    return _filled(_FAULTS, code, said)


def refusal_sentence(code: str, said: Said) -> str:
    """Why the file as a whole was not taken."""
    return _filled(_REFUSALS, code, said)


def _filled(sentences: Mapping[str, str], code: str, said: Said) -> str:
    if code not in sentences:
        return code
    names: dict[str, Callable[[Any], str]] = {"column": lambda value: field_name(str(value))}
    shown = {key: names.get(key, str)(value) for key, value in said.items()}
    return _(sentences[code]) % shown


def faults_told(faults: list[dict[str, Any]]) -> str:
    """All that is wrong with a row, in one line."""
    told = []
    for fault in faults:
        sentence = fault_sentence(fault["code"], fault["said"])
        name = field_name(fault["field"])
        told.append(f"{name}: {sentence}" if name else sentence)
    return " ".join(told)
