"""Papers and posters of what is published: ``/print/<kind>/<number>/``."""

from __future__ import annotations

import hashlib
from datetime import date

from django.conf import settings
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from lianxin.foundation.organisations.queries import by_id
from lianxin.kernel.freshness import BRIEFLY
from lianxin.publicity.channels import sources
from lianxin.publicity.channels.text import Text
from lianxin.publicity.documents.handing_out import FORMS, Printable, file_name

#: what is taken down is gone within seconds; the bytes of one version are made once
KEPT_INSIDE = 600


def _text(kind: str, number: str) -> Text:
    source = sources.SOURCES.get(kind)
    text = source.find(number) if source is not None and source.offered else None
    if text is None:
        raise Http404
    return text


def printable(text: Text) -> Printable:
    """A text as what is printed, signed with the full name of its organisation."""
    organisation = by_id(text.organisation_id)
    on = date.fromisoformat(text.day) if text.day else timezone.localdate()
    return Printable(
        title=text.title, summary=text.summary, html=text.body_html, on=on, url=text.url, source=text.source,
        signer=organisation.name if organisation else text.source, correction=text.correction,
    )  # fmt: skip


@require_safe
def choices(request: HttpRequest, kind: str, number: str) -> HttpResponse:
    """What the poster looks like, and the four files."""
    text = _text(kind, number)
    files = [(name, form.label) for name, form in FORMS.items()]
    back = text.url.removeprefix(settings.SITE_URL)
    context = {"text": text, "files": files, "kind": kind, "number": number, "back": back}
    response = render(request, "outward/print.html", context)
    response.headers["Cache-Control"] = BRIEFLY
    return response


@require_safe
def file(request: HttpRequest, kind: str, number: str, form: str) -> HttpResponse:
    """One file; 404 for what is not published now (M01)."""
    if form not in FORMS:
        raise Http404
    text = _text(kind, number)
    what = printable(text)
    mark = hashlib.sha256(repr((text.key, form, what)).encode()).hexdigest()
    raw = cache.get_or_set(f"outward.print:{mark}", lambda: FORMS[form].make(what), KEPT_INSIDE)
    response = HttpResponse(raw, content_type=FORMS[form].content_type)
    inline = "download" not in request.GET and form != "paper.docx"
    response.headers["Content-Disposition"] = content_disposition_header(not inline, file_name(what, form)) or ""
    response.headers["Cache-Control"] = BRIEFLY
    return response
