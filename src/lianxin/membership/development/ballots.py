"""Secret votes that a room above held on somebody (DEV-14, DEV-15): what their reports offer to the step of the vote.

People decide: a report is offered, chosen by hand and checked like any other vote. Figures that were entered by hand
although a report was there are kept with its name, so that the page shows both.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Denied, Refused

from .models import Development
from .policies import label
from .reckoning import FIGURES, figures_said
from .steps import HOW, PLATFORM

#: steps that such a vote can be for -> whether they need that it was carried
FOR = {"accept": True, "not_accepted": False, "accept_full": True, "not_full": False}
#: step in favour that stands beside one against
_INSTEAD = {"not_accepted": "accept", "not_full": "accept_full"}


@dataclass(frozen=True, slots=True)
class Ballot:
    """A secret vote on one person. yes, no, abstained: of those who were there; written: letters in favour (DEV-15).

    key: "room:number"; organisation: whose meeting voted; filed: the report was approved, nothing of it changes any
    more; url: the report, empty for somebody who may not open it.
    """

    key: str
    title: str
    number: str
    organisation: int
    day: date
    filed: bool
    passed: bool
    due: int
    present: int
    yes: int
    no: int
    abstained: int
    written: int
    url: str = ""
    #: slips that were handed out, on paper and on the platform, and those that came back
    issued: int = 0
    returned: int = 0

    @property
    def words(self) -> str:
        written = f"，会前书面赞成 {self.written}" if self.written else ""
        return (
            f"应到 {self.due}，到会 {self.present}，赞成 {self.yes}，不赞成 {self.no}，弃权 {self.abstained}{written}"
            f"（{'通过' if self.passed else '没有通过'}）"
        )

    def figures(self) -> dict[str, int]:
        return {name: getattr(self, name) for name in FIGURES}


#: every counted vote on the person of a case that was not called off; asked once for a page
Provide = Callable[[Actor, Development], Sequence[Ballot]]
_ROOMS: dict[str, Provide] = {}


def register_ballots(name: str, provide: Provide) -> None:
    """Called by a room above in its ``ready()``."""
    _ROOMS[name] = provide


def _on(actor: Actor, case: Development) -> list[Ballot]:
    return [one for provide in _ROOMS.values() for one in provide(actor, case)]


def _unused(actor: Actor, case: Development) -> list[Ballot]:
    """Of the branch that the person belongs to, that no step has used, the newest first."""
    used = {key for event in FOR for key in used_by(case.fact(event))}
    rows = [one for one in _on(actor, case) if one.key not in used and one.organisation == case.organisation_id]
    return sorted(rows, key=lambda one: (one.day, one.key), reverse=True)


def used_by(fact: dict[str, Any]) -> list[str]:
    """Keys of the votes that a step used: it may come again after the committee refused."""
    return [*fact.get("used_ballots", []), *([fact["ballot"]] if fact.get("ballot") else [])]


def offered(actor: Actor, case: Development, event: str) -> list[Ballot]:
    """Those whose report was approved; none for a step that no such vote can be for."""
    return [one for one in _unused(actor, case) if one.filed] if event in FOR else []


def unfiled(actor: Actor, case: Development, event: str) -> list[Ballot]:
    """Those that were counted and wait for the approval."""
    return [one for one in _unused(actor, case) if not one.filed] if event in FOR else []


def filled(actor: Actor, case: Development, event: str, on: date, said: dict[str, Any]) -> dict[str, Any]:
    """What the step says with the figures of the report that was chosen. Raises `Refused` for one that does not belong to it."""
    row = next((one for one in offered(actor, case, event) if one.key == said["ballot"]), None)
    if row is None:
        raise Refused(Denied("请从列出的表决里选一次。", rule="DEV-15", code="unknown", field="source"))
    if on != row.day:
        raise Refused(
            Denied(f"这次表决是 {row.day} 的，这一步的日期就是那一天。", rule="DEV-21", code="day", field="on")
        )
    if not FOR[event] and row.passed:
        words = f"这次表决通过了，请登记“{label(_INSTEAD[event])}”。"
        raise Refused(Denied(words, rule="DEV-15", code="passed", field="source"))
    kept = {name: value for name, value in said.items() if name not in ("resolution", "meeting")}
    slips = {"how": PLATFORM, "issued": row.issued, "returned": row.returned}
    return {name: value for name, value in kept.items() if name not in HOW} | row.figures() | slips


def passed_over(actor: Actor, case: Development, event: str, on: date) -> Ballot | None:
    """The report of that day that was there when the figures were entered by hand."""
    return next((one for one in offered(actor, case, event) if one.day == on), None)


@dataclass(frozen=True, slots=True)
class Source:
    """Where the figures of a step come from. by_hand: they were entered although this report was there; said: those figures."""

    ballot: Ballot
    by_hand: bool
    said: str = ""


def sources(actor: Actor, case: Development) -> dict[str, Source]:
    """event -> the report that it used, or passed over, for the page of the case."""
    kept = {event: (fact.get("ballot"), fact.get("instead_of"), fact) for event in FOR if (fact := case.fact(event))}
    if not any(ballot or instead for ballot, instead, _ in kept.values()):
        return {}
    rows, found = {one.key: one for one in _on(actor, case)}, {}
    for event, (ballot, instead, fact) in kept.items():
        if (row := rows.get(ballot or instead or "")) is not None:
            found[event] = Source(row, not ballot, figures_said(fact))
    return found
