"""Papers of the files at the desk: taken in, looked at, found by their words; who lacks what (DEV-26)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianxin.foundation.accounts.desk import actor_of, blame, need, number_of, to
from lianxin.foundation.files.queries import by_uuid, files_of
from lianxin.foundation.files.views import download
from lianxin.kernel.decision import Refused, require
from lianxin.ui import toasts

from . import completeness, exporting, papers, policies, queries
from .forms import DeclineForm, PaperForm
from .models import Member, Paper
from .views_desk import ROOT, Counted, at_desk, choices, office_of
from .views_roster import attached
from .words import IN_PARTY, STAGES

SIZE = 30


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(policies.EDIT)
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """``/workbench/members/<pk>/papers/new/?kind=``: 材料入档."""
    actor = actor_of(request)
    member: Member = need(queries.one(actor, pk))
    require(policies.may_edit(actor, member))
    posted = request.method == "POST"
    form = PaperForm(request.POST, request.FILES) if posted else PaperForm(initial={"kind": request.GET.get("kind")})
    if form.is_valid():
        try:
            papers.add(actor=actor, member=member, said=form.said(), files=form.cleaned_data["pages"])
        except Refused as refused:
            blame(form, refused)
        else:
            toasts.say(request, f"{form.cleaned_data['kind']}已入档。")
            return to(f"{ROOT}{pk}/#papers")
    return render(
        request, "dossiers/desk/paper_new.html", {"form": form, "member": member}, status=422 if posted else 200
    )


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(policies.READ)
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """``/workbench/members/papers/<pk>/``: one paper with its words; taken, declined, removed. Each look leaves a line."""
    actor = actor_of(request)
    one: Paper = need(queries.paper(actor, pk))
    form = DeclineForm(request.POST or None, initial={"revision": one.revision})
    if request.method == "POST":
        try:
            word = _decide(request, one, form)
        except Refused as refused:
            blame(form, refused)
        else:
            if word:
                toasts.say(request, word)
                return to(f"{ROOT}{one.member_id}/#papers")
    papers.opened(actor=actor, paper=one)
    context = {
        "paper": one, "member": one.member, "files": files_of(one.subject), "texts": _texts(one), "form": form,
        "may_edit": bool(policies.may_edit(actor, one.member)),
    }  # fmt: skip
    return render(request, "dossiers/desk/paper.html", context, status=422 if request.method == "POST" else 200)


def _decide(request: HttpRequest, one: Paper, form: DeclineForm) -> str:
    """What was done, in words; empty when the form must be mended."""
    actor, act = actor_of(request), request.POST.get("act")
    revision = number_of(request.POST.get("revision")) or 0
    if act == "take":
        papers.take(actor=actor, paper=one, revision=revision)
        return "已收进档案。"
    if not form.is_valid():
        return ""
    if act == "decline":
        papers.decline(actor=actor, paper=one, reason=form.cleaned_data["reason"], revision=revision)
        return "没有收下，本人会看到原因。"
    papers.remove(actor=actor, paper=one, reason=form.cleaned_data["reason"], revision=revision)
    return "已撤下。"


def _texts(one: Paper) -> dict[str, Any]:
    rows = list(one.texts.all())
    return {
        "text": "\n".join(r.text for r in rows if r.text),
        "notes": sorted({r.note for r in rows if r.note}),
        "read": len(rows),
    }


@require_safe
@at_desk(policies.READ)  # type: ignore[arg-type]  # a file is handed out as a stream
def page(request: HttpRequest, key: UUID) -> HttpResponseBase:
    """One page file of a paper: a line in the ledger, then the guarded download."""
    actor = actor_of(request)
    stored = need(by_uuid(key))
    room, _, number = stored.subject.partition(":")
    one = need(queries.paper(actor, int(number)) if room == "paper" else None)
    papers.opened(actor=actor, paper=one)
    request.actor = replace(actor, holds=actor.holds | {policies.holding(one)})  # type: ignore[attr-defined]  # set by ActorMiddleware
    return download(request, key)


@require_POST
@at_desk(policies.READ)
def find(request: HttpRequest, pk: int) -> HttpResponse:
    """Words inside the papers of one file. By POST, so that no address and no access log holds what was sought."""
    actor = actor_of(request)
    member: Member = need(queries.one(actor, pk))
    sought = request.POST.get("words", "")[:40]
    found = papers.search(actor=actor, member=member, words=sought)
    return render(request, "dossiers/desk/found.html", {"member": member, "found": found, "sought": sought})


@require_safe
@at_desk(policies.READ)
def lacking(request: HttpRequest) -> HttpResponse:
    """``/workbench/members/papers/?org=&stage=``: 缺件清单, in the order of the roster."""
    actor, asked = actor_of(request), request.GET
    office = office_of(actor, number_of(asked.get("org")), policies.READ) if asked.get("org") else None
    stage = asked.get("stage", "") if asked.get("stage", "") in IN_PARTY else ""
    rows = queries.members(actor, queries.Wanted(stage=stage, office=office))
    counts = {code: n for code, n in queries.figures(actor, office).stages.items() if code in IN_PARTY}
    total = counts[stage] if stage else sum(counts.values())
    whole = completeness.complete_count(rows)
    found = Counted(completeness.incomplete(rows), SIZE, total - whole).get_page(asked.get("page"))
    kept = {"org": office.pk} if office else {}
    chips = [("全部", f"?{urlencode(kept)}", not stage, sum(counts.values()))]
    chips += [(STAGES[code], f"?{urlencode(kept | {'stage': code})}", stage == code, counts[code]) for code in IN_PARTY]
    context = {
        "page": found, "rows": completeness.lacking(found.object_list), "chips": chips, "total": total, "whole": whole,
        "office": office, "offices": choices(actor, policies.READ, office), "stage": stage, "listed": completeness.listed(),
        "proposals": queries.proposals(actor)[:SIZE] if actor.has(policies.EDIT) else [],
    }  # fmt: skip
    return render(request, "dossiers/desk/lacking.html", context)


@require_safe
@at_desk(policies.READ)
def lacking_table(request: HttpRequest) -> HttpResponse:
    """``/workbench/members/papers/missing.xlsx?org=``: the same list as a table."""
    actor = actor_of(request)
    office = office_of(actor, number_of(request.GET.get("org")), policies.READ)
    rows = completeness.incomplete(queries.members(actor, queries.Wanted(office=office)))
    return attached(
        exporting.export_missing(actor=actor, rows=rows, org_path=office.path), f"{office.short_name}缺件清单"
    )
