"""谈心谈话: one's own on either side, one record, writing one down."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianxin.foundation.accounts.desk import actor_of, blame, door, need, no_duty, signed_in, to
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import OUT_OF_SCOPE, Denied, Refused, require
from lianxin.membership.dossiers import queries as dossiers
from lianxin.membership.dossiers.queries import Wanted, members
from lianxin.ui import toasts

from . import policies, queries, talking
from .forms import TalkForm, TextForm, WishForm
from .models import Talk
from .views_mine import SIZE, chips, stand_on

at_desk = door(no_duty("开展谈心谈话的同志"))
CHOICE = 30


@require_safe
@signed_in
def mine(request: HttpRequest) -> HttpResponse:
    """``/me/reports/talks/``: who talked with me and with whom I talked."""
    actor = actor_of(request)
    page = Paginator(queries.talks_with(actor.person_id), SIZE).get_page(request.GET.get("page"))
    may_wish = bool(policies.may_write(dossiers.own(actor.person_id)))
    context = {"page": page, "chips": chips("talks"), "wishes": queries.wishes_of(actor), "may_wish": may_wish}
    return render(request, "reports/mine/talks.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def wish(request: HttpRequest) -> HttpResponse:
    """``/me/reports/talks/wish/``: 想找人谈谈."""
    actor = actor_of(request)
    member = dossiers.own(actor.person_id)
    may = policies.may_write(member)
    if member is None or isinstance(may, Denied):
        require(may)
        raise Refused(OUT_OF_SCOPE)
    people = policies.listeners(member)
    form = WishForm(request.POST or None, people=people)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            talking.wish(actor=actor, member=member, to=int(said["to"]), text=said["remark"], key=said["key"])
        except Refused as refused:
            blame(form, refused)
        else:
            toasts.say(request, "已经告诉这位同志，等他来找您。")
            return to(talking.ROOT)
    status = 422 if request.method == "POST" else 200
    return render(request, "reports/mine/wish.html", {"form": form, "people": people}, status=status)


@require_POST
@signed_in
def unwish(request: HttpRequest, pk: int) -> HttpResponse:
    """不用谈了."""
    actor = actor_of(request)
    talking.unwish(actor=actor, wish=need(queries.wishes_of(actor).filter(pk=pk).first()))
    toasts.say(request, "已取消，写的话也删掉了。")
    return to(talking.ROOT)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """``/me/reports/talks/<pk>/``: a record, for the two and the secretaries of that organisation."""
    actor = actor_of(request)
    talk: Talk = need(queries.talks(actor).filter(pk=pk).first())
    third = not policies.is_of_the_two(actor, talk)
    form = _form(request, actor, talk)
    if form is not None and form.is_valid():
        try:
            said = _answer(actor, talk, form)
        except Refused as refused:
            blame(form, refused)
            # what stands there now is shown above the form: the next press is meant
            stand_on(form, talk.revision)
        else:
            toasts.say(request, said)
            return to(f"{talking.ROOT}{pk}/")
    status = 422 if form is not None and form.is_bound else 200
    if third:  # whatever was sent: what comes back shows the words
        talking.looked(actor=actor, talk=talk)
    return render(request, "reports/mine/talk.html", {"talk": talk, "form": form, "third": third}, status=status)


def _form(request: HttpRequest, actor: Actor, talk: Talk) -> TextForm | None:
    """What this reader may still write: a remark, a correction, or nothing. A POST is answered by the action."""
    data = request.POST if request.method == "POST" else None
    if actor.is_person(talk.by_id) and (policies.may_amend(actor, talk) or data):
        return TextForm(data, name="text", label="更正内容", initial={"text": talk.text, "revision": talk.revision})
    if policies.may_remark(actor, talk) or data:
        return TextForm(data, name="remark", label="补充我的看法", help_text="只能写一次，写了以后双方都不再改动。")
    return None


def _answer(actor: Actor, talk: Talk, form: TextForm) -> str:
    if "text" in form.fields:
        talking.amend(
            actor=actor, talk=talk, text=form.cleaned_data["text"], revision=form.cleaned_data["revision"] or 0
        )
        return "已更正。"
    talking.remark(actor=actor, talk=talk, text=form.cleaned_data["remark"])
    return "已补充，对方会收到通知。"


@require_safe
@at_desk(policies.TALK)
def choose(request: HttpRequest) -> HttpResponse:
    """``/workbench/reports/talks/new/?q=``: with whom; ``paper``: whose closed letter it is."""
    actor, text = actor_of(request), request.GET.get("q", "").strip()[:40]
    rows = queries.people(actor)
    if text:  # few are found, and of those the ones that may be asked
        rows = members(actor, Wanted(text)).filter(pk__in=rows.values("pk"))
    people = list(rows[: CHOICE + 1])
    context = {"people": people[:CHOICE], "more": len(people) > CHOICE, "text": text, "most": CHOICE,
               "paper": "paper" in request.GET}  # fmt: skip
    return render(request, "reports/desk/choose.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(policies.TALK)
def write(request: HttpRequest, member: int) -> HttpResponse:
    """``/workbench/reports/talks/new/<member>/``: 登记一次谈心谈话."""
    actor = actor_of(request)
    person = need(queries.people(actor).filter(pk=member).first())
    require(policies.may_talk(actor, person))
    form = TalkForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = talking.write_down(actor=actor, member=person, **form.cleaned_data)
        except Refused as refused:
            blame(form, refused)
        else:
            toasts.say(request, f"已登记。{person.name}会收到通知，可以补充自己的看法。")
            return to(f"{talking.ROOT}{made.pk}/")
    status = 422 if request.method == "POST" else 200
    return render(request, "reports/desk/talk.html", {"form": form, "person": person}, status=status)
