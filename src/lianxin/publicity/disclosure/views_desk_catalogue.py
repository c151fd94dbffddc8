"""The catalogue at the desk: lines of an organisation, and the template that is given to all below."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.organisations.queries import below
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Refused
from lianxin.ui import toasts

from . import actions
from .clock_page import rings
from .desk_base import actor_of, at_desk, need, number_of, to
from .forms.catalogue import KeepersForm, LineForm, RetireForm, TemplateForm
from .models import Entry, EntryStep, Template
from .queries import work
from .views_desk import _blame

SIZE = 40
ROOT = "/workbench/disclosure/catalogue"
EDIT = "disclosure.catalogue"


def _office(actor: Actor, pk: int | None, verb: str) -> Organisation | None:
    """The organisation that was chosen, when it lies in the scope; else the topmost of the actor's own."""
    offices = below(actor.paths_for(verb))
    return offices.filter(pk=pk).first() if pk else offices.first()


@require_safe
@at_desk(work.READ)
def lines(request: HttpRequest) -> HttpResponse:
    """``/workbench/disclosure/catalogue/?org=``: the lines of one organisation, or all that are late, or that nobody keeps."""
    actor = actor_of(request)
    office: Organisation = need(_office(actor, number_of(request.GET.get("org")), work.READ))
    return _lines(request, actor, office)


def _lines(request: HttpRequest, actor: Actor, office: Organisation, form: Any = None) -> HttpResponse:
    now = timezone.now()
    late, vacant = (request.GET.get(name) == "1" for name in ("late", "vacant"))
    unkept = work.vacant_lines(actor)
    rows = unkept if vacant else work.lines(actor).filter(organisation=office).order_by("state", "code")
    rows = work.late_lines(actor, now) if late else rows
    here = 0 if late or vacant else unkept.filter(organisation=office).count()
    context = {
        "page": Paginator(rows, SIZE).get_page(request.GET.get("page")), "office": office, "late": late, "now": now,
        "vacant": vacant, "several": late or vacant, "here": here,
        "keepers": (form or KeepersForm(organisation=office)) if here else None, "offices": below(actor.paths_for(work.READ)).only("pk", "short_name", "depth"),
        "may_edit": actor.may(EDIT, office.path), "may_propose": actor.has("disclosure.propose"),
        "chips": [("按组织看", f"?org={office.pk}", not late and not vacant),
                  ("到期没有更新", "?late=1", late, work.late_lines(actor, now).count()),
                  ("没有责任人", "?vacant=1", vacant, unkept.count())],
    }  # fmt: skip
    return render(request, "disclosure/desk/lines.html", context, status=422 if form is not None else 200)


@require_POST
@at_desk(EDIT)
def keepers(request: HttpRequest) -> HttpResponse:
    """``/workbench/disclosure/catalogue/keepers/``: 指定责任人 of every line of an organisation that has none (F01)."""
    actor = actor_of(request)
    office: Organisation = need(_office(actor, number_of(request.POST.get("org")), EDIT))
    form = KeepersForm(request.POST, organisation=office)
    if form.is_valid():
        try:
            count = actions.set_keepers(
                actor=actor, organisation=office, keeper=form.person("keeper"), deputy=form.person("deputy")
            )
        except Refused as refused:
            _blame(form, refused.denied)
        else:
            toasts.say(request, f"已给 {count} 项目录指定责任人。")
            return to(f"{ROOT}/?org={office.pk}")
    return _lines(request, actor, office, form)


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(EDIT)
def add(request: HttpRequest) -> HttpResponse:
    """``/workbench/disclosure/catalogue/add/?org=``: 列入目录."""
    actor = actor_of(request)
    office = need(_office(actor, number_of(request.GET.get("org")), EDIT))
    form = LineForm(request.POST or None, organisation=office, initial={"form": "web"})
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_line(actor=actor, organisation=office, line=form.line(), keeper=form.person("keeper"),
                             deputy=form.person("deputy"))  # fmt: skip
        except Refused as refused:
            _blame(form, refused.denied)
        else:
            toasts.say(request, "已列入目录。")
            return to(f"{ROOT}/?org={office.pk}")
    return _form(request, form, f"{office.short_name}：列入目录", f"{ROOT}/?org={office.pk}")


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(work.READ)
def line(request: HttpRequest, pk: int) -> HttpResponse:
    """``/workbench/disclosure/catalogue/<pk>/``: one line, its items, and for some the form to change it."""
    actor = actor_of(request)
    entry: Entry = need(work.one_line(actor, pk))
    may_edit = actor.may(EDIT, entry.org_path) and entry.state == "listed"
    start = {name: getattr(entry, name) for name in LineForm.base_fields if hasattr(entry, name)}
    start |= {"keeper": str(entry.handler_id or ""), "deputy": str(entry.deputy_id or ""), "revision": entry.revision}
    posted = request.method == "POST" and may_edit
    form = LineForm(request.POST if posted else None, organisation=entry.organisation, initial=start)
    if posted and form.is_valid():
        try:
            actions.edit_line(
                actor=actor, entry=entry, line=form.line(), keeper=form.person("keeper"), deputy=form.person("deputy"),
                revision=form.cleaned_data["revision"] or 0,
            )  # fmt: skip
        except Refused as refused:
            _blame(form, refused.denied)
        else:
            toasts.say(request, "目录已修改。")
            return to(f"{ROOT}/{pk}/")
    context = _line_context(actor, entry, form if may_edit else None)
    return render(request, "disclosure/desk/line.html", context, status=422 if posted else 200)


def _line_context(actor: Actor, entry: Entry, form: Any) -> dict[str, Any]:
    return {
        "entry": entry, "form": form, "now": timezone.now(), "retire": RetireForm(initial={"revision": entry.revision}),
        "items": work.items(actor).filter(entry=entry).order_by("-opened_at")[:20],
        "steps": EntryStep.objects.filter(case=entry).order_by("-at", "-pk")[:20],
        "may_propose": actor.may("disclosure.propose", entry.org_path) and entry.state == "listed",
        "may_remind": actor.may(EDIT, entry.org_path) and actor.person_id not in (entry.handler_id, entry.deputy_id),
        "rings": rings(entry, timezone.now()), "clocks": entry.clocks.order_by("-started_at")[:12],
    }  # fmt: skip


@require_POST
@at_desk(EDIT)
def remind(request: HttpRequest, pk: int) -> HttpResponse:
    """督促 a late line."""
    actor = actor_of(request)
    try:
        count = actions.remind(actor=actor, entry=need(work.one_line(actor, pk, EDIT)))
    except Refused as refused:
        if refused.denied.code == "out_of_scope":
            raise
        toasts.say(request, refused.denied.reason, tone="wait")
    else:
        toasts.say(
            request,
            f"已提醒责任人等 {count} 人。一天只提醒一次。" if count else "这里还没有人能提出公开事项，请先指定责任人。",
        )
    return to(f"{ROOT}/{pk}/")


@require_POST
@at_desk(EDIT)
def retire(request: HttpRequest, pk: int) -> HttpResponse:
    """停用 a line."""
    actor = actor_of(request)
    entry: Entry = need(work.one_line(actor, pk, EDIT))
    form = RetireForm(request.POST)
    if form.is_valid():
        try:
            actions.retire_line(actor=actor, entry=entry, **form.cleaned_data)
        except Refused as refused:
            _blame(form, refused.denied)
        else:
            toasts.say(request, "已停用，以前公开的内容还在。")
            return to(f"{ROOT}/{pk}/")
    context = _line_context(actor, entry, None) | {"retire": form, "retiring": True}
    return render(request, "disclosure/desk/line.html", context, status=422)


@require_POST
@at_desk(EDIT)
def retire_all(request: HttpRequest) -> HttpResponse:
    """停用 every line of an organisation that ends."""
    actor = actor_of(request)
    office = need(_office(actor, number_of(request.POST.get("org")), EDIT))
    try:
        count = actions.retire_all(actor=actor, organisation=office, note=request.POST.get("note", ""))
    except Refused as refused:
        if refused.denied.code == "out_of_scope":
            raise
        toasts.say(request, refused.denied.reason, tone="wait")
    else:
        toasts.say(request, f"已停用 {count} 项，以前公开的内容还在。")
    return to(f"{ROOT}/?org={office.pk}")


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(EDIT)
def template(request: HttpRequest) -> HttpResponse:
    """``/workbench/disclosure/template/?org=``: the template of an organisation, and a form for one line more."""
    actor = actor_of(request)
    office = need(_office(actor, number_of(request.GET.get("org")), EDIT))
    form = TemplateForm(request.POST or None, initial={"form": "web"})
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_template(
                actor=actor, organisation=office, line=form.line(), given_to=form.cleaned_data["given_to"]
            )  # fmt: skip
        except Refused as refused:
            _blame(form, refused.denied)
        else:
            toasts.say(request, "模板已增加一项。下发以后各组织才有。")
            return to(f"/workbench/disclosure/template/?org={office.pk}")
    rows = Template.objects.visible_to(actor, EDIT).filter(organisation=office).order_by("code")
    context = {"form": form, "office": office, "rows": rows}
    return render(request, "disclosure/desk/template.html", context, status=422 if request.method == "POST" else 200)


@require_POST
@at_desk(EDIT)
def give(request: HttpRequest) -> HttpResponse:
    """下发: one action for all organisations below."""
    actor = actor_of(request)
    office = need(_office(actor, number_of(request.POST.get("org")), EDIT))
    try:
        made = actions.give(actor=actor, organisation=office)
    except Refused as refused:
        if refused.denied.code == "out_of_scope":
            raise
        toasts.say(request, refused.denied.reason, tone="wait")
    else:
        toasts.say(request, f"已下发，各组织的目录共增加 {made} 项。" if made else "各组织都已有这些事项，没有新增。")
    return to(f"/workbench/disclosure/template/?org={office.pk}")


def _form(request: HttpRequest, form: Any, title: str, back: str) -> HttpResponse:
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "title": title, "back": back}
    return render(request, "disclosure/desk/line_form.html", context, status=status)
