"""Who may bring, change and see recordings before they are published (P05)."""

from __future__ import annotations

from lianxin.foundation.organisations.models import Organisation
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import OUT_OF_SCOPE, Allowed, Decision, Denied

from .models import Recording

NO_RIGHT = Denied("您的岗位不能管理录音录像。", code="no_right", remedy="如工作需要，请联系本单位的系统管理员。")
IN_USE = Denied("这段录音录像正在已发布的内容或草稿里使用，不能删除。", code="in_use", remedy="请先从内容里撤下它。")
IN_REVIEW = Denied(
    "用到它的内容正在审核，或者审过了等着定时发布，现在不能改，免得审的和发的不一样。",
    code="in_review",
    remedy="请等它发布，或先撤回审核。",
)
NOT_FAILED = Denied("它没有停在“没有成功”，不需要重新转码。", code="wrong_state")
NOT_READY = Denied("转码还没有完成，现在取不到画面。", code="wrong_state", remedy="请等转码完成，或上传一张封面图。")


def may_read(actor: Actor) -> Decision:
    """Any duty of the portal; which rows appear follows from its organisation."""
    return Allowed() if actor.has("media.read") else NO_RIGHT


def may_bring(actor: Actor, organisation: Organisation) -> Decision:
    """Editors, for their organisation and those below."""
    if not actor.may("media.write", organisation.org_path):
        return Denied("您不能为这个组织上传。", code="no_right", field="organisation")
    if organisation.closed_on is not None:
        return Denied("这个组织已撤销。", code="closed", field="organisation")
    return Allowed()


def may_change(actor: Actor, recording: Recording, *, in_review: bool) -> Decision:
    """The words of a recording; not under the eyes of a reviewer."""
    if not actor.may("media.write", recording.org_path):
        return OUT_OF_SCOPE if not actor.may("media.read", recording.org_path) else NO_RIGHT
    return IN_REVIEW if in_review else Allowed()


def may_delete(actor: Actor, recording: Recording, *, used: bool) -> Decision:
    """Only what nothing uses."""
    decision = may_change(actor, recording, in_review=False)
    if not decision:
        return decision
    return IN_USE if used else Allowed()


def may_retry(actor: Actor, recording: Recording) -> Decision:
    """Only what did not succeed, or waits for a program that was missing."""
    decision = may_change(actor, recording, in_review=False)
    if not decision:
        return decision
    return Allowed() if recording.state == "failed" or recording.fault else NOT_FAILED
