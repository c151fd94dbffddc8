"""One motion of the demonstration, brought into a state by the people whose work it is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from lianxin.foundation.spine import moment
from lianxin.kernel.actor import Actor

from .. import actions
from ..actions import Outcome
from ..models import Motion
from . import texts

#: states that lie behind the discussion
_TAKEN_UP = ("discussing", "voting", "decided", "carrying", "done", "ended")


def play(
    motion: Motion, state: str, author: Actor, members: Sequence[Actor], cast: dict[str, Actor],
    at: Callable[[int], datetime], ago: int,
) -> None:  # fmt: skip
    """cast: who answers, reviews, looks at appeals; at: days ago -> moment."""
    if state == "proposed":
        return
    if state in texts.DECLINES and state != "upheld":
        _decline(motion, state, author, cast, at, ago)
        return
    with moment.at(at(ago)):
        motion = actions.show(actor=cast["reviews"], motion=motion, revision=motion.revision)
    if state == "upheld":
        _decline(motion, state, author, cast, at, ago)
        return
    with moment.at(at(max(ago - 1, 1))):
        for other in [one for one in members if one.person_id != author.person_id][: 3 if state == "shown" else 5]:
            actions.second(actor=other, motion=motion)
        if state == "withdrawn":
            actions.withdraw(actor=author, motion=motion)
        elif state == "hidden":
            text = "写了别人没有到岗的日期和缘由，属于别人的私事。"
            actions.hide(actor=cast["reviews"], motion=motion, text=text, revision=motion.revision)
    if state in _TAKEN_UP:
        _decide(motion, state, cast, at, ago)


def _decline(
    motion: Motion, state: str, author: Actor, cast: dict[str, Actor], at: Callable[[int], datetime], ago: int
) -> None:
    reason, text, remedy = texts.DECLINES[state]
    with moment.at(at(ago - 1)):
        motion = actions.decline(
            actor=cast["answers"], motion=motion, reason=reason, text=text, remedy=remedy, revision=motion.revision
        )
        if state != "declined":
            motion = actions.appeal(actor=author, motion=motion, text="我觉得支部能管，请再看一看。")
    if state == "upheld":
        with moment.at(at(ago - 4)):
            text = "确实不归支部管，已经把情况转告镇里。"
            actions.look(actor=cast["looks"], motion=motion, overturn=False, text=text, revision=motion.revision)


def _decide(motion: Motion, state: str, cast: dict[str, Actor], at: Callable[[int], datetime], ago: int) -> None:
    answers = cast["answers"]
    with moment.at(at(ago - 3)):
        motion = actions.take_up(actor=answers, motion=motion, text="在下次支委会上讨论。", revision=motion.revision)
    if state == "discussing":
        return
    way = "meeting" if state == "voting" else "committee"
    with moment.at(at(ago - 6)):
        text = "讨论了一次，两种意见都有，按多数同志的意思交付表决。"
        motion = actions.vote(actor=answers, motion=motion, way=way, text=text, revision=motion.revision)
    if state == "voting":
        return
    word, text, post = texts.RESULTS[state]
    carry_on = at(texts.CARRY.get(state, 0)).date()
    with moment.at(at(ago - 9)):
        outcome = Outcome(word == "yes", text, carry_on=carry_on if word == "yes" else None, carry_post=post)
        motion = actions.decide(actor=answers, motion=motion, outcome=outcome, revision=motion.revision)
    if state == "decided":
        return
    with moment.at(at(ago - 11)):
        motion = actions.publish(actor=cast["reviews"], motion=motion, revision=motion.revision)
    if state == "done":
        with moment.at(at(15)):
            actions.finish_motion(actor=answers, motion=motion, text=texts.DONE, revision=motion.revision)
