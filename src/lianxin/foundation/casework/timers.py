"""Clocks of cases: started, paused, extended and stopped only by the table of transitions."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils import timezone

from lianxin.foundation.calendars.queries import calendar_for
from lianxin.foundation.rules.registry import rule
from lianxin.foundation.spine.actions import record
from lianxin.kernel.actor import SYSTEM
from lianxin.kernel.clocks import Period, due_at
from lianxin.kernel.lifecycle import ClockMove

from .flow import Flow
from .models import CaseBase, ClockBase


def move(flow: Flow, case: CaseBase, moves: Iterable[ClockMove], now: datetime) -> None:
    """Do what a transition says to the clocks, then note the nearest due date on the case."""
    moves = list(moves)
    if not moves:
        return
    clocks = list(flow.clock._default_manager.filter(case=case))
    for step in moves:
        if step.move == "start":
            clocks.append(_start(flow, case, step.clock, now))
            continue
        for clock in clocks:
            if clock.name == step.clock and clock.state in (ClockBase.RUNNING, ClockBase.PAUSED):
                _change(case, clock, step.move, now)
    note_nearest(flow, case, clocks)


def extend(flow: Flow, case: CaseBase, name: str, by: Period, reason: str) -> ClockBase:
    """Give the named running clock more time; the reason is kept and told to the citizen."""
    clock = flow.clock._default_manager.filter(case=case, name=name, state=ClockBase.RUNNING).latest("id")
    clock.extensions = [*clock.extensions, [by.amount, by.unit, reason]]
    _reckon(case, clock)
    clock.save()
    note_nearest(flow, case, list(flow.clock._default_manager.filter(case=case)))
    return clock


#: what a step may change of a promise
_OF_A_CLOCK = ("state", "due_at", "stopped_at", "next_alert_at", "pauses", "extensions")


def remember(flow: Flow, case: CaseBase) -> list[dict[str, Any]]:
    """The promises of a case as they stand, fit for JSON, so that a step can be taken back (`put_back`)."""
    return [
        {"id": clock.pk} | {name: _said(getattr(clock, name)) for name in _OF_A_CLOCK}
        for clock in flow.clock._default_manager.filter(case=case)
    ]


def put_back(flow: Flow, case: CaseBase, kept: Iterable[dict[str, Any]], now: datetime) -> None:
    """Promises run again as they ran before a step; those that it began are cancelled and stay to be seen.

    A promise that the step left alone is left alone here too: what was reminded of since stays so.
    """
    known = {one["id"]: one for one in kept}
    clocks = list(flow.clock._default_manager.filter(case=case))
    for clock in clocks:
        was = known.get(clock.pk)
        if was is None and clock.state in (ClockBase.RUNNING, ClockBase.PAUSED):
            _change(case, clock, "cancel", now)
        elif was is not None and any(_said(getattr(clock, n)) != was[n] for n in ("state", "pauses", "extensions")):
            for name in _OF_A_CLOCK:
                value = was[name]
                setattr(clock, name, datetime.fromisoformat(value) if name.endswith("_at") and value else value)
            clock.save()
    note_nearest(flow, case, clocks)


def _said(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value


def note_nearest(flow: Flow, case: CaseBase, clocks: Iterable[ClockBase]) -> None:
    """`due_at` of the case = the first promise of the office that still runs (lists sort by it)."""
    running = [
        c for c in clocks if c.state == ClockBase.RUNNING and flow.clocks[c.name].duty == "office"
    ]  # fmt: skip
    nearest = min(running, key=lambda c: c.due_at, default=None)
    case.due_at = nearest.due_at if nearest else None
    case.due_clock = nearest.name if nearest else ""


def _start(flow: Flow, case: Any, name: str, now: datetime) -> ClockBase:
    spec = flow.clocks[name]
    rule_id, figure = spec.figure(case)
    found = rule(rule_id, on=timezone.localdate(now))
    budget = spec.own(case) or found.period(figure)
    clock = flow.clock(
        case=case, name=name, label=spec.label, round=getattr(case, "round", 1),
        rule_id=rule_id, rule_version=found.version, amount=budget.amount, unit=budget.unit, started_at=now,
    )  # fmt: skip
    _reckon(case, clock)
    clock.save()
    return clock


def _change(case: CaseBase, clock: ClockBase, what: str, now: datetime) -> None:
    if what == "pause" and clock.state == ClockBase.RUNNING:
        clock.state = ClockBase.PAUSED
        clock.pauses = [*clock.pauses, [now.isoformat(), None]]
        clock.next_alert_at = None
    elif what == "resume" and clock.state == ClockBase.PAUSED:
        clock.state = ClockBase.RUNNING
        clock.pauses = [*clock.pauses[:-1], [clock.pauses[-1][0], now.isoformat()]]
        _reckon(case, clock)
    elif what in ("stop", "cancel"):
        if clock.state == ClockBase.PAUSED:
            clock.pauses = [*clock.pauses[:-1], [clock.pauses[-1][0], now.isoformat()]]
            _reckon(case, clock)
        clock.state = ClockBase.STOPPED if what == "stop" else ClockBase.CANCELLED
        clock.stopped_at = now
        clock.next_alert_at = None
    clock.save()


def _reckon(case: CaseBase, clock: ClockBase) -> None:
    calendar = calendar_for(case.org_path)
    clock.due_at = due_at(
        calendar, clock.started_at, clock.budget, extensions=clock.extension_list(), pauses=clock.pause_list()
    )
    # One warning when most of the time is gone, in working hours; the second alert is the due date itself.
    warn = clock.started_at + (clock.due_at - clock.started_at) * warned_from()
    clock.next_alert_at = calendar.next_opening(warn if clock.alerts == 0 else clock.due_at)


def warned_from() -> float:
    """Share of the time of a promise after which people are reminded and pages turn yellow (LX-10)."""
    return float(rule("LX-10").share("first"))


def sweep(flow: Flow, now: datetime, *, limit: int = 500) -> int:
    """Alert for every running clock whose alert is due and not yet given; answers how many.

    Asked by the ticker. "Due and not done" is the question, never "in the last minute", so that a
    ticker which stood still for days catches up with exactly one alert per clock and stage.
    """
    waiting = flow.clock._default_manager.filter(state=ClockBase.RUNNING, next_alert_at__lte=now)
    rows = list(waiting.select_related("case").order_by("next_alert_at")[:limit])
    for clock in rows:
        overdue = now > clock.due_at
        clock.alerts = 2 if overdue else 1
        clock.next_alert_at = None if overdue else calendar_for(clock.case.org_path).next_opening(clock.due_at)
        clock.save(update_fields=["alerts", "next_alert_at"])
        record(f"{flow.kind}.alert", actor=SYSTEM, subject=clock.case, clock=clock.name, overdue=overdue)
        flow.alert(clock.case, clock, overdue)
    return len(rows)
