"""Handing bytes out, and taking them in, without trusting them."""

import re
from collections.abc import AsyncIterator, Iterator
from typing import Any

from asgiref.sync import sync_to_async
from django.core.files.base import File
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.core.handlers.asgi import ASGIRequest
from django.http import HttpRequest, StreamingHttpResponse
from django.utils.http import content_disposition_header

from documents.vault import pieces

_PIECE = 256 * 1024
# What is handed out may not run, frame or load anything, should a browser open it after all.
_INERT = "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; sandbox"


def file_response(
    request: HttpRequest,
    file: File[bytes],
    *,
    media_type: str,
    name: str,
    inline: bool = False,
) -> StreamingHttpResponse:
    """The file as an attachment, or inline for what this house made itself."""
    content = _async_pieces(file) if isinstance(request, ASGIRequest) else _pieces(file)
    response = StreamingHttpResponse(content, content_type=media_type)
    response["Content-Length"] = str(file.size)
    response["Content-Disposition"] = content_disposition_header(not inline, name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = _INERT
    response["Cache-Control"] = "private, no-cache"
    return response


def _pieces(file: File[bytes]) -> Iterator[bytes]:
    with file:
        yield from pieces(file)


async def _async_pieces(file: File[bytes]) -> AsyncIterator[bytes]:
    """A piece at a time: under ASGI a plain iterator would be read whole into memory first."""
    try:
        while piece := await sync_to_async(file.read)(_PIECE):
            yield piece
    finally:
        file.close()


class BoundedUploadHandler(TemporaryFileUploadHandler):
    """Writes to disk and stops at `limit` bytes a file; `size` still tells how long it was."""

    def __init__(self, request: HttpRequest, limit: int) -> None:
        super().__init__(request)
        self.limit = limit

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Keep a chunk, unless the file is too large already."""
        if start + len(raw_data) <= self.limit:
            self.file.write(raw_data)
        return None

    def file_complete(self, file_size: int) -> UploadedFile[Any] | None:
        """The temporary file, with the length that was sent."""
        return super().file_complete(file_size)


def declared_length(request: HttpRequest) -> int:
    """What the request says of its length in bytes; 0 when it says nothing."""
    told = str(request.META.get("CONTENT_LENGTH") or "")
    return int(told) if re.fullmatch(r"[0-9]{1,18}", told, re.ASCII) else 0
