"""The text of a consultation at the desk, and the groups in which its opinions are answered."""

from __future__ import annotations

from itertools import pairwise

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianxin.foundation.accounts.desk import actor_of, blame, need, to
from lianxin.foundation.casework.engine import may
from lianxin.kernel.decision import Denied, Refused, require
from lianxin.ui import toasts

from . import actions, differing, opinions, policies_consult
from .announcing import DESK
from .forms import AnswerForm, DraftForm, GroupForm
from .intake import paragraphs_of, read_docx
from .lifecycle import MANAGE, READ
from .models import Consultation, Group
from .queries import desk
from .queries.report import groups_of, text_of
from .views_desk import at_desk

#: opinions that one page offers to be grouped
SHOWN = 50


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(MANAGE)
def new(request: HttpRequest) -> HttpResponse:
    """``/workbench/consult/new/``."""
    actor = actor_of(request)
    return _draft(request, None, lambda form: actions.draft(
        actor=actor, organisation=form.office(), said=form.said(paragraphs_of(form.cleaned_data["text"])),
        key=form.cleaned_data["key"],
    ))  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(MANAGE)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """``/workbench/consult/<pk>/edit/``, while it is drafted."""
    actor = actor_of(request)
    case: Consultation = need(desk.consultation(actor, pk))
    require(may(actor, case, "edit"))
    return _draft(request, case, lambda form: actions.edit(
        actor=actor, case=case, said=form.said(paragraphs_of(form.cleaned_data["text"])),
        revision=form.cleaned_data["revision"] or 0,
    ))  # fmt: skip


def _draft(request: HttpRequest, case: Consultation | None, act: object) -> HttpResponse:
    """The one form of both. A Word file is read into the box first and looked at before it is kept."""
    actor = actor_of(request)
    offices = [case.organisation] if case else desk.places(actor, MANAGE)
    start = _start(case)
    data = request.POST.copy() if request.method == "POST" else None
    form = DraftForm(data, request.FILES or None, offices=offices, initial=start)
    read = False
    if data is not None and form.is_valid():
        try:
            if form.cleaned_data["file"]:
                data["text"], read = read_docx(form.cleaned_data["file"]), True
            else:
                made = act(form)  # type: ignore[operator]  # one of the two above
                toasts.say(request, "已保存。")
                return to(f"{DESK}{made.pk}/")
        except Refused as refused:
            blame(form, refused)
    status = 422 if data is not None and not read else 200
    return render(request, "consultations/desk/draft.html", {"form": form, "case": case, "read": read}, status=status)


def _start(case: Consultation | None) -> dict[str, object]:
    if case is None:
        morning = timezone.localtime().replace(hour=9, minute=0, second=0, microsecond=0)
        return {"audience": "members", "opens_at": morning}
    names = ("title", "background", "basis", "audience", "opens_at", "closes_at", "paper_place", "revision")
    return {name: getattr(case, name) for name in names} | {
        "text": "\n".join(text_of(case)),
        "organisation": str(case.organisation_id),
    }


@require_safe
@at_desk(READ)
def versions(request: HttpRequest, pk: int) -> HttpResponse:
    """``/workbench/consult/<pk>/versions/``: every version with what changed in it (M06)."""
    case = need(desk.consultation(actor_of(request), pk))
    rows = list(case.versions.select_related("by"))
    pairs = [(new, differing.compare(old.paragraphs, new.paragraphs)) for old, new in pairwise(rows)]
    context = {"case": case, "first": rows[0] if rows else None, "pairs": list(reversed(pairs))}
    return render(request, "consultations/desk/versions.html", context)


def _case_to_group(request: HttpRequest, pk: int) -> tuple[Consultation, Denied | None]:
    actor = actor_of(request)
    case: Consultation = need(desk.consultation(actor, pk))
    decision = may(actor, case, policies_consult.grouping(case))
    return case, decision if isinstance(decision, Denied) else None


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(READ)
def groups(request: HttpRequest, pk: int) -> HttpResponse:
    """``/workbench/consult/<pk>/groups/``: opinions without an answer, and the groups. POST: a new group, or into one."""
    case, denied = _case_to_group(request, pk)
    form = GroupForm(request.POST or None)
    if request.method == "POST":
        chosen = [int(x) for x in request.POST.getlist("opinions") if x.isascii() and x.isdigit() and len(x) < 19]
        into = request.POST.get("into", "")
        form.fields["gist"].required = not into
        try:
            if form.is_valid() and _group(request, case, form, chosen, into):
                toasts.say(request, "已归类，请答复这一类。" if not into else "已归入。")
                return to(f"{DESK}{pk}/groups/")
        except Refused as refused:
            blame(form, refused)
    rows = opinions.loose(case.pk, SHOWN)
    context = {"case": case, "denied": denied, "groups": groups_of(case), "form": form, "rows": rows,
               "fixed": case.state == "finished", "left": len(policies_consult.unanswered(case))}  # fmt: skip
    return render(request, "consultations/desk/groups.html", context, status=422 if request.method == "POST" else 200)


def _group(request: HttpRequest, case: Consultation, form: GroupForm, chosen: list[int], into: str) -> bool:
    actor = actor_of(request)
    if not chosen:
        form.add_error(None, "请至少选一条意见。")
        return False
    if into:
        group = need(Group.objects.filter(consultation=case, pk=int(into) if into.isdigit() else 0).first())
        actions.place(actor=actor, group=group, keys=chosen)
        return True
    parts = opinions.parts(chosen)
    part = parts.pop() if len(parts) == 1 else ""
    actions.form_group(
        actor=actor, case=case, gist=form.cleaned_data["gist"], part=part, keys=chosen, key=form.cleaned_data["key"]
    )
    return True


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(READ)
def answer(request: HttpRequest, pk: int, group: int) -> HttpResponse:
    """``/workbench/consult/<pk>/groups/<group>/``: the answer to one group."""
    case, denied = _case_to_group(request, pk)
    found: Group = need(Group.objects.filter(consultation=case, pk=group).first())
    fixed = policies_consult.still_open(case, found)
    denied = denied or (fixed if isinstance(fixed, Denied) else None)
    start = {"gist": found.gist, "answer": found.answer, "reason": found.reason}
    form = AnswerForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        words = {name: form.cleaned_data[name] for name in ("answer", "reason", "gist")}
        try:
            actions.answer(actor=actor_of(request), group=found, **words)
        except Refused as refused:
            blame(form, refused)
        else:
            toasts.say(request, "已答复。")
            return to(f"{DESK}{pk}/groups/")
    context = {"case": case, "group": found, "form": form, "denied": denied, "rows": opinions.of_group(found)}
    return render(request, "consultations/desk/answer.html", context, status=422 if request.method == "POST" else 200)


@require_POST
@at_desk(READ)
def take_out(request: HttpRequest, pk: int, opinion: int) -> HttpResponse:
    """An opinion out of its group."""
    case, _ = _case_to_group(request, pk)
    try:
        actions.take_out(actor=actor_of(request), case=case, opinion=opinion)
    except Refused as refused:
        toasts.say(request, refused.denied.reason, tone="wait")
    return to(f"{DESK}{pk}/groups/")
