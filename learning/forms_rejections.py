"""What the marketplace said, pasted or as a file."""

from __future__ import annotations

import codecs
import hashlib
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from domain.rejections import LARGEST

_TOO_LARGE = _("This is longer than 2 MB: enter it in parts.")


class RejectionForm(forms.Form):
    """A table or JSON; a file counts before what stands in the field. `seen` names what was
    looked at before it is kept."""

    text = forms.CharField(
        label=_("Paste it here"),
        required=False,
        strip=False,
        max_length=LARGEST,
        error_messages={"max_length": _TOO_LARGE},
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
    )
    file = forms.FileField(
        label=_("Or choose a file"),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.json"}),
        help_text=_("CSV, TSV or JSON, at most 2 MB and 5,000 rows, in UTF-8."),
    )
    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A browser cuts what is pasted beyond this without a word; the form refuses in words.
        self.fields["text"].widget.attrs.pop("maxlength", None)

    def clean_file(self) -> str:
        """The file's text; empty where there is none."""
        sent = self.cleaned_data["file"]
        return _decoded(sent) if isinstance(sent, UploadedFile) else ""

    def said(self) -> str:
        """What is to be read; only of a form that is valid."""
        return str(self.cleaned_data["file"] or self.cleaned_data["text"])

    def was_seen(self) -> bool:
        """Whether this is what was looked at before."""
        return str(self.cleaned_data["seen"]) == name_of(self.said())


def name_of(text: str) -> str:
    """Names a text that was looked at, whichever way its lines end."""
    return hashlib.sha256("\n".join(text.splitlines()).encode()).hexdigest()


def _decoded(sent: UploadedFile[bytes]) -> str:
    raw: bytes = sent.read()
    if len(raw) > LARGEST:
        raise forms.ValidationError(_TOO_LARGE)
    is_wide = raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        return raw.decode("utf-16" if is_wide else "utf-8-sig")
    except UnicodeDecodeError as unreadable:
        raise forms.ValidationError(
            _("This file is not written in UTF-8: save it as “CSV UTF-8” and choose it again.")
        ) from unreadable
