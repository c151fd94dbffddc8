"""What published pages show: ``/portal/recordings/…`` and ``/portal/documents/…``; everything else is 404 (M01)."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe
from wagtail.documents import get_document_model

from lianxin.foundation.files import office, shelf
from lianxin.foundation.files.models import StoredFile
from lianxin.kernel.freshness import BRIEFLY

from . import folders, queries, transcoding
from .models import Recording
from .serving import hand_out

_DOCUMENTS = {**office.TYPES, "pdf": "application/pdf"}


@require_safe
def recording(request: HttpRequest, pk: int, name: str) -> HttpResponseBase:
    """A file of a recording that a published page shows now."""
    shown = queries.shown(pk)
    if shown is None:
        raise Http404
    if name == "captions.vtt":
        return captions_of(shown.captions, public=True)
    row = queries.by_pk(pk)
    if row is None:
        raise Http404
    if name == transcoding.POSTER:
        return poster_of(request, shown.poster, public=True)
    answer = piece_of(request, row, name, public=True)
    if answer is None:
        raise Http404
    return answer


def piece_of(request: HttpRequest, row: Recording, name: str, *, public: bool) -> HttpResponseBase | None:
    """A playlist, a segment or the whole file; None for everything else."""
    path = folders.find(row.pk, row.folder, name) if row.ready else None
    if path is None:
        return None
    return hand_out(request, path, folders.TYPES[path.suffix], public=public)


def captions_of(text: str, *, public: bool) -> HttpResponse:
    """The subtitles."""
    if not text:
        raise Http404
    answer = HttpResponse(text, content_type="text/vtt; charset=utf-8")
    answer["Cache-Control"] = BRIEFLY if public else "private, no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def poster_of(request: HttpRequest, poster: StoredFile | None, *, public: bool) -> HttpResponseBase:
    """The still picture."""
    path = shelf.find(poster.uuid) if poster else None
    if poster is None or path is None:
        raise Http404
    return hand_out(request, path, poster.content_type, public=public)


@require_safe
def document(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A document that a published page links now; always to be saved, never run by the browser."""
    found = get_document_model().objects.filter(pk=pk).first() if queries.document_is_shown(pk) else None
    if found is None or not found.file.storage.exists(found.file.name):
        raise Http404
    answer = HttpResponse(found.file.read())
    found.file.close()
    kind = found.file_extension.lower()
    answer["Content-Type"] = _DOCUMENTS.get(kind, "application/octet-stream")
    # a title may end in anything; the name that is saved ends in what the file is
    answer["Content-Disposition"] = (
        content_disposition_header(True, f"{found.title.removesuffix('.' + kind)}.{kind}") or ""
    )
    answer["Cache-Control"] = BRIEFLY
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer
