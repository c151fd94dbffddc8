"""A kind of case made executable: its lifecycle, its clocks, its guards and its announcements."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from lianxin.kernel.actor import Actor
from lianxin.kernel.clocks import Period
from lianxin.kernel.decision import Decision
from lianxin.kernel.lifecycle import Lifecycle, Transition

from .models import CaseBase, ClockBase

Guard = Callable[[Actor, Any], Decision]
#: called after the change, inside its transaction: (case, transition, actor, data)
Announce = Callable[[Any, Transition, Actor, Mapping[str, Any]], None]


@dataclass(frozen=True, slots=True)
class ClockSpec:
    """A promise of a kind of case.

    figure: case -> (rule id, name of the figure in the registry), so that a table in the rules can
            give each kind of letter another limit.
    duty:   whose promise it is: ``"office"`` counts for statistics and alerts, ``"citizen"`` does not.
    own:    case -> the term that the organisation declared for itself, where the rule leaves that to it; None: the
            figure of the rule holds.
    """

    name: str
    label: str
    figure: Callable[[Any], tuple[str, str]]
    duty: str = "office"
    own: Callable[[Any], Period | None] = lambda _: None


@dataclass(frozen=True)
class Flow:
    """Everything `engine.advance` needs to know about one kind of case."""

    lifecycle: Lifecycle
    case: type[CaseBase]
    step: Any  # a StepBase with a foreign key `case`
    clock: Any  # a ClockBase with a foreign key `case`
    clocks: Mapping[str, ClockSpec]
    is_author: Callable[[Actor, Any], bool]
    announce: Announce
    alert: Callable[[Any, ClockBase, bool], None]
    guards: Mapping[str, Guard] = field(default_factory=dict)
    #: events that an office which only helps (协办) may do as well, and where such offices sit
    helped: Sequence[str] = ()
    helping_at: Callable[[Any], Sequence[str]] = lambda _: ()

    @property
    def kind(self) -> str:
        return self.lifecycle.kind


FLOWS: dict[str, Flow] = {}


def register_flow(flow: Flow) -> Flow:
    """Make a flow known to the ticker, the documents and the exhaustive test."""
    unknown = {m.clock for t in flow.lifecycle.transitions for m in t.clocks} - set(flow.clocks)
    if unknown:
        raise ValueError(f"{flow.kind}: transitions move unknown clocks {unknown}")
    strange = set(flow.guards) - set(flow.lifecycle.by_event)
    if strange:
        raise ValueError(f"{flow.kind}: guards for unknown events {strange}")
    FLOWS[flow.kind] = flow
    return flow


def flow_of(case: CaseBase) -> Flow:
    """The flow that governs a case."""
    for flow in FLOWS.values():
        if isinstance(case, flow.case):
            return flow
    raise LookupError(f"no flow for {type(case).__name__}")
