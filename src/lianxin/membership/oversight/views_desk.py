"""监督台账 at the desk of secretaries and discipline commissioners."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from lianxin.foundation.accounts.desk import actor_of, blame, door, need, no_duty, number_of, to
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Refused
from lianxin.membership.dossiers import leafing
from lianxin.membership.dossiers.models import Member
from lianxin.ui import toasts

from . import actions, queries
from .announcing import DESK
from .forms import DateForm, OpenForm, Said, SettleForm
from .lifecycle import KEEP
from .models import Matter
from .words import LANES, TONES

at_desk = door(no_duty("书记和纪检委员"))
SIZE = 30


@require_safe
@at_desk(KEEP)
def overview(request: HttpRequest) -> HttpResponse:
    """``/workbench/oversight/?lane=``."""
    asked = request.GET.get("lane", "")
    lane = asked if asked in LANES else "open"
    page = Paginator(queries.lane(actor_of(request), lane), SIZE).get_page(request.GET.get("page"))
    chips = [(word, f"?lane={slug}", slug == lane, None) for slug, (word, _) in LANES.items()]
    return render(request, "oversight/desk/list.html", {"page": page, "chips": chips, "lane": lane, "tones": TONES})


@require_safe
@at_desk(KEEP)
def people(request: HttpRequest) -> HttpResponse:
    """``/workbench/oversight/new/?q=``: whom it concerns."""
    text = request.GET.get("q", "").strip()[:40]
    page = leafing.browse(queries.people(actor_of(request), text), number_of(request.GET.get("page")) or 1, SIZE)
    return render(request, "oversight/desk/people.html", {"page": page, "q": text})


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(KEEP)
def new(request: HttpRequest, pk: int) -> HttpResponse:
    """``/workbench/oversight/new/<member>/``: 登记."""
    actor = actor_of(request)
    member: Member = need(queries.people(actor, "").filter(pk=pk).first())
    form = OpenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            made = actions.open_matter(actor=actor, member=member, kind=said["kind"], text=said["text"], began=said["began_on"],
                                       until=said["until"], key=said["key"])  # fmt: skip
        except Refused as refused:
            blame(form, refused)
        else:
            toasts.say(request, "已登记，本人会收到通知。")
            return to(f"{DESK}{made.pk}/")
    context = {"form": form, "member": member}
    return render(request, "oversight/desk/new.html", context, status=422 if request.method == "POST" else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(KEEP)
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """``/workbench/oversight/<pk>/``: what was said, and the forms. Who opens it stands in the ledger (P02)."""
    actor = actor_of(request)
    case: Matter = need(queries.at_desk(actor).filter(pk=pk).first())
    act = request.POST.get("act", "")
    forms = _forms(request, case)
    if request.method == "POST" and (form := forms.get(act)) is not None and form.is_valid():
        try:
            toasts.say(request, _act(actor, case, act, form))
        except Refused as refused:
            blame(form, refused)
        else:
            return to(f"{DESK}{pk}/")
    # whatever was sent: what comes back shows the words
    actions.looked(actor=actor, case=case)
    context = {
        "case": case,
        "lines": case.lines.select_related("by"),
        "forms": forms,
        "act": act,
        "tone": TONES[case.state],
    }
    return render(request, "oversight/desk/one.html", context, status=422 if request.method == "POST" else 200)


def _forms(request: HttpRequest, case: Matter) -> dict[str, Any]:
    """act -> its form; only the one that was pressed is filled from the request."""
    act = request.POST.get("act", "") if request.method == "POST" else ""
    start = {"revision": case.revision}
    data = {name: request.POST if act == name else None for name in ("note", "paper", "date", "settle", "revoke")}
    return {
        "note": Said(data["note"], label="进展", initial=start),
        "paper": Said(data["paper"], label="本人的说明", initial=start),
        "date": DateForm(data["date"], initial=start | {"until": case.until}),
        "settle": SettleForm(data["settle"], sanctions=case.member.records.filter(kind="sanction"), initial=start),
        "revoke": Said(data["revoke"], label="撤销的原因", initial=start),
    }


def _act(actor: Actor, case: Matter, act: str, form: Any) -> str:
    """What is said afterwards."""
    said = form.cleaned_data
    revision = said["revision"] or 0
    if act == "note":
        actions.note(actor=actor, case=case, text=said["text"], key=said["key"])
        return "已记下，本人会收到通知。"
    if act == "paper":
        actions.enter_answer(actor=actor, case=case, text=said["text"], key=said["key"])
        return "已代录，本人会收到通知。"
    if act == "date":
        actions.set_date(actor=actor, case=case, until=said["until"], revision=revision)
        return "期限已改，本人会收到通知。"
    if act == "settle":
        actions.settle(actor=actor, case=case, text=said["text"], sanction=form.chosen(), revision=revision)
        return "已办结。"
    actions.revoke(actor=actor, case=case, text=said["text"], revision=revision)
    return "已撤销，写的内容都删掉了。"
