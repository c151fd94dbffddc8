"""Who may plan, and which items a topic may point to."""

from __future__ import annotations

from datetime import date

from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.spine import moment
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import OUT_OF_SCOPE, Allowed, Decision, Denied

from ..models import ArticlePage, PlannedTopic
from ..policies import org_path_of
from .words import WRITE


def may_plan(actor: Actor, organisation: Organisation) -> Decision:
    """Editors of the organisation; elsewhere it does not exist for them."""
    if not actor.has(WRITE) or actor.person_id is None:
        return Denied("选题由编辑列入，您的岗位可以看，不能改。", code="no_right")
    return Allowed() if actor.may(WRITE, organisation.path) else OUT_OF_SCOPE


def days_fit(due_on: date, out_on: date, *, before: date | None = None) -> Decision:
    """The item is handed in before it appears. before: what the plan said so far, which may lie in the past."""
    if due_on > out_on:
        return Denied("交稿要在计划发布的那天或之前。", code="order", field="due_on")
    if out_on < moment.today() and out_on != before:
        return Denied("计划发布的日子已经过去了，请选今天或以后的一天。", code="past", field="out_on")
    return Allowed()


def writes_there(actor: Actor, topic: PlannedTopic) -> Decision:
    """The one who is to write it is an editor of the organisation or of one above."""
    return Allowed() if actor.may(WRITE, topic.org_path) else Denied(
        "这位同志不是本单位的编辑。", code="not_editor", field="handler", remedy="请从名单里选一位，或先由管理员登记任职。"
    )  # fmt: skip


def may_take(actor: Actor, topic: PlannedTopic) -> Decision:
    """认领 is done by a person."""
    return Allowed() if actor.person_id else Denied("选题要由一位同志认领。", code="no_person")


def may_unlink(actor: Actor, topic: PlannedTopic) -> Decision:
    """A topic whose item is out is answered; it is not undone by hand."""
    article = topic.article
    if article is not None and article.live:
        return Denied("稿件已经发布，不能取消关联。", code="live")
    return Allowed()


def fits(topic: PlannedTopic, article: ArticlePage) -> Decision:
    """Only items on the site of the topic's own organisation."""
    if org_path_of(article) != topic.org_path:
        return Denied("只能关联本单位站点里的稿件。", code="other_site", field="article")
    return Allowed()


def planned_it(actor: Actor, topic: PlannedTopic) -> bool:
    """Whoever put it on the table."""
    return actor.is_person(topic.planned_by_id)
