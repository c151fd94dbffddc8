"""评委 and 回避 of a theme, at the desk."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from lianxin.foundation.accounts.desk import actor_of, blame, need, to
from lianxin.foundation.accounts.models import Account, Person
from lianxin.foundation.accounts.picking import NameInput, Picker
from lianxin.foundation.casework.engine import may
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Denied, Refused
from lianxin.ui import toasts

from . import actions, drafts, policies
from .announcing import DESK
from .forms import AskForm, DeclareForm
from .lifecycle import MANAGE
from .models import Call, Judge
from .queries import desk
from .views_desk import at_desk, call_of

_NO_GUEST = Denied("没有核验过手机号的这个用户名。", code="unknown", field="judge",
                   remedy="请他先注册、核验手机号，把用户名一字不差地告诉您。")  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(MANAGE)
def judges(request: HttpRequest, pk: int) -> HttpResponse:
    """``/workbench/essays/<pk>/judges/``: who judges, who stands aside from whom."""
    actor = actor_of(request)
    call = call_of(actor, pk)
    picker = Picker(actor, call.organisation, MANAGE)
    sent = request.POST.get("act", "") if request.method == "POST" else ""
    ask = AskForm(request.POST if sent == "ask" else None)
    ask.fields["judge"].widget = NameInput(tuple(picker.offered()))
    sees, found = policies.sees_authors(actor, call), desk.judges(call)
    authors = _authors(actor, call) if sees else []
    declare = DeclareForm(request.POST if sent == "declare" else None, authors=authors,
                          judges=[(judge.pk, judge.person.nickname) for judge in found])  # fmt: skip
    form: Any = {"ask": ask, "declare": declare}.get(sent)
    if form is not None and form.is_valid():
        try:
            said = _ask(actor, call, picker, ask) if sent == "ask" else _declare(actor, call, declare)
        except Refused as refused:
            blame(form, refused)
        else:
            toasts.say(request, said)
            return to(f"{DESK}{pk}/judges/")
    for one in (ask, declare):
        one.fields["revision"].initial = call.revision
    decision = may(actor, call, "judges")
    context = {
        "call": call, "judges": found, "ask": ask, "declare": declare, "sees": sees, "authors": authors,
        "denied": decision if isinstance(decision, Denied) else None,
    }  # fmt: skip
    return render(request, "essays/desk/judges.html", context, status=422 if request.method == "POST" else 200)


def _authors(actor: Actor, call: Call) -> list[tuple[int, str]]:
    """Who sent something to the call, by the names that the desk sees."""
    rows = (
        desk.works(actor)
        .filter(call=call)
        .exclude(author=None)
        .values_list("author_id", flat=True)
        .order_by()
        .distinct()
    )
    return sorted(((pk, drafts.names_of(pk)[0] or drafts.names_of(pk)[1]) for pk in rows), key=lambda row: row[1])


def _ask(actor: Actor, call: Call, picker: Picker, form: AskForm) -> str:
    said = form.cleaned_data
    person = _guest(said["judge"].strip()) if said["outside"] else picker.named(said["judge"], "judge")
    if person is None:
        raise Refused(Denied("请填写请谁做评委。", code="empty", field="judge"))
    actions.ask_judge(actor=actor, call=call, person=person, revision=said["revision"] or 0)
    return f"已请{person.nickname}做评委，会收到通知。"


def _guest(user_name: str) -> Person:
    """A judge from outside, by the full user name that they told the office: no name finds them and nobody is offered, so
    that no stranger is taken for a colleague. They see the judges' pages of this call and nothing of the desk."""
    rows = Account.objects.filter(username=user_name, is_active=True, person__phone_verified_at__isnull=False)
    account = rows.select_related("person").first()
    if account is None:
        raise Refused(_NO_GUEST)
    return account.person


def _declare(actor: Actor, call: Call, form: DeclareForm) -> str:
    said = form.cleaned_data
    judge: Judge = need(call.judges.filter(pk=said["judge"]).first())
    author: Person = need(Person.objects.filter(pk=said["author"]).first())
    actions.declare(actor=actor, judge=judge, author=author, why=said["why"], revision=said["revision"] or 0)
    return "回避已登记，这位评委看不到这位作者的作品。"


@require_POST
@at_desk(MANAGE)
def let_go(request: HttpRequest, pk: int, judge: int) -> HttpResponse:
    """``/workbench/essays/<pk>/judges/<judge>/drop/``."""
    actor = actor_of(request)
    call = call_of(actor, pk)
    found: Judge = need(call.judges.select_related("call").filter(pk=judge).first())
    try:
        actions.let_go(actor=actor, judge=found, revision=call.revision)
    except Refused as refused:
        if refused.denied.code in ("out_of_scope", "no_right"):
            raise
        toasts.say(request, f"{refused.denied.reason}{refused.denied.remedy}")
    else:
        toasts.say(request, "不再请这位评委。")
    return to(f"{DESK}{pk}/judges/")
