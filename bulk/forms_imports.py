"""What people say of a file: how it is read, and which column holds which fact."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bulk.models import Import
from bulk.presentation.import_messages import field_name
from domain.products_file import FIELDS
from domain.products_file.sheets import letter_of

_ENCODINGS = [
    ("utf-8-sig", "UTF-8"),
    ("windows-1254", "Windows-1254"),
    ("iso-8859-9", "ISO-8859-9"),
    ("utf-16", "UTF-16"),
    ("utf-16-le", "UTF-16 LE"),
    ("utf-16-be", "UTF-16 BE"),
]
_SEPARATORS = [
    (";", _("Semicolon")),
    (",", _("Comma")),
    ("\t", _("Tab")),
    ("|", _("Vertical bar")),
]


class FileForm(forms.Form):
    """A file for a browser without scripts: as much as one request may carry."""

    file = forms.FileField(
        label=_("File"),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx,.json,.jsonl"}),
        help_text=_("CSV, XLSX or JSON, up to 100,000 products and 200 MB."),
    )


class ColumnsForm(forms.Form):
    """For each fact its column, as the page shows them."""

    encoding = forms.ChoiceField(label=_("Encoding"), choices=_ENCODINGS, required=False)
    separator = forms.ChoiceField(label=_("Between the cells"), choices=_SEPARATORS, required=False)
    over_approved = forms.BooleanField(
        label=_("Also change products whose listing is approved"),
        required=False,
        help_text=_("Their approval ends: they have to be approved again."),
    )

    def __init__(self, row: Import, data: Any = None) -> None:
        said = {"encoding": row.encoding, "separator": row.separator}
        chosen = {f"column_{fact}": str(place) for fact, place in row.columns.items()}
        super().__init__(data, initial=said | chosen)
        if row.kind == "xlsx":
            del self.fields["encoding"]
        if row.kind != "csv":
            del self.fields["separator"]
        columns = [
            (str(place), f"{header or '–'} ({letter_of(place)})")
            for place, header in enumerate(row.headers)
        ]
        for fact in FIELDS:
            self.fields[f"column_{fact}"] = forms.ChoiceField(
                label=field_name(fact),
                required=False,
                choices=[("", _("Not in the file")), *columns],
            )

    def facts(self) -> list[forms.BoundField]:
        """The choices of columns."""
        return [self[f"column_{fact}"] for fact in FIELDS]

    def columns(self) -> dict[str, int]:
        """The places of a valid form."""
        said = {fact: self.cleaned_data[f"column_{fact}"] for fact in FIELDS}
        return {fact: int(place) for fact, place in said.items() if place}
