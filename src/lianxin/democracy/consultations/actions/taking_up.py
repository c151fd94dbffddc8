"""审核、列入讨论、不列入（理由和去处）、申诉、撤回."""

from __future__ import annotations

from lianxin.foundation.casework.engine import advance
from lianxin.foundation.spine import moment
from lianxin.foundation.spine.actions import action, lock, require
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Denied, Refused, all_of

from .. import indexing, policies
from ..models import Motion, Second
from ..policies import fits
from ..words import DECLINES


@action("consult.show")
def show(*, actor: Actor, motion: Motion, revision: int) -> Motion:
    """审核通过: from now on it is read and can be seconded."""
    motion = advance(lock(motion, revision=revision), "show", actor=actor, changes={"shown_at": moment.now()})
    indexing.index_motion(motion)
    return motion


@action("consult.take_up")
def take_up(*, actor: Actor, motion: Motion, topic_url: str = "", text: str = "", revision: int) -> Motion:
    """列入讨论. topic_url: an address of this house where it is discussed; empty: on its own page."""
    motion = lock(motion, revision=revision)
    require(fits(text, "说明", "text", needed=False))
    motion = advance(
        motion, "take_up", actor=actor, public_note=text.strip(), changes={"topic_url": _inside(topic_url)}
    )
    indexing.index_motion(motion)
    return motion


def _inside(url: str) -> str:
    """A path of this site."""
    url = url.strip()
    if url and (not url.startswith("/") or url.startswith("//") or "\\" in url):
        raise Refused(Denied("请填写本平台的网址，以“/”开头，例如 /forum/12/。", code="address", field="topic_url"))
    return url


@action("consult.decline")
def decline(*, actor: Actor, motion: Motion, reason: str, text: str, remedy: str, revision: int) -> Motion:
    """不列入 (R071): with a reason, and with what the person can do instead. Criticism is no reason (M03)."""
    motion = lock(motion, revision=revision)
    if reason not in DECLINES:
        raise Refused(Denied("请选择理由。", code="empty", field="reason"))
    seconds = Second.objects.filter(motion=motion).count()
    require(
        all_of(
            policies.fits_decline(motion, reason, seconds),
            fits(text, "理由说明", "text"),
            fits(remedy, "可以怎么办", "remedy"),
        )
    )
    changes = {
        "reason": reason, "reason_text": text.strip(), "remedy": remedy.strip(), "declined_by_id": actor.person_id,
        "declined_at": moment.now(),
    }  # fmt: skip
    motion = advance(motion, "decline", actor=actor, changes=changes, data={"reason": reason})
    indexing.index_motion(motion)
    return motion


@action("consult.appeal")
def appeal(*, actor: Actor, motion: Motion, text: str) -> Motion:
    """申诉一次 (M02)."""
    motion = lock(motion)
    require(fits(text, "申诉", "text"))
    return advance(motion, "appeal", actor=actor, changes={"appeal_text": text.strip(), "appealed_at": moment.now()})


@action("consult.look")
def look(*, actor: Actor, motion: Motion, overturn: bool, text: str, revision: int) -> Motion:
    """复核 by another person: 维持, or it is discussed."""
    motion = lock(motion, revision=revision)
    require(fits(text, "复核说明", "text"))
    changes = {"shown_at": motion.shown_at or moment.now()} if overturn else {}
    motion = advance(
        motion, "overturn" if overturn else "uphold", actor=actor, public_note=text.strip(), changes=changes
    )
    indexing.index_motion(motion)
    return motion


@action("consult.withdraw")
def withdraw(*, actor: Actor, motion: Motion) -> Motion:
    """The author takes it back before it is discussed."""
    motion = advance(lock(motion), "withdraw", actor=actor)
    indexing.index_motion(motion)
    return motion
