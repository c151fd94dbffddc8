"""推荐 and 转载 at the desk."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianxin.foundation.casework.engine import buttons
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Refused
from lianxin.ui import toasts

from ..models import ArticlePage, Relay
from . import policies, queries, relaying
from .desk import actor_of, at_desk, blame, form_page, need, to
from .forms import AcceptForm, ColumnChoice, PlainForm, ReasonForm, RecommendForm

ROOT = "/workbench/sites/relays/"
SIZE = 30
STATES = (("", "全部"), ("proposed", "待采用"), ("accepted", "待审核"), ("shown", "已采用"), ("refused", "未采用"), ("withdrawn", "已撤下"))  # fmt: skip
#: slug -> (event, words on the button, what is said afterwards)
ACTS: dict[str, tuple[str, str]] = {
    "accept": ("accept", "已采用，等待审核。"),
    "refuse": ("refuse", "已回复对方不采用。"),
    "pass": ("pass", "审核通过，站点上已经能看到。"),
    "return": ("return", "已退回，对方会看到理由。"),
    "take-out": ("take_out", "已从站点撤下，原文不受影响。"),
    "call-back": ("call_back", "已撤回，对方站点不再显示。"),
}


@require_safe
@at_desk(policies.SITES)
def listing(request: HttpRequest) -> HttpResponse:
    """``relays/?state=``: what came in and went out."""
    actor = actor_of(request)
    state = request.GET.get("state", "")
    rows = queries.relays(actor)
    rows = rows.filter(state=state) if state in dict(STATES) and state else rows
    context = {
        "page": Paginator(rows, SIZE).get_page(request.GET.get("page")), "may_write": actor.has(policies.WRITE),
        "todo": queries.relays_to_do(actor), "chips": [(label, f"?state={k}" if k else "?", k == state) for k, label in STATES],
    }  # fmt: skip
    return render(request, "portal/sites/relays.html", context)


@require_safe
@at_desk(policies.WRITE)
def recommend_list(request: HttpRequest) -> HttpResponse:
    """``relays/recommend/?q=``: own published items, to choose one."""
    return _choose(
        request, queries.own_items(actor_of(request)), "推荐给上级", "recommend", "选一篇本站已经发布的内容。"
    )


@require_safe
@at_desk(policies.WRITE)
def reprint_list(request: HttpRequest) -> HttpResponse:
    """``relays/reprint/?q=``: published items of other sites, to choose one."""
    return _choose(
        request, queries.other_items(actor_of(request)), "转载到本站", "reprint", "选一篇其他站点已经发布的内容。"
    )


def _choose(request: HttpRequest, rows: Any, title: str, where: str, hint: str) -> HttpResponse:
    text = request.GET.get("q", "").replace("\x00", "").strip()[:60]
    if text:
        rows = rows.filter(title__contains=text)
    page = Paginator(rows, SIZE).get_page(request.GET.get("page"))
    context = {"page": page, "title": title, "where": where, "q": text, "hint": hint}
    return render(request, "portal/sites/choose.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(policies.WRITE)
def recommend(request: HttpRequest, article_pk: int) -> HttpResponse:
    """推荐 one item to a column above."""
    actor = actor_of(request)
    article: ArticlePage = need(queries.own_items(actor).filter(pk=article_pk).first())
    form = RecommendForm(request.POST or None, columns=queries.columns_above(article.org_path))
    if request.method == "POST" and form.is_valid():
        call = {"article": article, "column": form.chosen(), "words": form.cleaned_data["words"]}
        if (done := _try(form, relaying.recommend, actor=actor, **call)) is not None:
            toasts.say(request, "已推荐，对方编辑会收到通知。")
            return to(f"{ROOT}{done.pk}/")
    return form_page(
        request, form, title=f"推荐：{article.title}", button="推荐", back=f"{ROOT}recommend/",
        note="对方采用后，只在他们的栏目里列出这一篇并注明出处；文章只有一份，更正和撤下同时生效。",
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(policies.WRITE)
def reprint(request: HttpRequest, article_pk: int) -> HttpResponse:
    """转载 one item into a column of one's own."""
    actor = actor_of(request)
    article: ArticlePage = need(queries.other_items(actor).filter(pk=article_pk).first())
    form = ColumnChoice(request.POST or None, columns=queries.own_columns(actor))
    if request.method == "POST" and form.is_valid():
        call = {"article": article, "column": form.chosen()}
        if (done := _try(form, relaying.reprint, actor=actor, **call)) is not None:
            toasts.say(request, "已提交，本站审核员通过后显示。")
            return to(f"{ROOT}{done.pk}/")
    return form_page(
        request, form, title=f"转载：{article.title}", button="转载", back=f"{ROOT}reprint/",
        note="转载不复制文字：读者点开的是原站点的那一篇，注明出处；原文更正或撤下，这里同时变化。",
    )  # fmt: skip


def _try(form: forms.Form, call: Callable[..., Relay], **values: Any) -> Relay | None:
    try:
        return call(**values)
    except Refused as refused:
        blame(form, refused)
    return None


@require_safe
@at_desk(policies.SITES)
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One reference: what, where from, where to, and what this person may do."""
    actor = actor_of(request)
    return _page(request, actor, need(queries.relay(actor, pk)))


@require_POST
@at_desk(policies.SITES)
def act(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """One step; a refusal keeps what was typed."""
    actor = actor_of(request)
    relay: Relay = need(queries.relay(actor, pk))
    event, said = need(ACTS.get(what))
    form = _form(event, relay, request.POST)
    if form.is_valid():
        try:
            _do(event, actor, relay, form)
        except Refused as refused:
            if refused.denied.code in ("not_author", "system_only"):
                raise
            blame(form, refused)
        else:
            toasts.say(request, said)
            return to(f"{ROOT}{pk}/")
    return _page(request, actor, need(queries.relay(actor, pk)), form, event, status=422)


def _do(event: str, actor: Actor, relay: Relay, form: Any) -> None:
    common = {"actor": actor, "relay": relay, "revision": form.cleaned_data["revision"]}
    if event == "accept":
        relaying.accept(**common, column=form.chosen())
    elif event == "pass":
        relaying.let_pass(**common)
    else:
        calls = {
            "refuse": relaying.refuse, "return": relaying.refuse, "take_out": relaying.take_out,
            "call_back": relaying.call_back,
        }  # fmt: skip
        calls[event](**common, reason=form.cleaned_data["reason"])


def _form(event: str, relay: Relay, data: Any = None) -> forms.Form:
    start = {"revision": relay.revision, "column": str(relay.column_id)}
    prefix: dict[str, Any] = {"auto_id": f"{event}-%s", "initial": start}
    if event == "accept":
        return AcceptForm(data, columns=queries.columns_by_site(relay.site), **prefix)
    return PlainForm(data, **prefix) if event == "pass" else ReasonForm(data, **prefix)


def _page(
    request: HttpRequest, actor: Actor, relay: Relay, form: Any = None, event: str = "", status: int = 200
) -> HttpResponse:  # fmt: skip
    slugs = {e: slug for slug, (e, _) in ACTS.items()}
    acts = [
        {"event": b.event, "label": b.label, "decision": b.decision, "slug": slugs[b.event],
         "form": form if b.event == event else _form(b.event, relay)}
        for b in buttons(actor, relay)
        if b.event in slugs
    ]  # fmt: skip
    context = {
        "relay": relay, "acts": acts, "steps": relay.steps.all(), "lost": form is not None and event not in {a["event"] for a in acts},
        "form": form, "origin": relaying.site_of(relay.article),
    }  # fmt: skip
    return render(request, "portal/sites/relay.html", context, status=status)
