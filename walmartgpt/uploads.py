"""Files that people send: into memory, on the pages that ask for them, and nowhere else.

Django reads a form's files before a view is asked who sent them. So that nobody fills a disk, no
file is ever written to one; and a page that asks for none answers as if it could not be read.
"""

from __future__ import annotations

import io
from typing import Any

from django.conf import settings
from django.core.exceptions import TooManyFilesSent
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler


class InMemoryWhereAsked(FileUploadHandler):
    """Keeps a file as long as `UPLOADS` says for the page; of a longer one, one byte more."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """A file begins; refused on a page that asks for none."""
        super().new_file(*args, **kwargs)
        path = self.request.path_info if self.request is not None else ""
        if path not in settings.UPLOADS:
            raise TooManyFilesSent("This page takes no files.")
        self._left = settings.UPLOADS[path] + 1
        self._kept = io.BytesIO()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Some of it; what is beyond the bound is dropped, and the file's length tells so."""
        part = raw_data[: self._left]
        self._left -= len(part)
        self._kept.write(part)

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        """The whole of it, or so much that the page sees that it is too long."""
        size = self._kept.tell()
        self._kept.seek(0)
        return InMemoryUploadedFile(
            file=self._kept,
            field_name=self.field_name,
            name=self.file_name or "",
            content_type=self.content_type or "",
            size=size,
            charset=self.charset,
            content_type_extra=self.content_type_extra,
        )
