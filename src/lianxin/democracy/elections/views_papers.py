"""Papers of an election as files. There is nothing to print of a vote before it was counted (V02): 404 until then."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from lianxin.foundation.accounts.desk import actor_of, door, need, no_duty, signed_in
from lianxin.membership.papers import DOCX, Sheet, to_docx, to_html, to_pdf

from . import papers, queries, report
from .lifecycle import READ
from .models import Election

at_desk = door(no_duty("办选举的同志"))
#: what the downloaded page may do when a browser shows it all the same: nothing
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


@dataclass(frozen=True, slots=True)
class Paper:
    """A Word file of the desk. ready: whether there is something to write."""

    label: str
    ready: Callable[[Election], bool]
    make: Callable[[Election], Sheet]


#: slug -> paper, in the order of the links
PAPERS = {
    "ballot": Paper("纸质选票", papers.has_ballot, papers.ballot_sheet),
    "result": Paper("结果报告单", papers.ready, papers.result_sheet),
    "request": Paper("报上级的请示", papers.finished, papers.request_sheet),
}


def links(case: Election) -> list[tuple[str, str]]:
    """(slug, label) of what can be downloaded at the desk now."""
    return [(slug, paper.label) for slug, paper in PAPERS.items() if paper.ready(case)]


@require_safe
@at_desk(READ)
def paper(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """``/workbench/elections/<pk>/papers/<slug>.docx``."""
    case: Election = need(queries.at_desk(actor_of(request)).filter(pk=pk).first())
    found: Paper = need(PAPERS.get(slug))
    need(case if found.ready(case) else None)
    return _file(to_docx(found.make(case)), DOCX, f"{case.number} {found.label}.docx")


@require_safe
@signed_in
def final(request: HttpRequest, pk: int, ending: str) -> HttpResponse:
    """``/elections/<pk>/report.{html,pdf}`` for those who may read the election."""
    case: Election = need(queries.one(actor_of(request), pk))
    need(case if papers.ready(case) else None)
    sheet = report.report_sheet(case, request.build_absolute_uri("/").rstrip("/"))
    if ending == "pdf":
        return _file(to_pdf(sheet), "application/pdf", f"{case.number} 结果报告.pdf")
    answer = _file(to_html(sheet), "text/html; charset=utf-8", f"{case.number} 结果报告.html")
    answer.headers["Content-Security-Policy"] = _POLICY
    return answer


def _file(data: bytes, kind: str, name: str) -> HttpResponse:
    """For download, kept by no cache."""
    answer = HttpResponse(data, content_type=kind)
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    answer.headers["Cache-Control"] = "no-store"
    return answer
