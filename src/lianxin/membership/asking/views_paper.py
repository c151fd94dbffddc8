"""Questions on paper: the empty sheet, entering one, a follow-up, the answer as a file and that it went out."""

from __future__ import annotations

from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianxin.foundation.accounts.desk import actor_of, blame, need, signed_in, to
from lianxin.foundation.spine import moment
from lianxin.kernel.decision import Refused, require
from lianxin.membership.papers import FILES
from lianxin.ui import toasts

from . import on_paper, policies, queries, sheets
from .announcing import DESK
from .forms_paper import EnterForm, MoreForm
from .lifecycle import ANSWER
from .models import Question
from .views_desk import at_desk


@require_safe
@signed_in
def blank(request: HttpRequest, ending: str) -> HttpResponse:
    """``/me/questions/paper.pdf`` or ``.docx``: 提问纸, the same for everybody, so it tells nobody who fetched it."""
    file = need(FILES.get(ending))
    return _file(file.make(sheets.blank(moment.now())), file.content_type, f"{sheets.TITLE}（提问纸）.{ending}")


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(ANSWER)
def enter(request: HttpRequest) -> HttpResponse:
    """``/workbench/questions/enter/``: 代录纸上的提问."""
    actor = actor_of(request)
    offices = queries.offices(actor)
    form = EnterForm(request.POST or None, offices=offices)
    if request.method == "POST" and form.is_valid():
        try:
            made = on_paper.enter(
                actor=actor, organisation=form.office(), written=form.written(), key=form.cleaned_data["key"]
            )
        except Refused as refused:
            blame(form, refused)
        else:
            toasts.say(request, "已代录，期限从交来那天算起。")
            return to(f"{DESK}{made.pk}/")
    context = {"form": form, "offices": offices}
    return render(request, "asking/desk/enter.html", context, status=422 if request.method == "POST" else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(ANSWER)
def more(request: HttpRequest, pk: int) -> HttpResponse:
    """``/workbench/questions/<pk>/more/``: 录入纸上的追问."""
    actor = actor_of(request)
    question: Question = need(queries.answering(actor, pk))
    if request.method != "POST":
        require(policies.may_enter_more(actor, question))
    form = MoreForm(request.POST or None, initial={"revision": question.revision})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            on_paper.enter_more(actor=actor, question=question, on=said["on"], text=said["text"], key=said["key"],
                                revision=said["revision"] or 0)  # fmt: skip
        except Refused as refused:
            blame(form, refused)
        else:
            toasts.say(request, "已录入，期限从交来那天重新算起。")
            return to(f"{DESK}{pk}/")
    context = {"form": form, "question": question}
    return render(request, "asking/desk/more.html", context, status=422 if request.method == "POST" else 200)


@require_POST
@at_desk(ANSWER)
def document(request: HttpRequest, pk: int, ending: str) -> HttpResponse:
    """``/workbench/questions/<pk>/answer.pdf`` or ``.docx``: POST, because it leaves a line in the ledger."""
    actor = actor_of(request)
    question: Question = need(queries.answering(actor, pk))
    file = need(FILES.get(ending))
    try:
        data = on_paper.hand_out(actor=actor, question=question, ending=ending)
    except Refused as refused:
        return _said(request, refused, pk)
    return _file(data, file.content_type, f"答复 第{pk}号.{ending}")


@require_POST
@at_desk(ANSWER)
def hand_back(request: HttpRequest, pk: int) -> HttpResponse:
    """纸上的答复已送出."""
    actor = actor_of(request)
    question: Question = need(queries.answering(actor, pk))
    try:
        on_paper.hand_back(actor=actor, question=question, revision=question.revision)
    except Refused as refused:
        return _said(request, refused, pk)
    toasts.say(request, "已记下。")
    return to(f"{DESK}{pk}/")


def _said(request: HttpRequest, refused: Refused, pk: int) -> HttpResponse:
    if refused.denied.code not in ("wrong_state", "own_work", "stale"):
        raise refused
    toasts.say(request, f"{refused.denied.reason}{refused.denied.remedy}")
    return to(f"{DESK}{pk}/")


def _file(data: bytes, content_type: str, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type=content_type)
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response
