"""民主评议 step by step."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from lianxin.foundation.accounts.desk import actor_of, blame, need, number_of, to
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Refused
from lianxin.ui import toasts

from . import actions, policies, queries, reviewing
from .forms_review import STEPS, FiguresForm, OthersForm, OwnForm
from .models import Gathering
from .views_desk import ROOT, at_desk, say


def _one(actor: Actor, pk: int) -> Gathering:
    one: Gathering = need(queries.one(actor, pk))
    need(
        one
        if one.kind == reviewing.KIND and one.state != "planned" and actor.may(policies.KEEP, one.org_path)
        else None
    )
    return one


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(policies.KEEP)
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """``/workbench/gatherings/<pk>/review/``: the form of the present step."""
    actor = actor_of(request)
    one = _one(actor, pk)
    rows = reviewing.judged(list(one.attendances.select_related("member", "review").order_by("member__name", "pk")))
    words = reviewing.steps(one)
    open_ = one.state == "called" and one.steps_done < len(words)
    form = STEPS[one.steps_done](request.POST or None, rows=rows, initial={"revision": one.revision}) if open_ else None
    if request.method == "POST" and form is not None and form.is_valid():
        try:
            count = _write(actor, one, form)
        except Refused as refused:
            blame(form, refused)
        else:
            toasts.say(request, f"已保存 {count} 人。")
            return to(f"{ROOT}{pk}/review/")
    context = {
        "one": one, "form": form, "rows": rows, "done": one.steps_done, "missing": reviewing.missing(rows, one.steps_done) if open_ else [],
        "steps": [(word, n < one.steps_done, n == one.steps_done) for n, word in enumerate(words)],
        "may_record": bool(policies.may_record(actor, one)),
    }  # fmt: skip
    return render(request, "gatherings/desk/review.html", context, status=422 if request.method == "POST" else 200)


def _write(actor: Actor, one: Gathering, form: OwnForm | OthersForm | FiguresForm) -> int:
    revision = form.cleaned_data["revision"]
    if isinstance(form, FiguresForm):
        return actions.review_figures(actor=actor, gathering=one, figures=form.figures(), revision=revision)
    if isinstance(form, OthersForm):
        return actions.review_others(actor=actor, gathering=one, texts=form.texts(), revision=revision)
    count = 0
    for row in form.rows:
        text = form.texts().get(row.pk, "")
        if text and text != form.before(row):
            actions.review_self(actor=actor, row=row, text=text)
            count += 1
    return count


@require_POST
@at_desk(policies.KEEP)
def next_step(request: HttpRequest, pk: int) -> HttpResponse:
    """这一步做完了."""
    actor = actor_of(request)
    one = _one(actor, pk)
    try:
        one = actions.next_step(actor=actor, gathering=one, revision=number_of(request.POST.get("revision")) or 0)
    except Refused as refused:
        say(request, refused)
    else:
        words = reviewing.steps(one)
        toasts.say(
            request,
            f"现在是“{words[one.steps_done]}”。" if one.steps_done < len(words) else "三步都做完了，可以写记录归档。",
        )
    return to(f"{ROOT}{pk}/review/")
