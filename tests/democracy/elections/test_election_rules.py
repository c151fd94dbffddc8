"""Who has to be there, how many stand, how it is counted: one person below, exactly at, one above (ELE-01 to ELE-08, DEV-14, DEV-15)."""

from __future__ import annotations

from typing import Any

import pytest

from lianxin.democracy.elections import actions, policies, results
from lianxin.democracy.elections.actions import Standing
from tests.democracy.elections.conftest import CANDIDATES, NAMES, PROBATION, draft_of
from tests.democracy.elections.paper_rounds import (
    SCRUTINEERS,
    Make,
    again_on_paper,
    appointed,
    counted,
    matter,
    polled,
    refused,
    told,
    yes_of,
)

# ELE-01, DEV-14: who has to be there


@pytest.mark.parametrize(("here", "may"), [(7, False), (8, True), (9, True)])
def test_four_fifths_of_those_who_should_come(here: int, may: bool, meeting: Make) -> None:
    """ELE-01: two of twelve are excused; of ten, eight may elect."""
    found = meeting().announce()
    for voter in found.case.voters.filter(name__in=NAMES[10:]):
        actions.excuse(actor=found.world.who("runner"), voter=voter, excused=True)
    appointed(found.sign_in(NAMES[:here], paper=NAMES[:here]), NAMES[4:6])
    assert policies.due(found.case) == 10
    if may:
        assert found.do("open_vote").state == "voting"
        return
    denied = refused(found.do, "open_vote")
    assert (denied.rule, denied.code) == ("ELE-01", "quorum")
    assert "应到 10 人，到会 7 人" in denied.reason


def test_who_is_excused_and_comes_is_counted_after_all(meeting: Make) -> None:
    """ELE-01: the denominator holds everybody who came."""
    found = meeting().announce().sign_in(NAMES)
    voter = found.case.voters.get(name="韩国志")
    actions.excuse(actor=found.world.who("runner"), voter=voter, excused=True)
    assert (policies.due(found.case), policies.present(found.case)) == (12, 12)


@pytest.mark.parametrize(("here", "may"), [(5, False), (6, False), (7, True)])
def test_more_than_half_decide_a_matter(here: int, may: bool, meeting: Make) -> None:
    """DEV-14: of twelve, six are half and may not decide; seven may."""
    found = matter(meeting, here)
    if may:
        assert found.do("open_vote").state == "voting"
        return
    denied = refused(found.do, "open_vote")
    assert (denied.rule, denied.code) == ("DEV-14", "quorum")


@pytest.mark.parametrize(("yes", "passed"), [(5, False), (6, False), (7, True)])
def test_a_matter_needs_half_of_those_who_should_have_come(yes: int, passed: bool, meeting: Make) -> None:
    """DEV-15: twelve should come, eight came; seven carry it, six do not although six of eight said yes."""
    found = matter(meeting, 8)
    found.do("open_vote")
    found.do("close_vote")
    sheet = counted(found, [[yes, 8 - yes, 0]], ballots=8)
    assert (sheet.rows[0].elected, sheet.whole, sheet.rule_id) == (passed, 12, "DEV-15")
    assert found.do("report").state == "reported"


# ELE-02, ELE-13: how many stand


@pytest.mark.parametrize(("seats", "least"), [(1, 2), (3, 4), (5, 6), (6, 8)])
def test_a_fifth_more_candidates_when_it_is_prepared(seats: int, least: int, meeting: Make) -> None:
    """ELE-02, at the draft and at every change of it."""
    enough = [Standing(name) for name in NAMES[:least]]
    denied = refused(meeting, seats=seats, candidates=enough[:-1])
    assert (denied.rule, denied.field) == ("ELE-02", "candidates")
    found = meeting(seats=seats, candidates=enough)
    poorer = draft_of(seats=seats, candidates=enough[:-1])
    assert refused(found.do, "change", draft=poorer).rule == "ELE-02"


@pytest.mark.parametrize("standing", [1, 2, 3])
def test_as_many_officers_as_seats(standing: int, meeting: Make) -> None:
    """ELE-13: secretary and deputy, neither one more nor one less."""
    people = [Standing(name) for name in NAMES[:standing]]
    if standing == 2:
        assert meeting(kind="officers", seats=2, others=0, candidates=people).case.state == "draft"
        return
    denied = refused(meeting, kind="officers", seats=2, others=0, candidates=people)
    assert denied.rule == "ELE-13"


# ELE-03, ELE-04, ELE-05, ELE-07, ELE-08: the count


def test_half_is_not_elected_and_one_more_is(meeting: Make) -> None:
    """ELE-03: of ten present five are half. Denominator: those present, not the ballots that came back."""
    found = polled(meeting, NAMES[:10])
    sheet = counted(found, yes_of(9, 6, 5, 5, of=9), ballots=9)
    assert (sheet.elected, sheet.open, sheet.whole) == (["丁一禾", "王春秋"], 1, 10)


@pytest.mark.parametrize(("back", "stands"), [(9, True), (10, True), (11, False)])
def test_more_back_than_given_out_voids_the_round(back: int, stands: bool, meeting: Make) -> None:
    """ELE-04: then there is nothing to count, and the same names are voted on again; otherwise nobody may void it."""
    found = told(polled(meeting, NAMES[:10]), yes_of(9, 9, 9, 0, of=back), ballots=back)
    if stands:
        assert refused(found.do, "void").rule == "ELE-04"
        assert found.do("count").state == "counted"
        return
    assert refused(found.do, "count").code == "void"
    assert found.do("void").state == "meeting"
    rounds = list(found.case.rounds.values_list("number", "kind", "void", "served"))
    assert rounds == [(1, "first", True, ""), (2, "again", False, "")]
    assert found.row.names == found.case.rounds.get(number=1).names
    assert results.sheets(found.case) == []


def test_a_sheet_of_paper_too_many_is_not_hidden_by_a_slip_that_stayed_home(meeting: Make) -> None:
    """ELE-04: paper is held against paper that was given out, slips against slips."""
    found = polled(meeting, NAMES[:10])
    row = found.row
    row.paper, row.issued = 2, 8
    row.paper_sums = {"ballots": 3, "void": 0, "lines": [[0, 3, 0]] * 4, "named": []}
    assert policies.returned(row) <= row.issued + row.paper
    assert not policies.stands(row)


@pytest.mark.parametrize(("more", "good"), [(0, True), (1, False)])
def test_paper_with_more_marks_than_seats_does_not_add_up(more: int, good: bool, meeting: Make) -> None:
    """ELE-05: three seats and ten ballots are thirty 赞成 at most, written-in ones among them (ELE-06)."""
    found = polled(meeting, NAMES[:10])
    number = found.case.voters.get(name="韩国志").number
    lines = [[10, 0, 0], [10, 0, 0], [9, 1, 0], [0, 10, 0]]
    numbers = {"ballots": 10, "void": 0, "lines": lines, "named": [[number, 1 + more]]}

    def enter() -> bool:
        return actions.count_paper(actor=found.world.who("runner"), row=found.row, numbers=numbers)

    if good:
        assert enter() is False
    else:
        assert refused(enter).code == "paper"


def test_paper_is_taken_when_two_people_counted_alike(meeting: Make) -> None:
    """V06: one person twice is one; two who differ are none; a third decides by counting like one of them."""
    found = polled(meeting, NAMES[:10])
    good = {"ballots": 10, "void": 1, "lines": yes_of(9, 8, 7, 3, of=9), "named": []}
    other = good | {"lines": yes_of(9, 8, 6, 3, of=9)}

    def enter(who: str, numbers: dict[str, Any]) -> bool:
        return actions.count_paper(actor=found.world.who(who), row=found.row, numbers=numbers)

    assert [enter("runner", good), enter("runner", good), enter("reviewer", other)] == [False] * 3
    assert refused(found.do, "count").code == "paper"
    assert enter(SCRUTINEERS[0], good) is True
    assert refused(enter, "reviewer", good).code == "twice"
    assert refused(enter, "丁一禾", good).code == "out_of_scope"
    assert results.sheet_of(found.row).void == {"paper": 1}


def test_a_name_that_stands_twice_on_the_paper_is_not_counted_twice(meeting: Make) -> None:
    found = polled(meeting, NAMES[:10])
    number = found.case.voters.get(name="韩国志").number
    numbers = {"ballots": 10, "void": 0, "lines": yes_of(5, 5, 5, 5, of=10), "named": [[number, 1], [number, 2]]}
    call = {"actor": found.world.who("runner"), "row": found.row, "numbers": numbers}
    assert refused(actions.count_paper, **call).code == "paper"


def test_level_ones_vote_again_and_again(meeting: Make) -> None:
    """ELE-07: only those who were level, only the seats that are left; more votes are enough; level again is again."""
    found = polled(meeting)
    sheet = counted(found, yes_of(12, 8, 8, 8, of=12), ballots=12)
    assert (sheet.elected, sheet.level, sheet.open) == (["丁一禾"], list(CANDIDATES[1:]), 2)
    assert refused(found.do, "report").rule == "ELE-07"
    assert refused(found.do, "reduce", votes=(12, 0, 0)).rule == "ELE-08"
    found.do("another", names=["不相干"])  # names are the rule's, not the page's
    row = found.row
    assert (row.kind, row.seats, [one["name"] for one in row.names]) == ("runoff", 2, list(CANDIDATES[1:]))
    assert row.sheet(frozenset({1, 2})).others == 0, "nobody else is named in a run-off"
    sheet = counted(again_on_paper(found), yes_of(6, 6, 6, of=12), ballots=12)
    assert (sheet.elected, len(sheet.level), sheet.rule_id) == ([], 3, "ELE-07")
    found.do("another", names=[])
    sheet = counted(again_on_paper(found), yes_of(7, 4, 5, of=12), ballots=12)
    assert (sheet.elected, sheet.level, sheet.open) == (["王春秋", "刘玉莲"], [], 0)
    assert results.elected(found.case) == [("丁一禾", 1), ("王春秋", 3), ("刘玉莲", 3)]
    assert refused(found.do, "another", names=["韩国志"]).code == "full"
    assert found.do("report").state == "reported"


def test_another_election_for_the_seats_that_are_left_has_more_candidates_again(meeting: Make) -> None:
    """ELE-08 with ELE-02: two seats are left, so three names; nobody who is elected, nobody without a vote, nobody twice."""
    found = polled(meeting)
    assert counted(found, yes_of(12, 6, 5, 4, of=12), ballots=12).open == 2
    assert refused(found.do, "report").rule == "ELE-08"
    for names, rule in (
        (["王春秋", "冯长河"], "ELE-02"), (["丁一禾", "王春秋", "冯长河"], "ELE-08"), ([PROBATION, "王春秋", "冯长河"], "ELE-14"),
        (["王春秋", "王春秋", "冯长河"], "ELE-08"),
    ):  # fmt: skip
        assert refused(found.do, "another", names=names).rule == rule, names
    found.do("another", names=["韩国志", "冯长河", "王春秋"])
    row = found.row
    assert (row.kind, row.seats, [one["name"] for one in row.names]) == ("further", 2, ["王春秋", "冯长河", "韩国志"])
    sheet = counted(again_on_paper(found), yes_of(7, 6, 8, of=12), ballots=12)
    assert sheet.elected == ["韩国志", "王春秋"]


def test_who_can_be_written_in_changes_with_the_round(meeting: Make) -> None:
    """ELE-06: in a further round neither who stands on the sheet nor who is elected; who stood before and does not now may be."""
    found = polled(meeting)
    number = {voter.name: voter.number for voter in found.case.voters.all()}
    first = results.nameable(found.row)
    assert first == {number[name] for name in NAMES[4:]}
    sheet = counted(found, yes_of(12, 6, 5, 0, of=12), ballots=12, named=[[number["吴平安"], 8]])
    assert (sheet.elected, sheet.open) == (["丁一禾", "吴平安"], 1)
    found.do("another", names=["韩国志", "王春秋"])
    assert results.nameable(found.row) == {number[n] for n in NAMES} - {
        number[n] for n in ("丁一禾", "吴平安", "韩国志", "王春秋")
    }


@pytest.mark.parametrize(("agree", "enough"), [(6, False), (7, True)])
def test_seats_are_given_up_by_more_than_half_of_the_electors(agree: int, enough: bool, meeting: Make) -> None:
    """ELE-08: of twelve electors, although only ten came; how they voted is written down."""
    found = polled(meeting, NAMES[:10])
    counted(found, yes_of(10, 9, 5, 0, of=10), ballots=10)
    assert refused(found.do, "reduce", votes=(11, 0, 0)).code == "votes"
    if not enough:
        denied = refused(found.do, "reduce", votes=(agree, 10 - agree, 0))
        assert (denied.rule, denied.code) == ("ELE-08", "votes")
        return
    found.do("reduce", votes=(agree, 10 - agree, 0))
    assert found.case.meeting["reduce"] == {"seats": 1, "yes": 7, "no": 3, "abstain": 0, "whole": 12}
    assert refused(found.do, "reduce", votes=(agree, 0, 0)).code == "full"
    assert found.do("report").state == "reported"
