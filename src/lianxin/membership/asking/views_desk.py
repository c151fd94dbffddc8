"""党员提问 at the desk of those who were asked."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianxin.foundation.accounts.desk import actor_of, blame, door, need, no_duty, number_of, to
from lianxin.kernel.decision import Denied, Refused
from lianxin.kernel.personal_data import LABELS, find
from lianxin.membership.papers import FILES
from lianxin.ui import toasts

from . import actions, policies, queries
from .announcing import DESK
from .forms import SayForm
from .lifecycle import ANSWER
from .models import Question
from .words import LANES, TONES

at_desk = door(no_duty("答复党员提问的同志"))
SIZE = 30


@require_safe
@at_desk(ANSWER)
def overview(request: HttpRequest) -> HttpResponse:
    """``/workbench/questions/?lane=``."""
    actor, numbers = actor_of(request), queries.counts(actor_of(request))
    asked = request.GET.get("lane", "")
    lane = asked if asked in LANES else "open"
    page = Paginator(queries.lane(actor, lane), SIZE).get_page(request.GET.get("page"))
    chips = [(word, f"?lane={slug}", slug == lane, numbers[slug]) for slug, (word, _) in LANES.items()]
    return render(request, "asking/desk/list.html", {"page": page, "chips": chips, "lane": lane, "tones": TONES})


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(ANSWER)
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """``/workbench/questions/<pk>/``: the thread and the answer."""
    actor = actor_of(request)
    question: Question = need(queries.answering(actor, pk))
    label = "答复" if question.state == "open" else "补充答复"
    form = SayForm(request.POST or None, label=label, initial={"revision": question.revision})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            actions.answer(
                actor=actor, question=question, text=said["text"], key=said["key"], revision=said["revision"] or 0
            )
        except Refused as refused:
            blame(form, refused)
            # what stands there now is shown above the form: the next press is meant
            question.refresh_from_db()
            form.data = {**form.data.dict(), "revision": str(question.revision)}  # type: ignore[attr-defined]  # a QueryDict
        else:
            toasts.say(request, "答复已送到。")
            return to(f"{DESK}{pk}/")
    lines = queries.said(question)
    found = {LABELS[hit.kind] for line in lines for hit in find(line.text)}
    here = policies.answers_here(actor, question)
    context = {
        "question": question, "lines": lines, "form": form, "tone": TONES[question.state], "found": sorted(found),
        "denied": here if isinstance(here, Denied) else None, "show": policies.may_show(actor, question),
        "unshow": bool(policies.may_unshow(actor, question)),
        "files": FILES if here and question.state in ("answered", "closed") else {}, "answering": question.state in ("open", "answered"),
    }  # fmt: skip
    return render(request, "asking/desk/one.html", context, status=422 if request.method == "POST" else 200)


@require_POST
@at_desk(ANSWER)
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """让党员看到, or no longer."""
    actor = actor_of(request)
    question: Question = need(queries.answering(actor, pk))
    shown = request.POST.get("shown") == "yes"
    try:
        actions.show(actor=actor, question=question, shown=shown, revision=number_of(request.POST.get("revision")) or 0)
    except Refused as refused:
        if refused.denied.code not in ("stale", "unwilling", "twice", "wrong_state", "own_work"):
            raise
        toasts.say(request, f"{refused.denied.reason}{refused.denied.remedy}")
    else:
        toasts.say(request, "现在党员能看到了。" if shown else "党员看不到了。")
    return to(f"{DESK}{pk}/")
