"""``/consult/``: what is asked of people, what they put forward, and what became of it."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lianxin.foundation.accounts.desk import actor_of
from lianxin.foundation.spine import moment
from lianxin.kernel.actor import ANONYMOUS, Actor
from lianxin.membership.papers import DOCX
from lianxin.ui.feeds import NEWEST, Line, atom

from . import chain, policies_consult, talk
from . import paper as papers
from .models import Consultation
from .queries import reading
from .queries.report import corrections_of, report_of, text_of

SIZE = 20


def private(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """What a signed-in reader was shown is kept by no cache."""
    if actor_of(request).person_id is not None:
        response.headers["Cache-Control"] = "private, no-store"
    return response


@require_safe
def consult(request: HttpRequest) -> HttpResponse:
    """``/consult/?list=``: running, closed, motions, results."""
    actor, now = actor_of(request), moment.now()
    asked = request.GET.get("list", "")
    chosen = asked if asked in reading.LISTS else "running"
    rows: Any = (
        reading.consultations(actor, running=chosen == "running", now=now)
        if chosen in ("running", "closed")
        else reading.motions(actor, decided=chosen == "results")
    )
    page = Paginator(rows, SIZE).get_page(request.GET.get("page"))
    chips = [(word, f"?list={slug}", slug == chosen, None) for slug, word in reading.LISTS.items()]
    context = {"page": page, "chips": chips, "chosen": chosen, "now": now, "own": actor.person_id is not None}
    return private(request, render(request, "consultations/public/list.html", context))


def found_or_404(actor: Actor, pk: int) -> Consultation:
    found = reading.consultation(actor, pk)
    if found is None:
        raise Http404("没有找到这次意见征集。")
    return found


@require_safe
def consultation(request: HttpRequest, pk: int) -> HttpResponse:
    """``/consult/<pk>/?part=``: the text, opinions by paragraph, afterwards what became of them."""
    actor = actor_of(request)
    case = found_or_404(actor, pk)
    paragraphs = text_of(case)
    asked = request.GET.get("part", "")
    part = asked if asked.isascii() and asked.isdigit() and 0 < int(asked[:4]) <= len(paragraphs) else ""
    context = {
        "case": case, "part": part, "steps": chain.of_consultation(case), "stopped": case.state == "stopped",
        "said": report_of(case) if case.state == "finished" else None, "corrections": corrections_of(case),
        "owed": policies_consult.owed(case) if case.state == "finished" and case.due_at else 0, **talk.at_consultation(request, case, paragraphs, part),
    }  # fmt: skip
    return private(request, render(request, "consultations/public/consultation.html", context))


@require_safe
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """``/consult/<pk>/paper.docx``: the form to be filled in with a pen (A02), while opinions are taken."""
    case = found_or_404(actor_of(request), pk)
    if case.state != "released" or case.phase == "closed":
        raise Http404("征集已经截止。")
    return private(request, _file(papers.form(case, text_of(case)), f"consult-{pk}-form.docx"))


@require_safe
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """``/consult/<pk>/report.docx``: 意见采纳情况, once it is published."""
    case = found_or_404(actor_of(request), pk)
    if case.state != "finished":
        raise Http404("结果还没有公布。")
    return private(request, _file(papers.report(case, report_of(case)), f"consult-{pk}-report.docx"))


def _file(data: bytes, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type=DOCX)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """``/consult/feed.atom``: what everybody may read, newest first (RFC 4287); nothing for members only."""
    return atom("议题与意见征集", "/consult/", _entries()[:NEWEST])


def _entries() -> list[Line]:
    now = moment.now()
    rows = [*reading.consultations(ANONYMOUS, running=True, now=now)[:NEWEST],
            *reading.consultations(ANONYMOUS, running=False, now=now)[:NEWEST]]  # fmt: skip
    found = [
        Line(f"意见征集：{r.title}", r.get_absolute_url(), r.summary if r.finished_at else r.background,
             r.organisation.short_name, r.finished_at or r.released_at or r.opened_at)
        for r in rows
    ]  # fmt: skip
    motions = [*reading.motions(ANONYMOUS)[:NEWEST], *reading.motions(ANONYMOUS, decided=True)[:NEWEST]]
    found += [
        Line(f"议题：{m.title}", m.get_absolute_url(), m.result if m.published_at else m.why,
             m.organisation.short_name, m.published_at or m.shown_at or m.opened_at)
        for m in motions
    ]  # fmt: skip
    return sorted(found, key=lambda line: line.at, reverse=True)
