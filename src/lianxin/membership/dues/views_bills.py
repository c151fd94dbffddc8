"""账单对账 at the desk: bring a bill in, look at what is proposed, book, set aside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianxin.foundation.accounts.desk import actor_of, blame, need, number_of, to
from lianxin.foundation.organisations.models import Organisation
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Refused
from lianxin.kernel.sheets import SheetError
from lianxin.membership.dossiers import queries as dossiers
from lianxin.membership.dossiers.models import Member
from lianxin.membership.dossiers.views_desk import choices, office_of, offices_for
from lianxin.ui import toasts

from . import policies
from .bills import actions, queries
from .bills.actions import Outcome
from .bills.matching import Proposal
from .bills.running import refused, run, shelf
from .forms import AsideForm, BillForm
from .models import Bill, BillLine
from .reckoning import yuan
from .views_desk import ROOT, at_desk, office_asked
from .words import KINDS, LINES, TONES

BILLS = f"{ROOT}bills/"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SIZE, SHOWN, FOUND = 50, 100, 20


@dataclass(frozen=True, slots=True)
class Shown:
    """A waiting line with what is proposed for it. months, extra: how the money would be used, in yuan."""

    line: BillLine
    proposal: Proposal
    member: Member | None

    @property
    def months(self) -> list[tuple[object, object]]:
        return [(month, yuan(fen)) for month, fen in self.proposal.months]

    @property
    def extra(self) -> object:
        return yuan(self.proposal.extra) if self.proposal.extra else None

    @property
    def tone(self) -> str:
        return TONES[self.proposal.sure]


@require_safe
@at_desk(policies.READ)
def bills(request: HttpRequest) -> HttpResponse:
    """``/workbench/dues/bills/?org=``: the bills of an organisation and how each adds up."""
    actor = actor_of(request)
    office = office_asked(actor, request.GET.get("org"))
    page = Paginator(queries.bills(actor, office), SIZE).get_page(request.GET.get("page"))
    count, fen = queries.waiting(actor, [office.path])
    context = {
        "office": office, "offices": choices(actor, policies.READ, office), "page": page, "waiting": count, "waiting_yuan": yuan(fen),
        "may_keep": actor.may(policies.KEEP, office.path), "rows": queries.summed(list(page)),
    }  # fmt: skip
    return render(request, "dues/desk/bills/bills.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(policies.KEEP)
def bring(request: HttpRequest) -> HttpResponse:
    """``/workbench/dues/bills/import/?org=``: a bill is looked through and shown; nothing is written."""
    actor = actor_of(request)
    office = _office(actor, request.GET.get("org"))
    posted = request.method == "POST"
    form = BillForm(request.POST, request.FILES) if posted else BillForm()
    if form.is_valid():
        data, account = form.cleaned_data["file"], form.cleaned_data["account"].strip()
        try:
            outcome = run(data, actor=actor, organisation=office, account=account, dry=True)
        except SheetError as error:
            form.add_error("file", str(error))
        else:
            return _preview(request, office, outcome, shelf.keep(data, actor.person_id or 0), account)
    return render(
        request, "dues/desk/bills/bring.html", {"form": form, "office": office}, status=422 if posted else 200
    )


@require_POST
@at_desk(policies.KEEP)
def take(request: HttpRequest, token: str) -> HttpResponse:
    """Import what was previewed. Pressed twice, the second time finds the file gone and says so."""
    actor = actor_of(request)
    office = _office(actor, request.POST.get("org"))
    data = shelf.fetch(token, actor.person_id or 0)
    if data is None:
        toasts.say(request, "这份账单已经导入，或者放得太久了。需要的话请重新上传，重复的不会多出来。", tone="wait")
        return to(f"{BILLS}?org={office.pk}")
    account = request.POST.get("account", "").strip()[:40]
    try:
        outcome = run(data, actor=actor, organisation=office, account=account, dry=False)
    except Refused as error:
        if error.denied.code == "out_of_scope":
            raise
        toasts.say(request, error.denied.reason, tone="wait")
        return to(f"{BILLS}?org={office.pk}")
    if outcome.refused:
        return _preview(request, office, outcome, token, account, done=True)
    shelf.drop(token, actor.person_id or 0)
    toasts.say(request, f"已导入 {len(outcome.fresh)} 笔，{outcome.unchanged} 笔以前导入过。")
    return to(f"{BILLS}{outcome.bill.pk}/" if outcome.bill else f"{BILLS}?org={office.pk}")


def _preview(
    request: HttpRequest, office: Organisation, outcome: Outcome, token: str, account: str, *, done: bool = False
) -> HttpResponse:
    context = {
        "office": office, "outcome": outcome, "token": token, "account": account, "done": done, "refused": outcome.refused[:SHOWN],
        "shown": SHOWN, "sums": [(KINDS[kind], count, yuan(fen)) for kind, (count, fen) in outcome.sums.items()],
    }  # fmt: skip
    return render(request, "dues/desk/bills/preview.html", context)


@require_safe
@at_desk(policies.KEEP)
def rejects(request: HttpRequest, token: str) -> HttpResponse:
    """The refused rows of a waiting bill as .xlsx."""
    actor = actor_of(request)
    office = _office(actor, request.GET.get("org"))
    data = need(shelf.fetch(token, actor.person_id or 0))
    outcome = run(data, actor=actor, organisation=office, account=request.GET.get("account", "")[:40], dry=True)
    response = HttpResponse(refused(outcome.reading.format, outcome.refused), content_type=XLSX)
    response.headers["Content-Disposition"] = (
        f"attachment; filename*=UTF-8''{quote(f'退回的行{timezone.localdate():%Y%m%d}.xlsx')}"
    )
    return response


@require_safe
@at_desk(policies.READ)
def bill(request: HttpRequest, pk: int) -> HttpResponse:
    """``/workbench/dues/bills/<pk>/?show=open``: how a bill adds up, and its lines; the waiting ones with proposals."""
    actor = actor_of(request)
    one: Bill = need(queries.bill(actor, pk))
    sums = queries.sums(queries.lines(one))
    show = request.GET.get("show", "")
    show = show if show in LINES else next((code for code in LINES if _count(sums, code)), "open")
    context = {
        "bill": one, "sums": sums, "show": show, "may_keep": actor.may(policies.KEEP, one.org_path), "fees": yuan(sums.fees),
        "difference": yuan(sums.difference), "ledger": yuan(sums.ledger),
        "chips": [(word, f"?show={code}", code == show, _count(sums, code)) for code, word in LINES.items()],
    }  # fmt: skip
    if show == "open":
        rows = list(queries.lines(one, "open"))
        page = Paginator(rows, SIZE).get_page(request.GET.get("page"))
        context |= {"page": page, "shown": _with_proposals(one.organisation, rows, list(page.object_list))}
    else:
        context["page"] = Paginator(queries.lines(one, show), SIZE).get_page(request.GET.get("page"))
    return render(request, "dues/desk/bills/bill.html", context)


def _count(sums: queries.Sums, code: str) -> int:
    if code == "shown":
        return sum(sums.count[kind] for kind in KINDS if kind != "in")
    return sums.count[code]


def _with_proposals(office: Organisation, rows: Sequence[BillLine], page: Sequence[BillLine]) -> list[Shown]:
    """The lines of a page; all waiting ones are reckoned, because an earlier payment settles months for a later one."""
    found = queries.proposals(office, rows)
    wanted = {pk for line in page if (pk := found[line.pk].member)}
    members = {
        m.pk: m
        for m in Member.objects.unscoped("below the organisation of the bill")
        .filter(pk__in=wanted)
        .select_related("organisation")
    }
    return [Shown(line, found[line.pk], members.get(found[line.pk].member or 0)) for line in page]


@require_POST
@at_desk(policies.KEEP)
def book(request: HttpRequest, pk: int) -> HttpResponse:
    """Book the chosen lines, each whole or not at all; the others are told why.

    Posted: ``line`` for every chosen one, ``as-<line>`` = member and revision that were shown.
    """
    actor = actor_of(request)
    one: Bill = need(queries.bill(actor, pk))
    chosen = [number for text in request.POST.getlist("line")[: SIZE * 2] if (number := number_of(text))]
    lines = {line.pk: line for line in queries.lines(one).filter(pk__in=chosen)}
    done, faults = 0, []
    for key in chosen:
        member_pk, _, revision = request.POST.get(f"as-{key}", "").partition(".")
        line, member = lines.get(key), dossiers.one(actor, number_of(member_pk) or 0)
        if line is None or member is None:
            faults.append("没有选是哪位同志")
            continue
        try:
            actions.book(actor=actor, line=line, member=member, revision=number_of(revision) or 0)
        except Refused as error:
            faults.append(f"{line.on:%m-%d} {line.amount} 元：{error.denied.reason}")
        else:
            done += 1
    if not chosen:
        toasts.say(request, "还没有选要入账的。", tone="wait")
    if done:
        toasts.say(request, f"已入账 {done} 笔，收据已经开好。")
    if faults:
        toasts.say(request, f"有 {len(faults)} 笔没有入账。" + "；".join(list(dict.fromkeys(faults))[:3]), tone="wait")
    return to(f"{BILLS}{one.pk}/?show=open" if faults or not done else f"{BILLS}{one.pk}/")


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(policies.READ)
def line(request: HttpRequest, pk: int) -> HttpResponse:
    """``/workbench/dues/bills/lines/<pk>/?q=``: one line; choose the member, set it aside, take that back."""
    actor = actor_of(request)
    one: BillLine = need(queries.line(actor, pk))
    form = AsideForm(initial={"revision": one.revision})
    fault = ""
    if request.method == "POST":
        form = AsideForm(request.POST)
        try:
            if _decide(actor, one, request, form):
                toasts.say(request, "已记下。")
                return to(f"{BILLS}{one.bill_id}/")
        except Refused as error:
            fault = _fault(form, error, setting_aside=request.POST.get("do") == "aside")
    office = one.bill.organisation
    waiting = list(queries.lines(one.bill, "open")) if one.outcome == "open" else []
    q = request.GET.get("q", "").strip()[:40]
    found = dossiers.members(actor, dossiers.Wanted(text=q, office=office))[:FOUND] if q else []
    context = {
        "line": one, "bill": one.bill, "form": form, "fault": fault, "q": q, "found": list(found), "may_keep": actor.may(policies.KEEP, one.org_path),
        "shown": next(iter(_with_proposals(office, waiting, [one])), None) if waiting else None,
    }  # fmt: skip
    return render(
        request, "dues/desk/bills/line.html", context, status=422 if fault or (form.is_bound and form.errors) else 200
    )


def _decide(actor: Actor, one: BillLine, request: HttpRequest, form: AsideForm) -> bool:
    """What was asked for a line; False when the form says what is missing."""
    do, revision = request.POST.get("do", ""), number_of(request.POST.get("revision")) or 0
    if do == "aside":
        if not form.is_valid():
            return False
        actions.set_aside(actor=actor, line=one, reason=form.cleaned_data["reason"], revision=revision)
    elif do == "again":
        actions.wait_again(actor=actor, line=one, revision=revision)
    else:
        member: Member = need(dossiers.one(actor, number_of(request.POST.get("member")) or 0))
        actions.book(actor=actor, line=one, member=member, revision=revision)
    return True


def _fault(form: AsideForm, error: Refused, *, setting_aside: bool) -> str:
    if setting_aside and form.is_valid():
        blame(form, error)
    elif error.denied.code in ("out_of_scope", "no_right"):
        raise error
    return " ".join(filter(None, (error.denied.reason, error.denied.remedy)))


def _office(actor: Actor, asked: object) -> Organisation:
    """The organisation of a bill, where the actor keeps the dues; by default the first that they keep."""
    if asked:
        return office_of(actor, number_of(asked), policies.KEEP)
    mine = offices_for(actor, policies.KEEP)
    found: Organisation = need(next((o for o in mine if o.kind.endswith("branch")), mine[0] if mine else None))
    return found
