"""党费 at the desk: the month of a branch, assessment, payment, ledger."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianxin.foundation.accounts.desk import actor_of, blame, door, need, no_duty, number_of, to
from lianxin.foundation.organisations.models import Organisation
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Refused, require
from lianxin.membership.dossiers import queries as dossiers
from lianxin.membership.dossiers.models import Member
from lianxin.membership.dossiers.views_desk import Counted, choices, office_of, offices_for
from lianxin.ui import toasts

from . import actions, policies, queries, totals
from .bills import queries as bill_queries
from .forms import AssessForm, ReceiveForm
from .models import Assessment
from .reckoning import first_of
from .reference import code_of
from .words import ACCOUNTS, CREDIT

at_desk = door(no_duty("管党费的同志"))
ROOT = "/workbench/dues/"
#: first letters of a number that is no receipt -> what is printed
TITLES = {"SJ": "党费上缴凭证", "SK": "党费收款凭证"}
SIZE = 50
#: how far a ledger is leafed through; further back an organisation is chosen
REACH = 10_000


def office_asked(actor: Actor, asked: Any) -> Organisation:
    """The chosen organisation, else the first branch of the actor's own: members stand in branches."""
    if asked:
        return office_of(actor, number_of(asked), policies.READ)
    mine = offices_for(actor, policies.READ)
    found: Organisation = need(next((o for o in mine if o.kind.endswith("branch")), mine[0] if mine else None))
    return found


def _month(text: str) -> date:
    """``2026-11`` or the present month."""
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        return first_of(timezone.localdate())


@require_safe
@at_desk(policies.READ)
def sheet(request: HttpRequest) -> HttpResponse:
    """``/workbench/dues/?org=&month=2026-11``: who owes and who has paid."""
    actor = actor_of(request)
    office, month = office_asked(actor, request.GET.get("org")), _month(request.GET.get("month", ""))
    lines = queries.sheet(actor, office, month)
    context = {
        "office": office, "month": month, "page": Paginator(lines, SIZE).get_page(request.GET.get("page")),
        "offices": choices(actor, policies.READ, office), "may_keep": actor.may(policies.KEEP, office.path),
        "total": sum((line.paid for line in lines), actions.ZERO), "owed": sum((line.owed for line in lines), actions.ZERO),
        "unassessed": sum(line.payable is None for line in lines), "waiting": bill_queries.waiting(actor, [office.path])[0],
    }  # fmt: skip
    return render(request, "dues/desk/sheet.html", context)


@require_POST
@at_desk(policies.KEEP)
def charge(request: HttpRequest) -> HttpResponse:
    """记应收 of a month."""
    actor = actor_of(request)
    office = office_of(actor, number_of(request.POST.get("org")), policies.KEEP)
    month = _month(request.POST.get("month", ""))
    try:
        count = actions.charge(actor=actor, organisation=office, month=month)
    except Refused as refused:
        if refused.denied.code == "out_of_scope":
            raise
        toasts.say(request, refused.denied.reason, tone="wait")
    else:
        toasts.say(
            request, f"已给 {count} 人记上 {month:%Y} 年 {month.month} 月应交党费。" if count else "这个月都记过了。"
        )
    return to(f"{ROOT}?org={office.pk}&month={month:%Y-%m}")


def member_asked(actor: Actor, pk: int) -> Member:
    found: Member = need(dossiers.one(actor, pk))
    if not actor.may(policies.READ, found.org_path):
        need(None)
    return found


@require_safe
@at_desk(policies.READ)
def member(request: HttpRequest, pk: int) -> HttpResponse:
    """``/workbench/dues/members/<pk>/``: assessments, what is owed, every line."""
    actor = actor_of(request)
    one = member_asked(actor, pk)
    may_keep = policies.may_keep(actor, one)
    lines = list(queries.own(one)[:100])
    context = {
        "member": one, "assessments": Assessment.objects.unscoped("checked above").filter(member=one), "may_keep": bool(may_keep),
        "owed": queries.owed(one).items(), "lines": lines, "code": code_of(one.pk),
        "may_undo": queries.undoable(lines) if may_keep else set(),
    }  # fmt: skip
    return render(request, "dues/desk/member.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(policies.KEEP)
def assess(request: HttpRequest, pk: int) -> HttpResponse:
    """核定."""
    actor = actor_of(request)
    one = member_asked(actor, pk)
    require(policies.may_keep(actor, one))
    form = AssessForm(request.POST) if request.method == "POST" else AssessForm()
    if form.is_valid():
        try:
            made = actions.assess(actor=actor, member=one, **form.cleaned_data)
        except Refused as refused:
            blame(form, refused)
        else:
            toasts.say(request, f"已核定：{made.since:%Y 年 %-m 月}起每月 {made.payable} 元。")
            return to(f"{ROOT}members/{pk}/")
    context = {
        "form": form,
        "member": one,
        "title": "核定党费",
        "word": "核定",
        "rules": ("FEE-01", "FEE-02", "FEE-03", "FEE-05"),
    }
    return render(request, "dues/desk/form.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(policies.KEEP)
def receive(request: HttpRequest, pk: int) -> HttpResponse:
    """登记交纳; afterwards the receipt."""
    actor = actor_of(request)
    one = member_asked(actor, pk)
    require(policies.may_keep(actor, one))
    form = ReceiveForm(request.POST) if request.method == "POST" else ReceiveForm()
    if form.is_valid():
        try:
            made = actions.receive(actor=actor, member=one, **form.cleaned_data)
        except Refused as refused:
            blame(form, refused)
        else:
            return to(f"{ROOT}receipts/{made.number}/")
    context = {
        "form": form, "member": one, "title": "登记交纳", "word": "登记", "rules": ("FEE-06", "FEE-07"),
        "owed": queries.open_months(one, timezone.localdate()), "gift": True,
    }  # fmt: skip
    return render(request, "dues/desk/form.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(policies.READ)
def receipt(request: HttpRequest, number: str) -> HttpResponse:
    """``/workbench/dues/receipts/<number>/``: a receipt to print; POST 冲正."""
    actor = actor_of(request)
    rows = list(queries.of_receipt(actor, number))
    need(rows or None)
    fault = ""
    if request.method == "POST":
        try:
            actions.undo(
                actor=actor, organisation=rows[0].organisation, number=number, reason=request.POST.get("reason", "")
            )
        except Refused as refused:
            if refused.denied.code == "out_of_scope":
                raise
            fault = " ".join(filter(None, (refused.denied.reason, refused.denied.remedy)))
        else:
            toasts.say(request, "已冲正，账上两笔都在。")
            return to(f"{ROOT}receipts/{number}/")
    # who sees both ends of what was handed up sees one of them here: the amount moved once
    first = [row for row in rows if row.reverses_id is None and row.organisation_id == rows[0].organisation_id]
    context = {
        "number": number, "rows": first, "total": sum((row.amount for row in first), actions.ZERO), "fault": fault,
        "undone": any(row.reverses_id for row in rows), "may_keep": actor.may(policies.KEEP, queries.written_at(number)), "member": rows[0].member,
        "title": "党费收据" if rows[0].member else TITLES.get(number[:2], "党费凭证"),
        "remittance": queries.remittances(actor).filter(Q(voucher=number) | Q(taken=number) | Q(settled=number)).first(),
    }  # fmt: skip
    return render(request, "dues/desk/receipt.html", context, status=422 if fault else 200)


@require_safe
@at_desk(policies.READ)
def ledger(request: HttpRequest) -> HttpResponse:
    """``/workbench/dues/ledger/?org=``: the lines and the balances."""
    actor = actor_of(request)
    office, number = office_asked(actor, request.GET.get("org")), number_of(request.GET.get("page")) or 1
    sums = totals.below(actor, office)
    known, found = totals.lines(sums), queries.balances(sums)
    keys = queries.ledger(actor, office, wide=queries.is_wide(known, min(number * SIZE, REACH)))
    page = Counted(keys, SIZE, min(known, REACH)).get_page(number)
    context = {
        "office": office, "page": page, "lines": queries.lines_of(page.object_list), "known": known, "reach": REACH,
        "offices": choices(actor, policies.READ, office),
        "balances": [(word, -found[name] if name in CREDIT else found[name]) for name, word in ACCOUNTS.items()], "sum": sum(found.values(), actions.ZERO),
    }  # fmt: skip
    return render(request, "dues/desk/ledger.html", context)
