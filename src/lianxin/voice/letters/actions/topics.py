"""The taxonomy of matters and the routes by which they are dispatched."""

from __future__ import annotations

from django.db.models import Q

from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.spine.actions import action, lock, record, require
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import OUT_OF_SCOPE, Allowed, Decision, Denied, Refused

from ..models import Route, Topic
from ..words import TOPIC_MARKS

ROUTE = "letters.route"
DEEPEST = 3


def may_edit_topics(actor: Actor) -> Decision:
    """The taxonomy is one for the whole installation: whoever routes for the topmost organisation edits it."""
    if not actor.has(ROUTE):
        return Denied("您的岗位不能维护事项分类。", code="no_right")
    if any(actor.may(ROUTE, root.org_path) for root in Organisation.get_root_nodes()):
        return Allowed()
    return Denied("事项分类全平台共用，由最上级组织维护。", code="not_top", remedy="您可以设置本地的分派规则。")


def may_route(actor: Actor, area_path: str) -> Decision:
    """Routes are set by the dispatcher of the area, or above."""
    if not actor.has(ROUTE):
        return Denied("您的岗位不能设置分派规则。", code="no_right")
    return Allowed() if actor.may(ROUTE, area_path) else OUT_OF_SCOPE


@action("letters.add_topic")
def add_topic(*, actor: Actor, name: str, parent: Topic | None, code: str = "") -> Topic:
    """Put a new matter below another one; three levels at most."""
    require(may_edit_topics(actor))
    level = parent.level + 1 if parent else 1
    if level > DEEPEST:
        raise Refused(Denied(f"事项分类最多 {DEEPEST} 级。", code="too_deep", field="name"))
    path = _path(name, parent)
    _free(path)
    topic = Topic.objects.create(
        name=name.strip(),
        parent=parent,
        level=level,
        path=path,
        code=code or _next_code(parent),
        order=Topic.objects.count(),
        mark=parent.mark if parent else "",
    )
    record("letters.add_topic", actor=actor, subject=topic, path=path)
    return topic


@action("letters.rename_topic")
def rename_topic(*, actor: Actor, topic: Topic, name: str) -> Topic:
    """Change the word; the code and every letter stay with it, paths below follow."""
    require(may_edit_topics(actor))
    topic = lock(topic)
    old, new = topic.path, _path(name, topic.parent)
    if new != old:
        _free(new)
    topic.name, topic.path = name.strip(), new
    topic.save(update_fields=["name", "path"])
    for below in Topic.objects.filter(path__startswith=f"{old}/"):
        below.path = new + below.path[len(old) :]
        below.save(update_fields=["path"])
    record("letters.rename_topic", actor=actor, subject=topic, old=old, new=new)
    return topic


@action("letters.retire_topic")
def retire_topic(*, actor: Actor, topic: Topic, retired: bool = True) -> Topic:
    """Take a matter off the form, with all below it; letters that have it keep it. Or bring it back."""
    require(may_edit_topics(actor))
    topic = lock(topic)
    if not retired and topic.parent and topic.parent.retired:
        raise Refused(Denied(f"请先恢复上一级“{topic.parent.name}”。", code="parent_retired"))
    Topic.objects.filter(pk=topic.pk).update(retired=retired)
    if retired:
        Topic.objects.filter(path__startswith=f"{topic.path}/").update(retired=True)
    topic.retired = retired
    record("letters.retire_topic", actor=actor, subject=topic, retired=retired)
    return topic


@action("letters.mark_topic")
def mark_topic(*, actor: Actor, topic: Topic, mark: str) -> Topic:
    """作风问题 or 监督党建工作, or neither: for the topic and all below it. Figures follow at once, letters stay as they are."""
    require(may_edit_topics(actor))
    topic = lock(topic)
    if mark and mark not in TOPIC_MARKS:
        raise Refused(Denied("请从列出的标记里选。", code="choose", field="mark"))
    Topic.objects.filter(Q(pk=topic.pk) | Q(path__startswith=f"{topic.path}/")).update(mark=mark)
    topic.mark = mark
    record("letters.mark_topic", actor=actor, subject=topic, mark=mark)
    return topic


@action("letters.set_route")
def set_route(*, actor: Actor, topic: Topic, area: Organisation, organisation: Organisation) -> Route:
    """Matters of the topic inside the area go to the organisation. A second call replaces the office."""
    require(may_route(actor, area.org_path))
    if organisation.closed_on or not organisation.takes_letters:
        raise Refused(Denied(f"“{organisation}”不承办留言。", code="not_receiving", field="organisation"))
    row, _ = Route.objects.update_or_create(
        topic=topic, area_path=area.org_path, defaults={"organisation": organisation}
    )
    record("letters.set_route", actor=actor, subject=row, org_path=area.org_path, topic=topic.code, to=organisation.pk)
    return row


@action("letters.drop_route")
def drop_route(*, actor: Actor, route: Route) -> None:
    """From now on the route of the area above, or nobody, is suggested."""
    require(may_route(actor, route.area_path))
    record("letters.drop_route", actor=actor, subject=route, org_path=route.area_path, topic=route.topic.code)
    route.delete()


def _path(name: str, parent: Topic | None) -> str:
    name = name.strip()
    if not name or "/" in name:
        raise Refused(Denied("请写一个名称，不能含有“/”。", code="bad_name", field="name"))
    return f"{parent.path}/{name}" if parent else name


def _free(path: str) -> None:
    if Topic.objects.filter(path=path).exists():
        raise Refused(Denied("同一级已有这个名称。", code="taken", field="name"))


def _next_code(parent: Topic | None) -> str:
    stem = f"{parent.code}-" if parent else "T"
    number = Topic.objects.filter(parent=parent).count() + 1
    while Topic.objects.filter(code=f"{stem}{number:02d}").exists():
        number += 1
    return f"{stem}{number:02d}"
