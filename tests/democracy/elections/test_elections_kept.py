"""What the house does with elections besides holding them: today's work, the hall, mergers, one's own data, two persons that are one."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import resolve

from lianxin.democracy.elections import due, export, queries
from lianxin.democracy.elections.actions import Standing
from lianxin.democracy.elections.models import Voter
from lianxin.democracy.elections.succession import left, succeed
from lianxin.democracy.polls.policies import no_election
from lianxin.foundation.organisations.succession import Handover
from lianxin.foundation.spine import joining
from lianxin.kernel.actor import ANONYMOUS, SYSTEM, Actor
from lianxin.kernel.decision import Denied
from tests.democracy.elections.conftest import CANDIDATES, NOW, PROBATION, Meeting, World


def titles(actor: Actor) -> list[str]:
    return [item.title for item in due.provide(actor, NOW).items]


def test_today_says_what_waits_for_whom(meeting: Any, world: World) -> None:
    """M04: whoever may release sees it, whoever prepared it and those elsewhere do not."""
    found: Meeting = meeting()
    assert titles(world.who("reviewer")) == []
    found.do("submit")
    assert titles(world.who("reviewer")) == titles(world.who("above")) == ["等您审核"]
    assert titles(world.who("runner")) == titles(world.who("foreign_reviewer")) == titles(ANONYMOUS) == []


def test_the_hall_shows_it_to_those_whom_it_concerns(meeting: Any, world: World) -> None:
    found: Meeting = meeting()
    assert queries.open_cards(world.who("吴平安"), 5) == []
    found.announce()
    assert [card.title for card in queries.open_cards(world.who("吴平安"), 5)] == [found.case.title]
    assert [card.title for card in queries.open_cards(world.who(PROBATION), 5)] == [found.case.title]
    assert queries.open_cards(world.who("foreign_reviewer"), 5) == queries.open_cards(ANONYMOUS, 5) == []


def test_a_merger_takes_elections_along_and_names_those_that_run(meeting: Any, world: World) -> None:
    """The roll and its check value stay as they were fixed; what was cancelled stays where it was."""
    found, draft, gone = meeting().announce(), meeting("draft"), meeting("gone").announce()
    gone.do("cancel", "reviewer", reason="改期")
    here, into = world.county.organisations["QS01-B1"], world.county.organisations["QS01"]
    assert [(part.count, part.label) for part in left(here)] == [(1, "没有办完的选举")]
    before = (found.case.roll_hash, found.case.voters.count())
    assert succeed(actor=SYSTEM, handover=Handover(SYSTEM, here, into, NOW.date())) == 2
    assert {one.fresh().org_path for one in (found, draft)} == {into.path}
    assert gone.fresh().org_path == here.path
    assert (found.case.roll_hash, found.case.voters.count()) == before
    assert found.case.steps.filter(event="carried").count() == 1


def test_one_s_own_data_say_nothing_of_a_vote(meeting: Any, world: World) -> None:
    """P03, V01: the line of the roll, what one stood for and watched over; no slip, no ballot, no moment."""
    standing = [Standing(name, "", world.person(name).pk) for name in CANDIDATES]
    found: Meeting = meeting(candidates=standing).announce()
    own = export.own(world.person("丁一禾").pk)
    assert own["选举名册"][0] | {"名册号": 0} == {
        "选举": found.case.title, "名册号": 0, "没有选举权的原因": "", "不计入应到": False, "到会": False, "领了纸质票": False,
    }  # fmt: skip
    assert own["作候选人"] == [{"选举": found.case.title, "简况": ""}]
    assert export.own(world.person(PROBATION).pk)["选举名册"][0]["没有选举权的原因"] == "预备党员"
    assert export.own(world.county.people["runner"].pk)["准备的选举"][0]["编号"] == found.case.number


def test_no_column_joins_a_person_and_a_slip() -> None:
    """V01: a voter has no column for a slip, a moment, or whether they voted."""
    assert {field.name for field in Voter._meta.concrete_fields} == {
        "id", "election", "person", "name", "number", "without", "excused", "here", "paper",
    }  # fmt: skip


def test_two_persons_on_one_roll_stay_two_lines(meeting: Any, world: World) -> None:
    """A roll that was fixed stays as it was; where only one of them stands, the line follows."""
    meeting().announce()
    one, two = world.person("吴平安"), world.county.people["author"]
    moved = joining.move(one, two)
    assert len(moved["elections.Voter.person"]) == 1
    again, three = world.person("周禾苗"), world.person("郑明亮")
    assert not joining.move(again, three).get("elections.Voter.person")


@pytest.mark.parametrize("text", ["支部换届", "改选支部书记"])
def test_polls_point_to_the_room_of_elections(text: str) -> None:
    refused = no_election(text)
    assert isinstance(refused, Denied)
    assert "/workbench/elections/" in refused.remedy
    assert resolve("/workbench/elections/").app_name == "elections_desk"
