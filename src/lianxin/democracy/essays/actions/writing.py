"""What the author does with a work, once it is written."""

from __future__ import annotations

from lianxin.foundation.casework.engine import advance
from lianxin.foundation.spine import moment
from lianxin.foundation.spine.actions import action, record, require
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Denied, Refused

from .. import drafts
from ..limits import fits
from ..models import Work
from .holding import own


@action("essays.send")
def send(*, actor: Actor, work: Work, revision: int) -> Work:
    """交稿, 投稿: the name that readers will see is fixed with it."""
    case = own(actor, work, revision)
    require(drafts.complete(case))
    changes = {"signed": drafts.signature(case), "sent_at": moment.now(), "reason": "", "reason_text": ""}
    return advance(case, "hand_in" if case.call.is_theme else "offer", actor=actor, changes=changes)


@action("essays.take_back")
def take_back(*, actor: Actor, work: Work) -> Work:
    """收回再改 while works are still taken."""
    return advance(own(actor, work), "take_back", actor=actor)


@action("essays.withdraw")
def withdraw(*, actor: Actor, work: Work) -> Work:
    """撤回: its words are gone."""
    changes = {
        "title": "（已撤回）",
        "body": "",
        "signed": "",
        "pen_name": "",
        "consent": False,
        "reason_text": "",
        "appeal_text": "",
    }
    return advance(own(actor, work), "withdraw", actor=actor, changes=changes)


@action("essays.discard")
def discard(*, actor: Actor, work: Work) -> None:
    """删除草稿: nobody else has ever seen it."""
    case = own(actor, work)
    if case.state != "draft":
        raise Refused(Denied("只有草稿能删除。", code="wrong_state"))
    record("essays.discard", actor=actor, subject=case)
    case.delete()


@action("essays.appeal")
def appeal(*, actor: Actor, work: Work, text: str) -> Work:
    """申诉 against not being taken, to another one (M02)."""
    case = own(actor, work)
    require(fits(text, "为什么不同意", "text", figure="reason"))
    return advance(case, "appeal", actor=actor, changes={"appeal_text": text.strip(), "appealed_at": moment.now()})


@action("essays.keep_private")
def keep_private(*, actor: Actor, work: Work) -> Work:
    """不再展示 (P06): gone from the exhibition with this commit; the honour stays."""
    return advance(own(actor, work), "keep_private", actor=actor, changes={"consent": False})


@action("essays.let_show")
def let_show(*, actor: Actor, work: Work) -> Work:
    """同意展示."""
    return advance(own(actor, work), "let_show", actor=actor, changes={"consent": True})
