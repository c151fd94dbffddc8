"""Hands files out, one at a time, after the guard of their subject agreed (M01, P05).

The addresses of this room know accounts only. Visitors who proved something else (the query code of a
letter) come by an address of the room that keeps the proof; it puts it into the actor and calls these views.
"""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotModified
from django.utils.http import content_disposition_header, parse_etags
from django.views.decorators.http import require_safe

from lianxin.foundation.spine.actions import Fact, refusal

from . import shelf
from .guards import may_read
from .models import StoredFile
from .queries import by_uuid

_AT_ONCE = 4 * 1024 * 1024  # larger files are streamed


@require_safe
def download(request: HttpRequest, key: UUID) -> HttpResponseBase:
    """The file itself: pictures are shown, a PDF is saved."""
    return _hand_out(request, key, thumb=False)


@require_safe
def thumbnail(request: HttpRequest, key: UUID) -> HttpResponseBase:
    """The small picture of a picture."""
    return _hand_out(request, key, thumb=True)


def _hand_out(request: HttpRequest, key: UUID, *, thumb: bool) -> HttpResponseBase:
    stored = by_uuid(key)
    if stored is None:
        raise Http404("没有找到这个文件。")
    decision = may_read(request.actor, stored)  # type: ignore[attr-defined]  # set by the middleware
    if not decision:
        _note(request, stored)
        raise Http404("没有找到这个文件。")
    path = shelf.find(key, thumb=thumb)
    if path is None:
        raise Http404("没有找到这个文件。")
    etag = f'"{stored.sha256[:32]}{"-s" if thumb else ""}"'
    if _unchanged(request, etag):
        return _headed(HttpResponseNotModified(), stored, etag, thumb=thumb)
    return _headed(_body(path), stored, etag, thumb=thumb)


def _note(request: HttpRequest, stored: StoredFile) -> None:
    fact = Fact("files.refused", request.actor, stored.subject, stored.org_path, {"file": str(stored.uuid)})  # type: ignore[attr-defined]  # set by the middleware
    refusal(fact)


def _unchanged(request: HttpRequest, etag: str) -> bool:
    seen = parse_etags(request.headers.get("If-None-Match", ""))
    return "*" in seen or etag in (tag.removeprefix("W/") for tag in seen)


def _body(path: Path) -> HttpResponseBase:
    accel = getattr(settings, "FILES_ACCEL", "")
    if accel:
        response = HttpResponse()
        response["X-Accel-Redirect"] = f"{accel.rstrip('/')}/{path.relative_to(shelf.root()).as_posix()}"
        return response
    if path.stat().st_size <= _AT_ONCE:
        return HttpResponse(path.read_bytes())
    return FileResponse(path.open("rb"))


def _headed(response: HttpResponseBase, stored: StoredFile, etag: str, *, thumb: bool) -> HttpResponseBase:
    response["ETag"] = etag
    # kept by the one browser, asked again each time: what is withdrawn disappears at once
    response["Cache-Control"] = "private, no-cache"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    if response.status_code == HttpResponseNotModified.status_code:
        return response
    response["Content-Type"] = "image/jpeg" if thumb else stored.content_type
    disposition = content_disposition_header(not (thumb or stored.is_picture), stored.name)
    if disposition:
        response["Content-Disposition"] = disposition
    return response
