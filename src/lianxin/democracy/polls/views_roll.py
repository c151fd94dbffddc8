"""The roll at the desk, objections to it, and paper: handed out, counted twice."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianxin.foundation.accounts.desk import actor_of, blame, need, to
from lianxin.foundation.accounts.stepping import step_page
from lianxin.kernel.decision import Refused
from lianxin.membership.papers import to_docx
from lianxin.ui import toasts

from . import actions, papers, policies, queries
from .announcing import DESK
from .forms import NameForm, PaperForm, Spoken, named
from .lifecycle import COUNT, DRAW, READ
from .models import Objection, PaperCount, Poll
from .views_desk import at_desk
from .views_public import as_docx, roll_context


def _poll(request: HttpRequest, pk: int) -> Poll:
    found: Poll = need(queries.at_desk(actor_of(request)).filter(pk=pk).first())
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(READ)
def roll(request: HttpRequest, pk: int) -> HttpResponse:
    """``/workbench/polls/<pk>/roll/``: who may vote, never who has not; POST hands out one sheet of paper (A02)."""
    actor, poll = actor_of(request), _poll(request, pk)
    need(poll if poll.released_at is not None else None)
    make = NameForm if poll.on_roll else Spoken
    form = make(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            person = named(poll.organisation, form.cleaned_data["person"])[0] if poll.on_roll else None
            total = actions.hand_paper(actor=actor, poll=poll, person_id=person)
        except Refused as refused:
            blame(form, refused)
        else:
            toasts.say(request, f"已登记，一共发出 {total} 张。")
            return to(f"{DESK}{pk}/roll/")
    counts = actor.may(COUNT, poll.org_path) and poll.phase() == "open"
    context = {**roll_context(poll, request.GET.get("page")), "form": form, "hands_out": counts}
    return render(request, "polls/desk/roll.html", context, status=422 if request.method == "POST" else 200)


@require_safe
@at_desk(READ)
def ballot(request: HttpRequest, pk: int) -> HttpResponse:
    """``/workbench/polls/<pk>/ballot.docx``: the sheet of paper, one like the other."""
    poll = _poll(request, pk)
    return as_docx(to_docx(papers.ballot_sheet(poll)), f"{poll.number} 纸质票.docx")


@require_POST
@at_desk(DRAW)
def answer(request: HttpRequest, pk: int, objection: int) -> HttpResponse:
    """答复 to what was said about the roll."""
    actor, poll = actor_of(request), _poll(request, pk)
    row = need(Objection.objects.filter(poll=poll, pk=objection).first())
    try:
        actions.answer(actor=actor, objection=row, text=request.POST.get("text", ""))
    except Refused as refused:
        if refused.denied.code == "out_of_scope":
            raise
        toasts.say(request, f"{refused.denied.reason}{refused.denied.remedy}")
    else:
        toasts.say(request, "答复已送到。")
    return to(f"{DESK}{pk}/")


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(COUNT)
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """``/workbench/polls/<pk>/paper/``: 登记纸质票, each of two people what they counted."""
    actor, poll = actor_of(request), _poll(request, pk)

    def enter(said: dict[str, object]) -> object:
        form = forms[0]
        return actions.enter_paper(
            actor=actor, poll=poll, ballots=int(str(said["ballots"])), counts=form.counts(), names=form.names()
        )

    forms: list[PaperForm] = []

    def make(data: object) -> PaperForm:
        forms[:] = [PaperForm(data, poll=poll)]
        return forms[0]

    context = {
        "poll": poll,
        "entered": PaperCount.objects.filter(poll=poll).count(),
        "agrees": policies.paper_agrees(poll),
    }
    return step_page(
        request, make, enter, policies.may_enter_paper(actor, poll), revision=poll.revision, done="已登记。两个人的数一致才能公布。",
        back=f"{DESK}{pk}/", template="polls/desk/paper.html", context=context,
    )  # fmt: skip
