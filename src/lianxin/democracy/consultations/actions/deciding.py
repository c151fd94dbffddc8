"""表决、公布、落实."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from lianxin.foundation.casework.engine import advance
from lianxin.foundation.rules.registry import rule
from lianxin.foundation.spine import moment
from lianxin.foundation.spine.actions import action, lock, require
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Allowed, Decision, Denied, Refused
from lianxin.membership.gatherings.models import Resolution

from .. import decisions, indexing
from ..models import Motion
from ..policies import fits
from ..words import WAYS


@dataclass(frozen=True, slots=True)
class Outcome:
    """How it ended. resolution: of a filed meeting; its vote decides `adopted` when it was one. carry_on, carry_post: until
    when and which post carries it out, when it was adopted."""

    adopted: bool
    text: str
    on: date | None = None
    resolution: Resolution | None = None
    carry_on: date | None = None
    carry_post: str = ""


@action("consult.vote")
def vote(*, actor: Actor, motion: Motion, way: str, poll: str = "", text: str = "", revision: int) -> Motion:
    """交付表决: by a meeting, by a poll, or by the committee; once more where one of them came to nothing."""
    motion = lock(motion, revision=revision)
    if way not in WAYS:
        raise Refused(Denied("请选择怎么决定。", code="empty", field="way"))
    if way == "poll":
        require(decisions.fits_poll(actor, poll))
    require(fits(text, "讨论情况", "text", needed=False))
    changes = {"way": way, "poll": poll.strip() if way == "poll" else ""}
    event = "revote" if motion.state == "voting" else "vote"
    return advance(motion, event, actor=actor, public_note=text.strip(), changes=changes, data={"way": way})


@action("consult.decide")
def decide(*, actor: Actor, motion: Motion, outcome: Outcome, revision: int) -> Motion:
    """登记结果: not shown before another person has released it."""
    motion = lock(motion, revision=revision)
    require(fits(outcome.text, "结果和理由", "text"))
    adopted, on = outcome.adopted, outcome.on or moment.today()
    if motion.way == "meeting":
        resolution = outcome.resolution
        if resolution is None:
            raise Refused(Denied("请选择会议决议。", code="empty", field="resolution"))
        require(decisions.fits_resolution(motion, resolution))
        adopted, on = resolution.passed, resolution.gathering.day
    elif motion.way == "poll":
        require(decisions.poll_is_over(actor, motion))
    if on > moment.today():
        raise Refused(Denied("这一天还没有到。", code="future", field="on"))
    if adopted:
        require(_fits_carrying(outcome))
    changes = {
        "adopted": adopted, "result": outcome.text.strip(), "decided_on": on, "decided_by_id": actor.person_id,
        "resolution": outcome.resolution if motion.way == "meeting" else None,
        "carry_on": outcome.carry_on if adopted else None, "carry_post": outcome.carry_post.strip() if adopted else "",
    }  # fmt: skip
    return advance(motion, "decide", actor=actor, changes=changes, data={"adopted": adopted})


def _fits_carrying(outcome: Outcome) -> Decision:
    if outcome.carry_on is None:
        return Denied("通过的议题要写明什么时候落实。", rule="LX-186", code="empty", field="carry_on")
    return _fits_day(outcome.carry_on) if outcome.carry_post.strip() else Denied(
        "通过的议题要写明由哪个岗位落实。", rule="LX-186", code="empty", field="carry_post"
    )  # fmt: skip


def _fits_day(day: date) -> Decision:
    """From today to the months of LX-186."""
    today, months = moment.today(), rule("LX-186").period("carry").amount
    if day < today:
        return Denied("落实期限已经过了。", code="past", field="carry_on")
    if (day.year - today.year) * 12 + day.month - today.month - (day.day <= today.day) >= months:
        return Denied(f"落实期限最长 {months} 个月。", rule="LX-186", code="too_far", field="carry_on")
    return Allowed()


@action("consult.return_result")
def return_result(*, actor: Actor, motion: Motion, text: str, revision: int) -> Motion:
    """退回: what has to be mended stays inside."""
    motion = lock(motion, revision=revision)
    require(fits(text, "退回原因", "text"))
    return advance(motion, "return_result", actor=actor, note=text.strip())


@action("consult.publish")
def publish(*, actor: Actor, motion: Motion, revision: int) -> Motion:
    """公布结果 by another person than who wrote it down; adopted ones are carried out until the day that stands there."""
    motion = lock(motion, revision=revision)
    event = "publish" if motion.adopted else "publish_no"
    motion = advance(motion, event, actor=actor, changes={"published_at": moment.now()})
    indexing.index_motion(motion)
    return motion


@action("consult.postpone")
def postpone(*, actor: Actor, motion: Motion, on: date, text: str, revision: int) -> Motion:
    """改期限: the reason is public."""
    motion = lock(motion, revision=revision)
    require(_fits_day(on))
    if motion.carry_on is not None and on <= motion.carry_on:
        raise Refused(Denied("新的期限要在原来的期限以后。", code="early", field="carry_on"))
    require(fits(text, "原因", "text"))
    return advance(motion, "postpone", actor=actor, public_note=text.strip(), changes={"carry_on": on})


@action("consult.finish_motion")
def finish_motion(*, actor: Actor, motion: Motion, text: str, revision: int) -> Motion:
    """已落实: what was done, for everybody who may read the motion."""
    motion = lock(motion, revision=revision)
    require(fits(text, "落实情况", "text"))
    motion = advance(motion, "finish", actor=actor, public_note=text.strip(), changes={"done_text": text.strip()})
    indexing.index_motion(motion)
    return motion


@action("consult.hide")
def hide(*, actor: Actor, motion: Motion, text: str, revision: int) -> Motion:
    """撤下: the words are gone, that they were taken down and why stays (M06)."""
    motion = lock(motion, revision=revision)
    require(fits(text, "撤下原因", "text"))
    motion = advance(motion, "hide", actor=actor, public_note=text.strip())
    indexing.index_motion(motion)
    return motion
