"""评审: what I was asked to judge, without the authors' names and without what others say."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from lianxin.foundation.accounts.desk import actor_of, blame, need, signed_in, to
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Refused
from lianxin.ui import toasts

from . import actions
from .actions.judging import judge_of
from .announcing import JUDGING
from .forms import Spoken
from .forms_mine import AsideForm, JudgeForm
from .models import Judge, Judgement, Work
from .queries import desk
from .words import LEVELS

SIZE = 30


@require_safe
@signed_in
def overview(request: HttpRequest) -> HttpResponse:
    """``/me/essays/judging/``: the calls that I judge."""
    page = Paginator(desk.to_judge(actor_of(request).person_id), SIZE).get_page(request.GET.get("page"))
    return render(request, "essays/mine/judging.html", {"page": page})


@require_safe
@signed_in
def works(request: HttpRequest, call: int) -> HttpResponse:
    """``/me/essays/judging/<call>/``: the works by number and title, what is left to read in front."""
    judge = judge_of(actor_of(request), call)
    reading = judge.call.state == "judging"
    page = Paginator(desk.for_judge(judge), SIZE).get_page(request.GET.get("page")) if reading else None
    return render(request, "essays/mine/judging_call.html", {"call": judge.call, "page": page})


def _work(judge: Judge, pk: int) -> Work:
    """A work that this judge was given to read; everything else is 404, also one's own."""
    found: Work = need(
        desk.given_to(judge).only("number", "title", "body", "call_id", "state", "org_path").filter(pk=pk).first()
    )
    found.call = judge.call
    return found


def _judged_now(work: Work) -> bool:
    return work.call.state == "judging" and work.state == "sent"


def _over(request: HttpRequest, work: Work, typed: Spoken) -> HttpResponse:
    """Judging ended while somebody wrote: nothing is stored, and what they typed is shown to them once more."""
    since = need(desk.left_judging(work))  # before the judging begins there is nothing to read
    fields = sorted(typed.visible_fields() if typed.is_bound else [], key=lambda bound: bound.name == "overall")
    said = [(bound, str(bound.value() or "")) for bound in fields]
    words = [
        (bound.label, LEVELS.get(text, text) if bound.name.startswith("level_") else text)
        for bound, text in said
        if text
    ]
    context = {"call": work.call, "work": work, "since": since, "typed": words}
    return render(request, "essays/mine/judging_over.html", context, status=422 if request.method == "POST" else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def work(request: HttpRequest, call: int, pk: int) -> HttpResponse:
    """``/me/essays/judging/<call>/<pk>/``: read it and hand in what I think, once."""
    actor = actor_of(request)
    judge = judge_of(actor, call)
    found = _work(judge, pk)
    form = JudgeForm(request.POST or None, call=judge.call)
    if not _judged_now(found):
        return _over(request, found, form)
    if request.method == "POST" and form.is_valid():
        try:
            actions.hand_in_judgement(actor=actor, judge=judge, work=found, said=form.said())
        except Refused as refused:
            blame(form, refused)
        else:
            toasts.say(request, "意见已交出。")
            return to(f"{JUDGING}{call}/")
    return _page(request, actor, judge, found, form, AsideForm(), status=422 if request.method == "POST" else 200)


@require_http_methods(["POST"])
@signed_in
def aside(request: HttpRequest, call: int, pk: int) -> HttpResponse:
    """``/me/essays/judging/<call>/<pk>/aside/``: 我要回避."""
    actor = actor_of(request)
    judge = judge_of(actor, call)
    found = _work(judge, pk)
    form = AsideForm(request.POST)
    if not _judged_now(found):
        return _over(request, found, form)
    if form.is_valid():
        try:
            actions.stand_aside(actor=actor, judge=judge, work=found, why=form.cleaned_data["why"])
        except Refused as refused:
            blame(form, refused)
        else:
            toasts.say(request, "已回避，这一篇由其他评委评。")
            return to(f"{JUDGING}{call}/")
    return _page(request, actor, judge, found, JudgeForm(call=judge.call), form, status=422)


def _page(
    request: HttpRequest, actor: Actor, judge: Judge, work: Work, form: JudgeForm, aside_form: AsideForm, *, status: int
) -> HttpResponse:
    mine = Judgement.objects.filter(judge=judge, work=work).first()
    lines = []
    if mine is not None:
        lines = [
            (name, LEVELS.get(mine.levels.get(str(n), ""), ""), mine.said.get(str(n), ""))
            for n, name in enumerate(judge.call.criteria)
        ]
    context = {"call": judge.call, "work": work, "form": form, "aside": aside_form, "mine": mine, "lines": lines}
    return render(request, "essays/mine/judging_work.html", context, status=status)
