"""The board at the desk: the host orders, a recorder types, the guest confirms, another one releases."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianxin.democracy.speaking import queries as speaking
from lianxin.foundation.accounts.desk import actor_of, need, number_of, signed_in
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import require

from ..actions import board as acts
from ..forms.talks import AnswerForm
from ..models import Answer, Guest, Interview
from ..policies import talks as policies
from ..queries import board as boards
from ..queries import talks
from .desk import form_page, press

DESK = "/workbench/talks/"


def _talk(request: HttpRequest, pk: int) -> tuple[Actor, Interview]:
    actor = actor_of(request)
    talk: Interview = need(talks.working(actor, pk))
    require(policies.at_board(actor, talk))
    return actor, talk


@require_safe
@signed_in
def board(request: HttpRequest, pk: int) -> HttpResponse:
    """``/workbench/talks/<pk>/board/``: all questions, what waits for a word of the guest or for release."""
    actor, talk = _talk(request, pk)
    lines, waiting = boards.board(talk), boards.waiting_answers(talk)
    rows = [(line, [_draft(actor, x) for x in waiting.get(line.pk, [])]) for line in lines if not line.hidden]
    context = {
        "talk": talk, "rows": rows, "hosts": bool(policies.hosts(actor, talk)), "me": actor.person_id,
        "unread": speaking.waiting(actor).filter(kind="talk", place=pk).count(), "open": sum(line.open for line in lines),
    }  # fmt: skip
    return render(request, "interviews/desk/board.html", context)


def _draft(actor: Actor, answer: Answer) -> dict[str, Any]:
    return {
        "row": answer,
        "confirm": policies.may_confirm(actor, answer),
        "release": policies.may_release(actor, answer),
    }


@require_safe
@signed_in
def question(request: HttpRequest, pk: int, said: int) -> HttpResponse:
    """``/workbench/talks/<pk>/board/<said>/``: one question and everything that can be done with it."""
    actor, talk = _talk(request, pk)
    lines = boards.board(talk)
    line = need(next((x for x in lines if x.pk == said and not x.hidden), None))
    others = [x for x in lines if x.pk != said and not x.hidden]
    context = {
        "talk": talk, "line": line, "others": others, "hosts": bool(policies.hosts(actor, talk)),
        "drafts": [_draft(actor, x) for x in boards.waiting_answers(talk).get(said, [])],
    }  # fmt: skip
    return render(request, "interviews/desk/question.html", context)


@require_POST
@signed_in
def place(request: HttpRequest, pk: int, said: int) -> HttpResponse:
    """What the host does with one press: order, merge, split, point to 群众留言."""
    actor, talk = _talk(request, pk)
    verb, back = request.POST.get("go", ""), f"{DESK}{pk}/board/#said-{said}"
    if verb == "merge":
        into = number_of(request.POST.get("into")) or said
        return press(request, lambda: acts.merge(actor=actor, talk=talk, said=said, into=into), "已并在一起，两位都会收到答复。",
                     f"{DESK}{pk}/board/#said-{into}")  # fmt: skip
    if verb == "unmerge":
        return press(request, lambda: acts.unmerge(actor=actor, talk=talk, said=said), "已分开。", back)
    if verb == "point":
        return press(request, lambda: acts.point(actor=actor, talk=talk, said=said), "已告诉本人去群众留言办理。", back)
    order = {"first": -50, "last": 50}.get(request.POST.get("order", ""))
    return press(
        request, lambda: acts.place(actor=actor, talk=talk, said=said, lane=verb, order=order), "已安排。", back
    )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def answer(request: HttpRequest, pk: int, said: int) -> HttpResponse:
    """``/workbench/talks/<pk>/board/<said>/answer/?corrects=``: 录答复, or 更正 of one that is out."""
    actor, talk = _talk(request, pk)
    line = need(next((x for x in boards.board(talk) if x.pk == said and not x.hidden), None))
    before = number_of(request.GET.get("corrects"))
    corrects = need(talks.answer(talk, before)) if before else None
    seats = [g for g in talk.guests.all() if policies.may_answer(actor, talk, g)]
    if not seats:
        decision = policies.may_answer(actor, talk, talk.guests.all()[0])
        require(decision)
    start = {"guest": str(corrects.guest_id), "text": corrects.text} if corrects else {}
    form = AnswerForm(request.POST or None, guests=seats, correcting=corrects is not None, initial=start)

    def save() -> Answer:
        words = form.cleaned_data
        guest: Guest = need(next((g for g in seats if str(g.pk) == words["guest"]), None))
        return acts.answer(actor=actor, talk=talk, said=said, guest=guest, text=words["text"], key=words["key"], corrects=corrects,
                           why=words.get("why", ""))  # fmt: skip

    context = {"talk": talk, "line": line, "corrects": corrects, "back": f"{DESK}{pk}/board/"}
    return form_page(request, form, save, "interviews/desk/answer.html", context, done="已录好，嘉宾确认、发布以后大家看到。",
                     back=lambda made: f"{DESK}{pk}/board/#said-{said}")  # fmt: skip


@require_POST
@signed_in
def confirm(request: HttpRequest, pk: int, answer_pk: int) -> HttpResponse:
    """嘉宾确认."""
    actor, talk = _talk(request, pk)
    row: Answer = need(talks.answer(talk, answer_pk))
    how = request.POST.get("how", "")
    return press(
        request,
        lambda: acts.confirm(actor=actor, answer=row, how=how),
        "已确认。",
        f"{DESK}{pk}/board/#said-{row.question.said_id}",
    )


@require_POST
@signed_in
def release(request: HttpRequest, pk: int, answer_pk: int) -> HttpResponse:
    """发布答复."""
    actor, talk = _talk(request, pk)
    row: Answer = need(talks.answer(talk, answer_pk))
    return press(
        request,
        lambda: acts.release(actor=actor, answer=row),
        "答复已发布。",
        f"{DESK}{pk}/board/#said-{row.question.said_id}",
    )
