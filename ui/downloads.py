"""A printed document as the answer to a request."""

from __future__ import annotations

from urllib.parse import quote

from fastapi import Response

from assistant.printing import Document, Format, render


def download(document: Document, form: Format, name: str) -> Response:
    """The document as a file to keep; ``name`` is without its ending. Nobody's cache keeps it."""
    return attachment(render(document, form), form.media_type, name + form.suffix)


def attachment(content: bytes, media_type: str, name: str) -> Response:
    """Bytes as a file to keep under ``name``."""
    headers = {"content-disposition": f"attachment; filename*=UTF-8''{quote(name)}", "cache-control": "no-store"}
    return Response(content, media_type=media_type, headers=headers)
