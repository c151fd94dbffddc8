"""事项与分派规则: the tree one level at a time, and who takes what where."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from lianxin.kernel.decision import OUT_OF_SCOPE, Refused
from lianxin.ui import toasts

from .actions import topics as actions
from .forms_desk.topics import MarkForm, RouteForm, TopicForm
from .models import Topic
from .queries import topics as queries
from .views_desk_base import actor_of, at_desk, number_of


@require_safe
@at_desk("letters.route")
def topic_page(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """``/workbench/letters/topics/`` and one page for each topic."""
    return _page(request, _topic(pk))


@require_POST
@at_desk("letters.route")
def add(request: HttpRequest) -> HttpResponse:
    """A new topic below ``parent`` (or on the first level)."""
    parent = _topic(number_of(request.POST.get("parent")))
    form = TopicForm(request.POST)
    if form.is_valid():
        try:
            made = actions.add_topic(actor=actor_of(request), name=form.cleaned_data["name"], parent=parent)
        except Refused as refused:
            _explain(form, refused)
        else:
            toasts.say(request, f"已新增“{made.name}”。")
            return _to(parent)
    return _page(request, parent, add_form=form)


@require_POST
@at_desk("letters.route")
def rename(request: HttpRequest, pk: int) -> HttpResponse:
    """Another word for the same matter."""
    topic = _known(pk)
    form = TopicForm(request.POST)
    if form.is_valid():
        try:
            actions.rename_topic(actor=actor_of(request), topic=topic, name=form.cleaned_data["name"])
        except Refused as refused:
            _explain(form, refused)
        else:
            toasts.say(request, "名称已修改，已有留言跟着显示新名称。")
            return _to(topic)
    return _page(request, topic, name_form=form)


@require_POST
@at_desk("letters.route")
def retire(request: HttpRequest, pk: int) -> HttpResponse:
    """Off the form, or back on it; undo is one tap."""
    topic = _known(pk)
    retired = request.POST.get("retired", request.GET.get("retired", "1")) == "1"
    try:
        actions.retire_topic(actor=actor_of(request), topic=topic, retired=retired)
    except Refused as refused:
        if refused.denied.code != "parent_retired":
            raise
        toasts.say(request, refused.denied.reason, tone="wait")
        return _to(topic)
    undo = f"/workbench/letters/topics/{pk}/retire/?retired={0 if retired else 1}"
    words = "已停用，新的留言不能再选；已有留言不受影响。" if retired else "已恢复使用。"
    toasts.say(request, words, undo_url=undo)
    return _to(topic)


@require_POST
@at_desk("letters.route")
def mark(request: HttpRequest, pk: int) -> HttpResponse:
    """作风问题 (R103) or 监督党建工作 (R083), for the topic and all below."""
    topic = _known(pk)
    form = MarkForm(request.POST)
    if not form.is_valid():
        return _page(request, topic, mark_form=form)
    actions.mark_topic(actor=actor_of(request), topic=topic, mark=form.cleaned_data["mark"])
    toasts.say(request, "已保存，下面各级一起改。统计随之变化，留言不变。")
    return _to(topic)


@require_POST
@at_desk("letters.route")
def set_route(request: HttpRequest, pk: int) -> HttpResponse:
    """One office for the topic inside one area."""
    topic = _known(pk)
    form = RouteForm(request.POST, actor=actor_of(request))
    if form.is_valid():
        data = form.cleaned_data
        try:
            actions.set_route(
                actor=actor_of(request), topic=topic, area=data["area"], organisation=data["organisation"]
            )
        except Refused as refused:
            _explain(form, refused)
        else:
            toasts.say(request, f"“{data['area']}”范围内的“{topic.name}”会建议分派给“{data['organisation']}”。")
            return _to(topic)
    return _page(request, topic, route_form=form)


@require_POST
@at_desk("letters.route")
def drop_route(request: HttpRequest, pk: int, route_pk: int) -> HttpResponse:
    """The rule of the area above holds again."""
    topic = _known(pk)
    route = topic.routes.filter(pk=route_pk).first()
    if route is None:
        raise Refused(OUT_OF_SCOPE)
    actions.drop_route(actor=actor_of(request), route=route)
    toasts.say(request, "已取消这条规则，改按上一级范围的规则建议。")
    return _to(topic)


def _page(request: HttpRequest, topic: Topic | None, **failed: Any) -> HttpResponse:
    actor = actor_of(request)
    context = {
        "topic": topic, "trail": queries.trail(topic), "lines": queries.level(topic),
        "routes": queries.routes(topic, actor) if topic else [], "may_edit": actions.may_edit_topics(actor),
        "deepest": topic is not None and topic.level >= actions.DEEPEST,
        "add_form": TopicForm(auto_id="add_%s"), "name_form": TopicForm(initial={"name": topic.name if topic else ""}),
        "mark_form": MarkForm(initial={"mark": topic.mark if topic else ""}), "route_form": RouteForm(actor=actor), **failed,
    }  # fmt: skip
    return render(request, "letters/desk/topics.html", context, status=422 if failed else 200)


def _topic(pk: int | None) -> Topic | None:
    return _known(pk) if pk is not None else None


def _known(pk: int) -> Topic:
    found = queries.one(pk)
    if found is None:
        raise Refused(OUT_OF_SCOPE)
    return found


def _explain(form: forms.Form, refused: Refused) -> None:
    denied = refused.denied
    if denied.code in ("no_right", "not_top", "out_of_scope"):
        raise refused
    form.add_error(denied.field if denied.field in form.fields else None, denied.reason)


def _to(topic: Topic | None) -> HttpResponse:
    response = redirect(f"/workbench/letters/topics/{topic.pk}/" if topic else "/workbench/letters/topics/")
    response.status_code = 303
    return response
