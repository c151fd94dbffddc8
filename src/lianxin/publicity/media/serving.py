"""Hands finished files out: whole or a range (RFC 9110, 14), by nginx where it stands in front."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse

from lianxin.foundation.files import shelf
from lianxin.kernel.freshness import BRIEFLY

_RANGE = re.compile(r"bytes=(\d*)-(\d*)")
_PIECE = 256 * 1024
PARTIAL, UNSATISFIABLE = 206, 416


def hand_out(request: HttpRequest, path: Path, content_type: str, *, public: bool) -> HttpResponseBase:
    """public: everybody may keep it for the ten seconds within which a withdrawal has to be seen."""
    response = _body(request, path)
    response["Content-Type"] = content_type
    response["Cache-Control"] = BRIEFLY if public else "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


def _body(request: HttpRequest, path: Path) -> HttpResponseBase:
    accel = str(getattr(settings, "FILES_ACCEL", ""))
    if accel:
        response = HttpResponse()
        response["X-Accel-Redirect"] = f"{accel.rstrip('/')}/{path.relative_to(shelf.root()).as_posix()}"
        return response
    size = path.stat().st_size
    wanted = _RANGE.fullmatch(request.headers.get("Range", "").strip())
    if wanted is None or not any(wanted.groups()):
        whole = FileResponse(path.open("rb"))
        whole["Accept-Ranges"] = "bytes"
        return whole
    return _part(path, size, *wanted.groups())


def _part(path: Path, size: int, first: str, last: str) -> HttpResponseBase:
    start = int(first) if first else max(0, size - int(last))
    end = min(int(last), size - 1) if first and last else size - 1
    if start > end or start >= size:
        refused = HttpResponse(status=UNSATISFIABLE)
        refused["Content-Range"] = f"bytes */{size}"
        return refused
    response = StreamingHttpResponse(_pieces(path, start, end - start + 1), status=PARTIAL)
    response["Content-Range"] = f"bytes {start}-{end}/{size}"
    response["Content-Length"] = str(end - start + 1)
    response["Accept-Ranges"] = "bytes"
    return response


def _pieces(path: Path, start: int, left: int) -> Iterator[bytes]:
    with path.open("rb") as file:
        file.seek(start)
        while left > 0 and (piece := file.read(min(_PIECE, left))):
            left -= len(piece)
            yield piece
