"""R098, P05: every state, every event, every person; the tables hold, and nobody acts outside duty and scope."""

from __future__ import annotations

from typing import Any

import pytest

from lianxin.democracy.interviews.flow import FLOWS
from lianxin.democracy.interviews.models import Interview, Reception, Visit
from lianxin.foundation.audit.sentences import sentence_for
from lianxin.foundation.casework.engine import may
from lianxin.foundation.spine.actions import ACTIONS
from lianxin.kernel.actor import ANONYMOUS
from tests.democracy.interviews.conftest import HOUR, Town, Who, fresh

pytestmark = pytest.mark.django_db
CAST = (
    "editor",
    "approver",
    "secretary",
    "reviewer",
    "dispatcher",
    "leader",
    "foreign_editor",
    "foreign_secretary",
    "author",
    "anonymous",
    "guest",
    "admin",
)


@pytest.fixture
def rows(town: Town) -> dict[str, Any]:
    plan = town.reception()
    return {"interview": town.talk(), "reception": plan, "visit": town.book(plan, by="neighbour")[0]}


@pytest.mark.parametrize("kind", FLOWS)
def test_every_event_in_every_state_by_everybody(kind: str, rows: dict[str, Any], who: Who) -> None:
    """The table alone: right and state; what the guards add is shown elsewhere."""
    flow, case = FLOWS[kind], rows[kind]
    object.__setattr__(flow, "guards", {})  # a frozen row of settings; put back below
    seen = 0
    try:
        for state in flow.lifecycle.by_state:
            case.state = state
            for event in flow.lifecycle.by_event:
                row = next((t for t in flow.lifecycle.leaving(state) if t.event == event), None)
                for name in CAST:
                    actor = who(name)
                    mine = flow.is_author(actor, case)
                    allowed = row is not None and (
                        mine if row.verb == "author" else row.verb != "system" and actor.may(row.verb, case.org_path)
                    )
                    assert bool(may(actor, case, event)) == allowed, (state, event, name)
                    seen += allowed
    finally:
        object.__setattr__(flow, "guards", GUARDS[kind])
    assert seen > 10 or kind == "visit"


GUARDS = {kind: flow.guards for kind, flow in FLOWS.items()}


def test_every_state_is_reached_by_people(town: Town, clock: Any) -> None:
    """And is the one that the demonstration promises: no state of the tables is out of reach."""
    from tests.democracy.interviews.conftest import ROADS

    assert {town.talk(state).state for state in ROADS} == {state.name for state in FLOWS["interview"].lifecycle.states}
    plan = town.reception(slots=10)
    clock.move_to(HOUR.replace(minute=1))
    plan = fresh(plan)
    Reception.objects.unscoped("test").filter(pk=plan.pk).update(starts_at=HOUR.replace(minute=2))
    made = {town.visit(fresh(plan), state, slot, by="dispatcher", assisted=True).state
            for slot, state in enumerate(("booked", "cancelled", "arrived", "answered", "handed", "referred", "following"), 1)}  # fmt: skip
    assert made == {"booked", "cancelled", "arrived", "answered", "handed", "referred", "following"}


def test_a_foreign_case_is_not_there(town: Town, who: Who) -> None:
    for row in (town.talk("draft"), town.reception("draft")):
        for event in ("announce", "edit", "drop"):
            denied = may(who("foreign_secretary"), row, event)
            assert getattr(denied, "code", "") == "out_of_scope", event
        assert not may(ANONYMOUS, row, "announce")


def test_whatever_is_done_is_written_down_in_words() -> None:
    silent = [
        name
        for name in ACTIONS
        if name.startswith(("talks.", "receptions.", "interviews.")) and sentence_for(name, {}) == name
    ]
    by_another_name = {"edit", "announce", "drop", "change", "cancel", "hold", "move", "cancel_visit", "arrive", "miss", "result", "settle",
                       "rate", "amend", "postpone", "reschedule", "begin", "finish", "record", "archive"}  # fmt: skip
    assert [name for name in silent if name.split(".")[1] not in by_another_name] == []
    for kind, flow in FLOWS.items():
        for row in flow.lifecycle.transitions:
            assert sentence_for(f"{kind}.{row.event}", {}) != f"{kind}.{row.event}"


def test_models_are_cases_that_only_the_engine_moves() -> None:
    assert {flow.case for flow in FLOWS.values()} == {Interview, Reception, Visit}
