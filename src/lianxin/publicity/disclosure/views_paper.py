"""An item as a file: .docx and PDF, for those who may read it, and at the desk for those who work on it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from lianxin.foundation.files.queries import files_of
from lianxin.publicity.documents.docx_file import to_docx
from lianxin.publicity.documents.pdf_file import to_pdf

from . import access
from .desk_base import actor_of, at_desk, need
from .models import Item
from .paper import paper_of
from .queries import reading, work

KINDS = {
    "docx": (to_docx, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "pdf": (to_pdf, "application/pdf"),
}


@require_safe
@access.for_everybody
def paper(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """``/disclosure/<pk>/paper.<kind>``: as the page itself; what is not for this reader is not there (M01)."""
    found = reading.read(access.reader_of(request), pk)
    if found is None or not found.text:
        raise Http404("没有找到这件公开事项。")
    names = [f.name for f in files_of(f"disclosure:{pk}", public_only=True)]
    return _file(found.item, kind, names)


@require_safe
@at_desk(work.READ)
def desk_paper(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """``/workbench/disclosure/<pk>/paper.<kind>``: any state, marked as a draft until it is shown."""
    item: Item = need(work.one(actor_of(request), pk))
    return _file(item, kind, [f.name for f in files_of(f"disclosure:{pk}")])


def _file(item: Item, kind: str, names: list[str]) -> HttpResponse:
    make, content_type = KINDS[kind]
    response = HttpResponse(make(paper_of(item, names)), content_type=content_type)
    title = "".join(sign for sign in item.title if sign.isprintable() and sign not in '\\/:*?"<>|')
    header = content_disposition_header(as_attachment=True, filename=f"{item.number} {title}.{kind}")
    response.headers["Content-Disposition"] = header or "attachment"
    return response
