"""The files at the desk: the roster of one's organisations, one file, a new one, corrections."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import cached_property
from django.views.decorators.http import require_http_methods, require_safe

from lianxin.foundation.accounts.desk import actor_of, blame, door, need, no_duty, number_of, to
from lianxin.foundation.organisations.models import PARTY_KINDS, Organisation
from lianxin.foundation.organisations.queries import ancestors_of, below
from lianxin.foundation.privacy.actions import reveal as reveal_field
from lianxin.foundation.privacy.masking import mask
from lianxin.foundation.spine.scope import subtree
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Refused, require
from lianxin.ui import toasts

from . import actions, admitting, completeness, duplicates, leafing, policies, queries, reading, stages
from .forms import FactsForm, ReasonForm, RecordForm, SplitForm
from .happenings import everything
from .models import Member
from .words import IN_PARTY, RECORDS, SECRET_RECORDS, STAGES, STANDINGS

at_desk = door(no_duty("管党员档案的同志"))
SIZE = 30
#: organisations in a list that somebody still looks through
CHOICES = 300
ROOT = "/workbench/members/"


class Counted(Paginator):
    """Pages of rows whose number is known from another side; counting a county twice takes longer than its page."""

    def __init__(self, rows: Any, size: int, known: int) -> None:
        super().__init__(rows, size)
        self.known = known

    @cached_property
    def count(self) -> int:
        return self.known


@require_safe
@at_desk(policies.READ)
def roster(request: HttpRequest) -> HttpResponse:
    """``/workbench/members/?q=&org=&stage=&standing=``: who is on the roster."""
    actor, asked = actor_of(request), request.GET
    office = office_of(actor, number_of(asked.get("org")), policies.READ) if asked.get("org") else None
    stage = asked.get("stage", "") if asked.get("stage", "") in STAGES else ""
    standing = asked.get("standing", "") if asked.get("standing", "") in STANDINGS else "active"
    wanted = queries.Wanted(asked.get("q", "")[:40], stage, standing, office)
    figures = queries.figures(actor, office)
    page = leafing.leaf(actor, wanted, number_of(asked.get("page")) or 1, SIZE, figures)
    counts = page.stages
    kept = {name: value for name, value in (("q", wanted.text), ("org", office.pk if office else ""), ("standing", standing))
            if value and (name, value) != ("standing", "active")}  # fmt: skip
    chips = [
        (word, _address(kept, code), stage == code, counts[code] if counts else None) for code, word in STAGES.items()
    ]
    context = {
        "page": page, "wanted": wanted, "figures": figures,
        "chips": [("全部", _address(kept, ""), not stage, sum(counts.values()) if counts else None), *chips], "standings": STANDINGS,
        "offices": choices(actor, policies.READ, office), "may_edit": actor.has(policies.EDIT),
        "may_merge": actor.has(policies.MERGE), "may_import": actor.has(policies.IMPORT),
    }  # fmt: skip
    return render(request, "dossiers/desk/roster.html", context)


def _address(kept: dict[str, Any], stage: str) -> str:
    """The same roster at another stage: what was typed and chosen stays."""
    return f"?{urlencode(kept | ({'stage': stage} if stage else {}))}"


@require_safe
@at_desk(policies.READ)
def file(request: HttpRequest, pk: int) -> HttpResponse:
    """``/workbench/members/<pk>/``: the whole file; numbers masked."""
    actor = actor_of(request)
    member: Member = need(queries.one(actor, pk))
    person = member.person
    context = {
        "member": member, "lines": everything(actor, member), "records": grouped(member), "missing": queries.missing(member),
        "phone": mask(person.phone, "phone") if person.phone else "", "kinds": RECORDS,
        "papers": list(reading.pages(queries.papers_of(member))), "lacks": completeness.missing(member),
        "relatives": member.relatives.count(), "admission": admitting.waiting(member),
        "identity": mask(person.identity_number, "identity") if person.identity_number else "",
        "may_edit": bool(policies.may_edit(actor, member)),
        "joined": duplicates.joined(member), "may_merge": actor.may(policies.MERGE, member.org_path), "split": SplitForm(),
    }  # fmt: skip
    return render(request, "dossiers/desk/file.html", context)


def grouped(member: Member) -> list[tuple[str, list[Any]]]:
    """The records by kind, in the order of the words."""
    rows = list(member.records.all())
    return [(words[0], kept) for code, words in RECORDS.items() if (kept := [r for r in rows if r.kind == code])]


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(policies.EDIT)
def new(request: HttpRequest) -> HttpResponse:
    """``/workbench/members/new/?org=``: 建立档案."""
    actor = actor_of(request)
    offices = offices_for(actor, policies.EDIT)
    start = {"organisation": request.GET.get("org", ""), "stage": "applicant"}
    form = FactsForm(request.POST or None, offices=offices, initial=start)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            known: dict[str, Any] = {
                "actor": actor, "organisation": next(o for o in offices if str(o.pk) == said["organisation"]),
                "facts": form.facts(), "identity": said["identity"], "phone": said["phone"],
            }  # fmt: skip
            in_party = said["stage"] in IN_PARTY
            member = admitting.enrol(**known, ground=form.rests_on()) if in_party else actions.enrol(**known)
        except Refused as refused:
            blame(form, refused)
        else:
            toasts.say(request, "档案已建立，等另一位同志确认。" if in_party else "档案已建立。")
            return to(f"{ROOT}{member.pk}/")
    context = {"form": form, "title": "建立档案", "back": ROOT, "word": "建立", "draft": "member-new"}
    return render(request, "dossiers/desk/facts.html", context, status=422 if request.method == "POST" else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(policies.EDIT)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """``/workbench/members/<pk>/edit/``: 更正信息."""
    actor = actor_of(request)
    member: Member = need(queries.one(actor, pk))
    require(policies.may_edit(actor, member))
    names = [name for name in FactsForm.base_fields if hasattr(member, name) and name != "organisation"]
    form = FactsForm(request.POST or None, initial={name: getattr(member, name) for name in names})
    if request.method == "POST" and form.is_valid():
        try:
            said: dict[str, Any] = {
                "actor": actor, "member": member, "facts": form.facts(sex=member.sex), "revision": form.cleaned_data["revision"] or 0,
            }  # fmt: skip
            raised = stages.makes_a_member(member, form.cleaned_data["stage"])
            _ = admitting.correct(**said, ground=form.rests_on()) if raised else actions.change(**said)
        except Refused as refused:
            blame(form, refused)
        else:
            toasts.say(request, "已提出，等另一位同志确认。" if raised else "已更正，经过里可以看到。")
            return to(f"{ROOT}{pk}/")
    context = {
        "form": form,
        "title": f"更正 {member.name} 的档案",
        "back": f"{ROOT}{pk}/",
        "word": "保存",
        "draft": f"member-{pk}",
    }
    return render(request, "dossiers/desk/facts.html", context, status=422 if request.method == "POST" else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(policies.EDIT)
def add_record(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """``/workbench/members/<pk>/records/<kind>/``: 补充档案内容."""
    actor = actor_of(request)
    member: Member = need(queries.one(actor, pk))
    need(RECORDS.get(kind))
    require(policies.may_edit(actor, member))
    form = RecordForm(request.POST or None, kind=kind)
    if form.is_valid():
        try:
            actions.add_record(actor=actor, member=member, entry=form.entry())
        except Refused as refused:
            blame(form, refused)
        else:
            toasts.say(request, f"已补充{RECORDS[kind][0]}。")
            return to(f"{ROOT}{pk}/")
    context = {"form": form, "title": f"{member.name}：{RECORDS[kind][0]}", "back": f"{ROOT}{pk}/", "word": "补充",
               "draft": f"member-{pk}-{kind}"}  # fmt: skip
    return render(request, "dossiers/desk/facts.html", context, status=422 if request.method == "POST" else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(policies.EDIT)
def contact(request: HttpRequest, pk: int) -> HttpResponse:
    """Numbers, sanctions and the family in clear, once, for a reason that stands in the ledger (P02)."""
    actor = actor_of(request)
    member: Member = need(queries.one(actor, pk))
    form = ReasonForm(request.POST or None)
    clear: list[tuple[str, str]] = []
    if request.method == "POST" and form.is_valid():
        try:
            clear = _clear(actor, member, form.cleaned_data["reason"])
        except Refused as refused:
            blame(form, refused)
    status = 422 if request.method == "POST" and not clear else 200
    context = {"member": member, "form": form, "clear": clear}
    return render(request, "dossiers/desk/contact.html", context, status=status)


def _clear(actor: Actor, member: Member, reason: str) -> list[tuple[str, str]]:
    """(word, clear text) of everything that is masked on the page of a file; each look has its line."""

    def see(instance: Any, field: str) -> str:
        return reveal_field(actor=actor, instance=instance, field=field, reason=reason)

    told = [("手机号", see(member.person, "phone")), ("身份证号", see(member.person, "identity_number"))]
    told += [(row.get_kind_display(), see(row, "text")) for row in member.records.all() if row.kind in SECRET_RECORDS]
    for row in member.relatives.all():
        work, politics = see(row, "work"), row.get_politics_display() if row.politics else ""
        told.append(
            (row.get_relation_display(), "，".join(part for part in (see(row, "name"), politics, work) if part))
        )
    return told


def offices_for(actor: Actor, verb: str) -> list[Organisation]:
    """Party organisations in which the actor may do the verb, in the order of the tree."""
    return list(below(actor.paths_for(verb)).filter(kind__in=PARTY_KINDS))


def choices(actor: Actor, verb: str, office: Organisation | None) -> list[Organisation]:
    """What a page offers to choose from: everything while that is a list to look through, else the way down to the
    office (without one: where the right begins) and what stands directly below."""
    every = below(actor.paths_for(verb)).filter(kind__in=PARTY_KINDS)
    shown = list(every[: CHOICES + 1])
    if len(shown) <= CHOICES:
        return shown
    starts = actor.paths_for(verb)
    at = [office.path] if office is not None else list(starts)
    near = Q(path__in=[*starts, *(ancestors_of(office.path) if office is not None else ())])
    for path in at:
        near |= subtree("path", [path]) & Q(depth=len(path) // Organisation.steplen + 1)
    return list(every.filter(near)[:CHOICES])


def office_of(actor: Actor, pk: int | None, verb: str) -> Organisation:
    """The chosen one; outside the scope it is answered with 404."""
    found: Organisation = need(below(actor.paths_for(verb)).filter(pk=pk, kind__in=PARTY_KINDS).first())
    return found
