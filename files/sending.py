"""Files sent as they are made."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

from asgiref.sync import sync_to_async
from django.core.handlers.asgi import ASGIRequest
from django.http import HttpRequest, StreamingHttpResponse

Pieces = Iterator[str | bytes]


def sent(
    request: HttpRequest, name: str, content_type: str, pieces: Pieces
) -> StreamingHttpResponse:
    """A download of that name, which begins with the first piece and holds one at a time."""
    flowing = _flowing(pieces) if isinstance(request, ASGIRequest) else pieces
    response = StreamingHttpResponse(flowing, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


async def _flowing(pieces: Pieces) -> AsyncIterator[str | bytes]:
    """The pieces for a server that is asynchronous: Django would read all of a plain iterator
    before it sends the first byte. Each is read in the request's own thread."""
    read = sync_to_async(lambda: next(pieces, None))
    while (piece := await read()) is not None:
        yield piece
