"""Model files to take away."""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import AsyncIterator
from pathlib import Path
from typing import IO

from asgiref.sync import sync_to_async
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.roles import Right, require
from training.models import Artefact

BLOCK = 1 << 18


@require_GET
@login_required
async def download(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    """The file as it is; a folder as a zip file."""
    name, content = await sync_to_async(_opened)(request, pk)
    response = StreamingHttpResponse(_pieces(content), content_type="application/octet-stream")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Content-Length"] = str(content.seek(0, 2))
    response["X-Content-Type-Options"] = "nosniff"
    content.seek(0)
    return response


def _opened(request: HttpRequest, pk: int) -> tuple[str, IO[bytes]]:
    require(request.user, Right.TRAIN_MODELS)
    artefact = get_object_or_404(Artefact.objects.select_related("run"), pk=pk)
    name = f"{artefact.run.name}-{artefact.run_id}-{artefact.file.name}"
    try:
        if artefact.file.is_dir():
            return f"{name}.zip", _zipped(artefact.file)
        return name, artefact.file.open("rb")
    except OSError as error:
        raise Http404(_("This file is no longer on the disk.")) from error


def _zipped(folder: Path) -> IO[bytes]:
    content = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    with zipfile.ZipFile(content, "w") as packed:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                packed.write(path, path.relative_to(folder))
    return content


async def _pieces(content: IO[bytes]) -> AsyncIterator[bytes]:
    """A block at a time, read in a thread: a model has hundreds of megabytes."""
    try:
        while block := await sync_to_async(content.read)(BLOCK):
            yield block
    finally:
        content.close()
