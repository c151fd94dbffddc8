"""Who may do which step and when; the same twice, a stale page, a state without the step (ELE-13, M04, V01, V02)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from lianxin.democracy.elections import actions
from lianxin.democracy.elections.actions import Standing
from lianxin.democracy.elections.lifecycle import ELECTION
from lianxin.democracy.elections.models import Election, Voter
from lianxin.kernel.decision import Denied
from tests.democracy.elections.conftest import CANDIDATES, NOW, World, draft_of
from tests.democracy.elections.paper_rounds import (
    Make,
    polled,
    refused,
    reported,
    told,
    yes_of,
)

# ELE-13: approval


def test_the_organisation_above_approves_on_or_after_the_day(world: World, meeting: Make) -> None:
    """ELE-13: not the own organisation, not before the meeting, not tomorrow."""
    found = reported(meeting)
    today = NOW.date()
    for who in ("runner", "reviewer"):
        denied = refused(found.do, "approve", who, number="1", on=today)
        assert denied.code in ("no_right", "out_of_scope")
        assert refused(found.do, "send_back", who, reason="缺名单").code in ("no_right", "out_of_scope")
    for day in (today - timedelta(days=1), today + timedelta(days=1)):
        assert refused(found.do, "approve", "above", number="1", on=day).code == "day"
    assert refused(found.do, "send_back", "above", reason=" ").code == "empty"
    assert found.do("send_back", "above", reason="缺名单").state == "counted"
    found.do("report")
    assert found.do("approve", "above", number="〔2026〕9号", on=today).state == "approved"


def test_another_duty_above_does_not_make_the_own_secretary_the_one_above(world: World, meeting: Make) -> None:
    """ELE-13: who approves has the right to it above, not any duty above and the right below."""
    from tests.factories import appoint

    found = reported(meeting)
    county = world.county
    appoint(county.people["reviewer"], "organiser", county.organisations["QS01"])
    assert refused(found.do, "approve", "reviewer", number="1", on=NOW.date()).rule == "ELE-13"


# V02, M04: who may, when; the same twice


def test_nobody_releases_what_they_prepared(world: World, meeting: Make) -> None:
    """M04."""
    found = meeting()
    found.do("submit")
    assert refused(found.do, "release", "runner").code in ("own_work", "no_right")
    assert refused(found.do, "release", "丁一禾").code in ("no_right", "out_of_scope")


def test_what_could_be_known_is_not_taken_away(meeting: Make) -> None:
    """V02: a vote is called off while nobody can know how it went, not after: neither paper, nor an earlier round."""
    found = polled(meeting)
    told(found, yes_of(12, 6, 5, 4, of=12), ballots=12)
    assert refused(found.do, "cancel", "reviewer", reason="结果不合适").code == "late"
    found.do("count")
    found.do("another", names=["王春秋", "冯长河", "刘玉莲"])
    assert refused(found.do, "cancel", "reviewer", reason="结果不合适").code == "late"


def test_the_same_form_twice_is_one_election(meeting: Make) -> None:
    one, two = meeting(key="same"), meeting(key="same")
    assert one.case.pk == two.case.pk
    assert Election.objects.unscoped("test").count() == 1
    assert meeting(key="other").case.pk != one.case.pk


def test_a_page_that_is_out_of_date_changes_nothing(meeting: Make) -> None:
    """Of every step with a revision."""
    found = polled(meeting)
    stale, runner = found.case.revision - 1, found.world.who("runner")
    before = found.fresh()
    for name, more in STEPS.items():
        step = getattr(actions, name)
        denied = refused(step, actor=runner, election=found.case, revision=stale, **more)
        assert denied.code == "stale", name
    now = found.fresh()
    assert (now.revision, now.state) == (before.revision, before.state)


#: each step of the table with what it needs beside the revision
STEPS: dict[str, dict[str, Any]] = {
    "change": {"draft": draft_of()}, "bring_roll": {"data": b""}, "submit": {}, "give_back": {"reason": "改"}, "release": {}, "cancel": {"reason": "改期"}, "begin": {},
    "appoint": {"people": [(0, "scrutineer"), (1, "scrutineer")], "votes": (9, 0, 0)}, "give_keys": {}, "hand_out": {"publics": []}, "open_vote": {}, "close_vote": {}, "count": {},
    "void": {}, "another": {"names": ["丁一禾", "王春秋"]}, "reduce": {"votes": (9, 0, 0)}, "report": {}, "take_back": {},
    "approve": {"number": "1", "on": NOW.date()}, "send_back": {"reason": "补"}, "archive": {},
}  # fmt: skip
EVENTS = {"open_vote": "open", "close_vote": "close"}


def test_every_step_has_a_line_above() -> None:
    assert {EVENTS.get(name, name) for name in STEPS} == {
        row.event for row in ELECTION.transitions if row.verb != "system"
    }


@pytest.mark.parametrize("state", [one.name for one in ELECTION.states])
def test_what_the_table_does_not_allow_is_refused_with_a_reason(state: str, world: World, meeting: Make) -> None:
    """Every step in every state in which it has no row, with and without a round: never an error, never a change."""
    for rounds in (0, 1):
        found = meeting(key=f"{state}{rounds}")
        if rounds:
            actions.meeting.add_round(found.case, "first", 3, [{"name": "丁一禾", "candidate": 1}])
        Election.objects.unscoped("test").filter(pk=found.case.pk).update(state=state)
        for name, more in STEPS.items():
            if isinstance(ELECTION.find(state, EVENTS.get(name, name)), Denied):
                assert refused(found.do, name, "reviewer", **more).code, (state, name)
        assert found.fresh().state == state


def test_a_list_of_names_is_read_with_care(meeting: Make) -> None:
    """LX-241: no empty name, no name twice, also beside somebody with a file."""
    some = [Standing(name) for name in CANDIDATES]
    for wrong in (
        [*some, Standing("")],
        [*some, Standing(CANDIDATES[0])],
        [*some, Standing(CANDIDATES[0]), Standing("甲", person=1)],
    ):
        assert refused(meeting, candidates=wrong).field == "candidates"


def test_voters_are_found_again_by_nothing_but_the_roll() -> None:
    """V01: a line of the roll has neither a moment nor a slip; who was there stands in a flag."""
    columns = {field.name for field in Voter._meta.concrete_fields}
    assert columns == {"id", "election", "person", "name", "number", "without", "excused", "here", "paper"}
