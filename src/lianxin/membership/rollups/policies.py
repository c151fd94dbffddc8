"""Who may prepare, issue, confirm. One prepares, another issues; the instance above confirms what it adds up."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.rules.registry import rule
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import OUT_OF_SCOPE, Allowed, Decision, Denied, all_of
from lianxin.membership.statistics.policies import READ

from .models import Filing, Received

PREPARE, ISSUE, CONFIRM = "rollups.prepare", "rollups.issue", "rollups.confirm"
LEAST = "LX-99"
#: post -> what it may do inside the subtree of its organisation
POSTS = {
    "secretary": (PREPARE, ISSUE, CONFIRM),
    "deputy_secretary": (PREPARE, ISSUE, CONFIRM),
    "organiser": (PREPARE, CONFIRM),
}


def _may(actor: Actor, verb: str, path: str, who: str) -> Decision:
    if not actor.may(READ, path):
        return OUT_OF_SCOPE
    if not actor.may(verb, path):
        return Denied("您的岗位不能办这一步。", code="no_right", remedy=f"请{who}办理。")
    return Allowed()


def may_prepare(actor: Actor, office: Organisation) -> Decision:
    """Only a committee reports: what a branch has is its superior's own matter."""
    if office.kind != "committee" or office.closed_on:
        return Denied("统计由党委上报，支部和党总支的人数在党委的统计里。", code="not_committee")
    return _may(actor, PREPARE, office.path, "书记或组织员")


def fits(day: date, total: int) -> Decision:
    """What may leave the instance: a day that is over or today, and a subtree of some size (LX-99)."""
    if day > timezone.localdate():
        return Denied("这一天还没有到。", code="future", field="day")
    least = rule(LEAST, timezone.localdate()).count("least")
    if total < least:
        return Denied(f"党员不足 {least} 名的党组织不单独上报，由上级党委一并上报。", rule=LEAST, code="small")
    return Allowed()


def may_issue(actor: Actor, filing: Filing) -> Decision:
    """签发, by another person than the one who prepared."""
    right = _may(actor, ISSUE, filing.org_path, "书记或副书记")
    if right and not filing.is_draft:
        return Denied("这份上报已经签发或作废。", code="wrong_state")
    if right and actor.is_person(filing.prepared_by_id):
        return Denied("准备的人不能自己签发。", code="own_work", remedy="请另一位书记或副书记核对后签发。")
    return right


def may_drop(actor: Actor, filing: Filing) -> Decision:
    open_ = Allowed() if filing.is_draft else Denied("已经签发的只能撤回。", code="wrong_state")
    return all_of(_may(actor, PREPARE, filing.org_path, "书记或组织员"), open_)


def may_recall(actor: Actor, filing: Filing) -> Decision:
    """撤回: everything that was sent of this subtree and day up to this version."""
    right = _may(actor, ISSUE, filing.org_path, "书记或副书记")
    if right and (filing.issued_at is None or filing.recalled_at):
        return Denied("没有可以撤回的上报。", code="wrong_state")
    return right


def may_confirm(actor: Actor, received: Received) -> Decision:
    """确认 or 退回, while nobody has."""
    right = _may(actor, CONFIRM, received.org_path, "书记或组织员")
    if right and (received.decision or received.recalled_at):
        return Denied("这份统计已经处理过，或者对方已经撤回。", code="wrong_state")
    return right


def may_register(actor: Actor, office: Organisation) -> Decision:
    return _may(actor, CONFIRM, office.path, "书记或组织员")
