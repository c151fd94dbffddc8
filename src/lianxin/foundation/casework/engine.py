"""The one function that changes the state of a case, and the questions that pages ask before it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.db.models import Model

from lianxin.foundation.spine import moment
from lianxin.foundation.spine.actions import record, require
from lianxin.kernel.actor import Actor, Duty
from lianxin.kernel.decision import OUT_OF_SCOPE, Allowed, Decision, Denied, Refused
from lianxin.kernel.lifecycle import BACK, SAME, Transition

from . import timers
from .flow import Flow, flow_of
from .models import CaseBase

C = TypeVar("C", bound=CaseBase)


@dataclass(frozen=True, slots=True)
class Button:
    """What a person may do with a case now; a refused one is shown grey with its reason."""

    event: str
    label: str
    decision: Decision


@dataclass(frozen=True, slots=True)
class Before:
    """How a case stood before its last step, for a row that goes `BACK`. clocks: what `timers.remember` wrote down."""

    state: str
    clocks: list[dict[str, Any]]


def may(actor: Actor, case: CaseBase, event: str) -> Decision:
    """Whether the actor may do the event with the case as it is: state, right and guard, in this order."""
    flow = flow_of(case)
    row = flow.lifecycle.find(case.state, event)
    if isinstance(row, Denied):
        return row
    permission = _permission(flow, row, actor, case)
    if isinstance(permission, Denied):
        return permission
    guard = flow.guards.get(event)
    return guard(actor, case) if guard else Allowed()


def advance(
    case: C,
    event: str,
    *,
    actor: Actor,
    note: str = "",
    public_note: str = "",
    changes: dict[str, Any] | None = None,
    data: dict[str, Any] | None = None,
    back: Before | None = None,
) -> C:
    """Execute one row of the table: permission, state, time line, clocks, audit, notices.

    Must be called inside an action, on a locked case. `changes` are columns that the event sets
    besides the state (`organisation`, `handler`, `level`, ...); `data` is kept with the time line
    and the audit line and must hold no personal text. `back` is asked by rows that go back, and by no
    other. Raises `Refused`.
    """
    require(may(actor, case, event))
    flow = flow_of(case)
    row = flow.lifecycle.find(case.state, event)
    if isinstance(row, Denied):
        raise Refused(row)
    now, source = moment.now(), case.state
    _apply(flow, row, case, changes or {}, now, back)
    _add_step(flow, row, case, actor, now, source, note, public_note, data or {})
    if back is None:
        timers.move(flow, case, row.clocks, now)
    else:
        timers.put_back(flow, case, back.clocks, now)
    case.save()
    record(
        f"{flow.kind}.{event}", actor=actor, subject=case, org_path=case.org_path,
        source=source, target=case.state, **(data or {}),
    )  # fmt: skip
    flow.announce(case, row, actor, data or {})
    return case


def buttons(actor: Actor, case: CaseBase) -> list[Button]:
    """All rows that leave the present state and that the actor's duties could ever do."""
    flow = flow_of(case)
    shown: list[Button] = []
    for row in flow.lifecycle.leaving(case.state):
        if row.verb == "system" or isinstance(_permission(flow, row, actor, case), Denied):
            continue
        shown.append(Button(row.event, row.label, may(actor, case, row.event)))
    return shown


def _permission(flow: Flow, row: Transition, actor: Actor, case: CaseBase) -> Decision:
    if actor.kind == "system":
        return Allowed()
    if row.verb == "author":
        if flow.is_author(actor, case):
            return Allowed()
        return Denied("只有留言人本人可以这样做。", code="not_author")
    if row.verb == "system":
        return Denied("这一步由系统按时限自动完成。", code="system_only")
    if actor.may(row.verb, case.org_path):
        return Allowed()
    if not actor.has(row.verb):
        return Denied(f"您的岗位不能“{row.label}”。", code="no_right")
    if row.event in flow.helped and any(actor.may(row.verb, path) for path in flow.helping_at(case)):
        return Allowed()
    return OUT_OF_SCOPE


def _apply(
    flow: Flow, row: Transition, case: CaseBase, changes: dict[str, Any], now: datetime, back: Before | None
) -> None:
    if (row.target == BACK) != (back is not None):
        raise ValueError(f"{flow.kind}.{row.event}: what was before belongs to rows that go back")
    for name, value in changes.items():
        setattr(case, name, value)
    if "organisation" in changes:
        case.org_path = changes["organisation"].org_path
    target = back.state if back is not None else row.target
    if target != SAME:
        case.state = target
        terminal = flow.lifecycle.by_state[target].terminal
        case.closed_at = (case.closed_at or now) if terminal else None
    case.revision += 1


def _add_step(
    flow: Flow, row: Transition, case: CaseBase, actor: Actor, now: datetime,
    source: str, note: str, public_note: str, data: dict[str, Any],
) -> Model:  # fmt: skip
    duty = _acting_duty(flow, case, actor)
    return flow.step._default_manager.create(
        case=case,
        event=row.event,
        label=row.label,
        source=source,
        target=case.state,
        at=now,
        actor_kind=actor.kind,
        person_id=actor.person_id,
        organisation_id=duty.organisation_id if duty else None,
        public_label=row.public,
        public_note=public_note,
        note=note,
        data=data,
    )


def _acting_duty(flow: Flow, case: CaseBase, actor: Actor) -> Duty | None:
    """The duty by which the actor acts: at the responsible organisation or above, else at one that helps (协办)."""
    duty = next((d for d in actor.duties if case.org_path.startswith(d.org_path)), None)
    if duty is None and actor.duties:
        helping = flow.helping_at(case)
        duty = next((d for d in actor.duties if any(path.startswith(d.org_path) for path in helping)), None)
    return duty
