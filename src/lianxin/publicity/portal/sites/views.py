"""``/workbench/sites/``: founding sites, their look, their columns and keepers."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianxin.kernel.decision import Refused
from lianxin.ui import toasts

from ..models import ColumnPage, SitePage
from ..words import COLUMNS
from . import policies, queries, shaping, wording
from .desk import actor_of, at_desk, blame, form_page, need, number_of, to
from .forms import ColumnForm, FoundForm, LookForm, SiteKeepersForm
from .founding import Design, found_site
from .words import FITTING, SITE_KEEPING, keeping_of

ROOT = "/workbench/sites/"
SIZE = 40
WAITS = "改的文字等另一位同志确认以后显示。"


@require_safe
@at_desk(policies.SITES)
def listing(request: HttpRequest) -> HttpResponse:
    """All sites of the subtree, in tree order."""
    actor = actor_of(request)
    page = Paginator(queries.sites(actor), SIZE).get_page(request.GET.get("page"))
    may_found = actor.has(policies.FOUND)
    gaps = queries.without_site(actor) if may_found else None
    context = {
        "page": page, "may_found": may_found, "gaps": gaps.count() if gaps is not None else 0,
        "todo": len(queries.relays_to_do(actor)), "reshapes": queries.reshapes_to_do(actor),
        "may_convey": actor.has("portal.issue"),
    }  # fmt: skip
    return render(request, "portal/sites/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(policies.FOUND)
def found(request: HttpRequest) -> HttpResponse:
    """``found/?org=``: 建站. One form, one action."""
    actor = actor_of(request)
    organisation = queries.without_site(actor).filter(pk=number_of(request.GET.get("org")) or 0).first()
    start: dict[str, Any] = {"organisation": organisation, "theme": "red", "template": "town"}
    if organisation is not None:
        start["template"] = "county" if organisation.depth == 1 else FITTING.get(organisation.kind, "branch")
    form = FoundForm(request.POST or None, actor=actor, initial=start)
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        try:
            data |= form.people()
            site = found_site(actor=actor, organisation=data.pop("organisation"), design=Design(**data))
        except Refused as refused:
            blame(form, refused)
        else:
            waits = WAITS.replace("改的", "写的") if site.face.proposed else ""
            toasts.say(request, f"“{site.title}”已建好，栏目、配色和责任人都在这里。{waits}")
            return to(f"{ROOT}{site.pk}/")
    return form_page(
        request, form, title="建立站点", button="建站", back=ROOT,
        note="建好就能用：栏目按模板生成，编辑和审核的权限跟着任职走，不用另外设置。",
    )  # fmt: skip


@require_safe
@at_desk()
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One site: how it looks, who keeps it, its columns in their order, what it shows from elsewhere."""
    actor = actor_of(request)
    site = need(queries.seen_site(actor, pk))
    kept, columns = queries.keepings(site), queries.columns(site)
    rows = [{"page": column, "keeping": kept.get(keeping_of(column.code))} for column in columns]
    have = {column.code for column in columns}
    face = getattr(site, "face", None)
    context = {
        "site": site, "face": face, "waiting": wording.changes(site, face) if face else [], "rows": rows, "keeping": kept.get(SITE_KEEPING),
        "may_shape": bool(policies.may_shape(actor, site)), "may_propose": bool(policies.may_propose(actor, site)),
        "missing": [(code, label) for code, (label, _) in COLUMNS.items() if code not in have],
        "reshapes": queries.reshapes(actor).filter(site=site)[:5],
    }  # fmt: skip
    return render(request, "portal/sites/site.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(policies.FOUND)
def look(request: HttpRequest, pk: int) -> HttpResponse:
    """``<pk>/look/``: title, theme, who runs it."""
    actor = actor_of(request)
    site = _mine(request, pk)
    face = getattr(site, "face", None)
    start = {
        "title": site.title, "intro": site.intro, "theme": face.theme if face else "red",
        "operator": face.operator if face else "", "responsible": face.responsible if face else "",
        "revision": face.revision if face else 0,
    }  # fmt: skip
    form = LookForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        revision = data.pop("revision")
        try:
            waits = shaping.shape(actor=actor, site=site, look=shaping.Look(**data), revision=revision)
        except Refused as refused:
            blame(form, refused)
        else:
            toasts.say(request, "配色已保存。" + WAITS if waits else "站点面貌已修改，打开首页就能看到。")
            return to(f"{ROOT}{pk}/")
    return form_page(request, form, title=f"修改“{site.title}”", button="保存", back=f"{ROOT}{pk}/")


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(policies.FOUND)
def keepers(request: HttpRequest, pk: int) -> HttpResponse:
    """``<pk>/keepers/``: keeper and deputy of the whole site."""
    actor = actor_of(request)
    site = _mine(request, pk)
    keeping = queries.keepings(site).get(SITE_KEEPING)
    form = SiteKeepersForm(request.POST or None, actor=actor, site=site, keeping=keeping)
    if request.method == "POST" and form.is_valid():
        try:
            shaping.keep(actor=actor, site=site, **form.people())
        except Refused as refused:
            blame(form, refused)
        else:
            toasts.say(request, "站点责任人已更新。")
            return to(f"{ROOT}{pk}/")
    return form_page(request, form, title=f"“{site.title}”的责任人", button="保存", back=f"{ROOT}{pk}/")


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(policies.FOUND)
def column(request: HttpRequest, pk: int, column_pk: int) -> HttpResponse:
    """``<pk>/columns/<column>/``: name, purpose and keepers of a column."""
    actor = actor_of(request)
    site = _mine(request, pk)
    row: ColumnPage = need(ColumnPage.objects.child_of(site).filter(pk=column_pk).first())
    keeping = queries.keepings(site).get(keeping_of(row.code))
    start = {"title": row.title, "intro": row.intro}
    form = ColumnForm(request.POST or None, initial=start, actor=actor, site=site, keeping=keeping)
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data) | {"site": site, "column": row}
        try:
            waits = shaping.shape_column(actor=actor, **(data | form.people()))
        except Refused as refused:
            blame(form, refused)
        else:
            toasts.say(request, f"栏目“{row.title}”的责任人已保存。{WAITS}" if waits else f"栏目“{row.title}”已保存。")
            return to(f"{ROOT}{pk}/")
    return form_page(request, form, title=f"栏目：{row.title}", button="保存", back=f"{ROOT}{pk}/")


@require_POST
@at_desk(policies.FOUND)
def order(request: HttpRequest, pk: int, column_pk: int) -> HttpResponse:
    """``<pk>/columns/<column>/order/``: one place up or down."""
    site = _mine(request, pk)
    row = need(ColumnPage.objects.child_of(site).filter(pk=column_pk).first())
    way = "up" if request.POST.get("way") == "up" else "down"
    shaping.order_column(actor=actor_of(request), site=site, column=row, way=way)
    return to(f"{ROOT}{pk}/#columns")


@require_POST
@at_desk(policies.FOUND)
def add_column(request: HttpRequest, pk: int) -> HttpResponse:
    """``<pk>/columns/add/``: one column more."""
    site = _mine(request, pk)
    try:
        made = shaping.add_column(actor=actor_of(request), site=site, code=request.POST.get("code", ""))
    except Refused as refused:
        if refused.denied.code in ("out_of_scope", "no_right"):
            raise
        toasts.say(request, refused.denied.reason, tone="wait")
        return to(f"{ROOT}{pk}/#columns")
    toasts.say(request, f"已增加栏目“{made.title}”，请指定责任人。")
    return to(f"{ROOT}{pk}/columns/{made.pk}/")


def _mine(request: HttpRequest, pk: int) -> SitePage:
    found: SitePage = need(queries.site(actor_of(request), pk, policies.FOUND))
    return found
