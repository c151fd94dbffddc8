"""回访, second look, and what happens by the clock alone."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from lianxin.foundation.casework import timers
from lianxin.foundation.casework.engine import advance
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.spine import moment
from lianxin.foundation.spine.actions import action, lock, record
from lianxin.kernel.actor import SYSTEM, Actor
from lianxin.kernel.decision import Denied, Refused

from .. import policies
from ..flow import FLOW
from ..models import CallBack, Letter
from ..words import CALLBACK_RESULTS

#: alerts of a clock that has run out and was told to those above (`timers.sweep`)
ALERTED = 2

EVENT_OF = {"redo": "redo", "accept": "accept_result", "escalate": "look_again", "unreached": "unreached"}


@action("letters.call_back")
def call_back(*, actor: Actor, letter: Letter, result: str, note: str, revision: int) -> Letter:
    """回访 of a bad rating by somebody else (HCP-01): redo, accepted, second look above, or unreached."""
    letter = lock(letter, revision=revision)
    if result not in CALLBACK_RESULTS:
        raise Refused(Denied("请选择回访结果。", code="choose", field="result"))
    if not note.strip():
        raise Refused(Denied("请记下留言人怎么说。", code="empty", field="note"))
    now, done_round = moment.now(), letter.round
    changes: dict[str, Any] = {}
    if result in ("redo", "escalate"):
        changes["round"] = letter.round + 1
    if result == "escalate":
        changes |= _one_level_up(letter)
    letter = advance(letter, EVENT_OF[result], actor=actor, changes=changes, note=note, data={"result": result})
    CallBack.objects.create(
        letter=letter, round=done_round, result=result, note=note, caller_id=_person(actor), created_at=now
    )
    return letter


def _person(actor: Actor) -> int:
    """Who called; the guard of the events has refused everybody else."""
    if actor.person_id is None:
        raise Refused(policies.NO_CALLER)
    return actor.person_id


def _one_level_up(letter: Letter) -> dict[str, Any]:
    """The organisation above the one that answered; at the top it stays and only the level counts."""
    above = letter.organisation.get_parent()
    organisation: Organisation = above or letter.organisation
    return {"organisation": organisation, "handler_id": None, "level": letter.level + 1, "returns": 0}


@action("letters.close_unrated")
def close_unrated(*, letter: Letter, actor: Actor = SYSTEM) -> Letter:
    """The rating window is over. The letter is closed and stays unrated; it never counts as satisfied."""
    return advance(lock(letter), "close_unrated", actor=actor)


@action("letters.go_on_without_supplement")
def go_on_without_supplement(*, letter: Letter, actor: Actor = SYSTEM) -> Letter:
    """The citizen did not answer in time; the office goes on with what it has (LX-05)."""
    return advance(lock(letter), "no_supplement", actor=actor)


@action("letters.escalate")
def escalate(*, letter: Letter, actor: Actor = SYSTEM) -> Letter:
    """The answer is overdue: noted on the time line, told to the leader above."""
    letter = lock(letter)
    # once for each clock: a letter that was looked at one level up can run late again
    letter.clocks.filter(state="running", alerts=ALERTED).update(alerts=ALERTED + 1)
    return advance(letter, "escalate", actor=actor, changes={"level": letter.level + 1})


@action("letters.give_alerts")
def give_alerts(*, now: datetime, actor: Actor = SYSTEM) -> int:
    """Remind of every clock that runs out and was not yet reminded of; answers how many."""
    given = timers.sweep(FLOW, now)
    record("letters.give_alerts", actor=actor, given=given)
    return given
