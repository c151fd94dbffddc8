"""A small table-driven state machine.

One table draws the buttons, the diagram in the documents, the exhaustive test and the Hypothesis
machine; `lianxin.foundation.casework` executes it in one transaction.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from .decision import Denied

SAME = "="  # target of a transition that leaves the state as it is
BACK = "<"  # target of one that takes the last step back: the state that was before it


@dataclass(frozen=True, slots=True)
class ClockMove:
    """What a transition does to one clock: ``start``, ``stop``, ``pause``, ``resume`` or ``cancel``."""

    clock: str
    move: str


@dataclass(frozen=True, slots=True)
class State:
    """A state with its word for staff and the stage that the public sees."""

    name: str
    label: str
    stage: str
    terminal: bool = False


@dataclass(frozen=True, slots=True)
class Transition:
    """One row of the table.

    event:   name of what happens, e.g. ``"assign"``.
    sources: names of the states in which it may happen.
    target:  name of the state afterwards, `SAME` or `BACK`.
    verb:    right that the actor needs inside the case's organisation; ``"author"`` for the one
             who wrote the case, ``"system"`` for the ticker alone.
    label:   the word on the button.
    clocks:  what happens to the clocks.
    public:  the line that the public time line shows, or empty when it is internal.
    """

    event: str
    sources: tuple[str, ...]
    target: str
    verb: str
    label: str
    clocks: tuple[ClockMove, ...] = ()
    public: str = ""


@dataclass(frozen=True)
class Lifecycle:
    """States and transitions of one kind of case. Checks itself when it is made."""

    kind: str
    label: str
    states: tuple[State, ...]
    transitions: tuple[Transition, ...]
    initial: str
    by_state: Mapping[str, State] = field(init=False, repr=False)
    by_event: Mapping[str, tuple[Transition, ...]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        by_state = {s.name: s for s in self.states}
        by_event: dict[str, tuple[Transition, ...]] = {}
        for row in self.transitions:
            unknown = [s for s in (*row.sources, row.target) if s not in (SAME, BACK, *by_state)]
            if unknown:
                raise ValueError(f"{self.kind}.{row.event}: unknown state {unknown}")
            taken = {s for other in by_event.get(row.event, ()) for s in other.sources}
            if taken & set(row.sources):
                raise ValueError(f"{self.kind}.{row.event}: two rows leave the same state")
            by_event[row.event] = (*by_event.get(row.event, ()), row)
        if self.initial not in by_state:
            raise ValueError(f"{self.kind}: unknown initial state {self.initial}")
        object.__setattr__(self, "by_state", by_state)
        object.__setattr__(self, "by_event", by_event)

    def find(self, state: str, event: str) -> Transition | Denied:
        """The row for an event in a state, or a refusal that names both in plain words."""
        rows = self.by_event.get(event)
        if not rows:
            raise KeyError(f"{self.kind} has no event {event}")
        for row in rows:
            if state in row.sources:
                return row
        now = self.by_state[state].label
        return Denied(
            f"当前状态是“{now}”，不能“{rows[0].label}”。",
            code="wrong_state",
            remedy="请刷新页面查看最新进展；您填写的内容已保留。",
        )

    def leaving(self, state: str) -> tuple[Transition, ...]:
        """All rows that may happen in a state, in the order of the table."""
        return tuple(row for row in self.transitions if state in row.sources)

    def mermaid(self) -> str:
        """The flow as a Mermaid state diagram (rows that keep the state, or go back, are left out)."""
        lines = ["stateDiagram-v2", f"    [*] --> {self.initial}"]
        lines += [f'    state "{s.label}" as {s.name}' for s in self.states]
        for row in self.transitions:
            if row.target not in (SAME, BACK):
                lines += [f"    {source} --> {row.target}: {row.label}" for source in row.sources]
        lines += [f"    {s.name} --> [*]" for s in self.states if s.terminal]
        return "\n".join(lines)
