"""书面意见 at a secret vote on an admission (DEV-14, DEV-15): who may hand one in, until when, what it adds and what it does not."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from lianxin.democracy.elections import actions, export, opinions, papers, policies, report, results
from lianxin.democracy.elections.actions import Standing
from lianxin.democracy.elections.counting import ABSTAIN, NO, YES
from lianxin.democracy.elections.models import Opinion, Voter
from lianxin.foundation.audit.models import AuditLine
from lianxin.membership.papers import to_html
from tests.democracy.elections.conftest import NAMES, PROBATION, Meeting
from tests.democracy.elections.paper_rounds import Make, appointed, counted, refused

APPLICANT = "同意接收李明为预备党员"


def admission(make: Make, *, lines: int = 1, kind: str = "admission") -> Meeting:
    names = [APPLICANT, "同意接收赵欣为预备党员"][:lines]
    return make(kind=kind, office="", candidates=[Standing(name) for name in names]).announce()


def line(found: Meeting, name: str) -> Voter:
    return found.case.voters.get(name=name)


def write(found: Meeting, name: str, *marks: int, who: str = "runner") -> Opinion:
    return actions.take_opinion(actor=found.world.who(who), voter=line(found, name), marks=marks)


def seated(found: Meeting, here: int) -> Meeting:
    """The first of the roll came, all with paper; the last two of them watch."""
    return appointed(found.sign_in(NAMES[:here], paper=NAMES[:here]), NAMES[here - 2 : here])


def held(found: Meeting, here: int) -> Meeting:
    seated(found, here)
    found.do("open_vote")
    found.do("close_vote")
    return found


@pytest.mark.parametrize(("written", "passed"), [(0, False), (1, False), (2, True), (3, True)])
def test_they_count_among_the_votes_of_those_who_should_have_come(written: int, passed: bool, meeting: Make) -> None:
    """DEV-15: twelve should come, eight came, five of them say yes: with one letter six of twelve, which is half; two carry it."""
    found = admission(meeting)
    for name in NAMES[8 : 8 + written]:
        write(found, name, YES)
    sheet = counted(held(found, 8), [[5, 3, 0]], ballots=8)
    row = sheet.rows[0]
    assert (row.yes, row.no, row.elected, sheet.whole, sheet.present) == (5 + written, 3, passed, 12, 8)
    assert (sheet.opinions, row.written) == (written, (written, 0, 0))
    assert (sheet.issued, sheet.returned, sheet.valid) == (8, 8, 8), "a letter is no ballot"


@pytest.mark.parametrize(("here", "may"), [(6, False), (7, True)])
def test_they_are_not_there(here: int, may: bool, meeting: Make) -> None:
    """DEV-14: six of twelve came and five wrote: half is there, and nobody may vote."""
    found = admission(meeting)
    for name in NAMES[7:]:
        write(found, name, YES)
    seated(found, here)
    assert (policies.present(found.case), policies.due(found.case)) == (here, 12)
    if may:
        assert found.do("open_vote").state == "voting"
        return
    assert refused(found.do, "open_vote").rule == "DEV-14"


def test_whoever_comes_after_all_votes_like_the_others(meeting: Make) -> None:
    """DEV-15: the letter is of somebody who stays away; signing in takes it out, a wrong sign-in that is undone brings it back."""
    found = admission(meeting)
    write(found, NAMES[8], YES)
    write(found, NAMES[9], NO)
    found.sign_in(NAMES[:9], paper=NAMES[:9])
    assert opinions.sums(found.case) == [[0, 1, 0]]
    late = line(found, NAMES[8])
    actions.check_in(actor=found.world.who("runner"), voter=late, here=False)
    assert opinions.sums(found.case) == [[1, 1, 0]]
    actions.check_in(actor=found.world.who("runner"), voter=late, here=True, paper=True)
    appointed(found, NAMES[7:9]).do("open_vote")
    assert found.row.opinions == [[0, 1, 0]]
    found.case.voters.filter(name=NAMES[9]).update(excused=True)  # no step of the desk does this
    assert opinions.sums(found.case) == [], "who is not in the denominator is in no sum"


def test_each_line_is_answered_by_itself(meeting: Make) -> None:
    """DEV-15, 逐个表决: two applicants, a letter says something to each; another letter of the same person replaces it."""
    found = admission(meeting, lines=2)
    for wrong in ((YES,), (YES, 0), (YES, 4), (YES, NO, NO), ()):
        assert refused(write, found, NAMES[10], *wrong).rule == "DEV-15", wrong
    write(found, NAMES[10], NO, NO)
    write(found, NAMES[10], YES, ABSTAIN)
    write(found, NAMES[11], YES, NO)
    assert opinions.sums(found.case) == [[2, 0, 0], [0, 1, 1]]
    sheet = counted(held(found, 8), [[5, 3, 0], [6, 2, 0]], ballots=8)
    assert [(row.yes, row.elected) for row in sheet.rows] == [(7, True), (6, False)]


def test_only_before_the_meeting_and_only_those_who_are_due(meeting: Make) -> None:
    """DEV-15: handed in before the meeting; by members with a vote who are counted among those who should come."""
    found = meeting(kind="admission", office="", candidates=[Standing(APPLICANT)])
    found.do("submit")
    found.do("release", "reviewer")
    assert refused(write, found, PROBATION, YES).rule == "ELE-14"
    excused = line(found, NAMES[11])
    actions.excuse(actor=found.world.who("runner"), voter=excused, excused=True)
    assert (refused(write, found, NAMES[11], YES).code, policies.due(found.case)) == ("excused", 11)
    write(found, NAMES[10], YES)
    denied = refused(actions.excuse, actor=found.world.who("runner"), voter=line(found, NAMES[10]), excused=True)
    assert (denied.rule, denied.code) == ("DEV-15", "opinion")
    actions.drop_opinion(actor=found.world.who("runner"), voter=line(found, NAMES[10]))
    assert (
        refused(actions.drop_opinion, actor=found.world.who("runner"), voter=line(found, NAMES[10])).code == "unknown"
    )
    for stranger in ("foreign_reviewer", NAMES[3]):
        assert refused(write, found, NAMES[9], YES, who=stranger).code == "out_of_scope"
    write(found, NAMES[10], YES)
    found.do("begin")
    for call in (lambda: write(found, NAMES[9], YES),
                 lambda: actions.drop_opinion(actor=found.world.who("runner"), voter=line(found, NAMES[10]))):  # fmt: skip
        assert (denied := refused(call)).rule == "DEV-15"
        assert denied.code == "wrong_state"


@pytest.mark.parametrize(("kind", "rule"), [("committee", "ELE-09"), ("matter", "BR-01")])
def test_nowhere_else(kind: str, rule: str, meeting: Make) -> None:
    """ELE-09, BR-01: at an election and at a vote on one matter only those count who are there."""
    found = admission(meeting, kind=kind) if kind == "matter" else meeting().announce()
    assert refused(write, found, NAMES[9], YES).rule == rule
    assert opinions.sums(found.case) == []


def test_a_voided_round_counts_them_again_and_the_count_destroys_them(meeting: Make) -> None:
    """ELE-04, P02: sealed while they wait; only the sums are left of them."""
    found = admission(meeting)
    write(found, NAMES[10], YES)
    assert "[" not in Opinion.objects.values_list("marks", flat=True).get(), "sealed at rest"
    assert export.own(found.world.person(NAMES[10]).pk)["选举名册"][0]["书面意见"] == "赞成"
    held(found, 8)
    for who in ("runner", "reviewer"):
        numbers = {"ballots": 9, "void": 0, "lines": [[9, 0, 0]], "named": []}
        actions.count_paper(actor=found.world.who(who), row=found.row, numbers=numbers)
    found.do("void")
    found.do("open_vote")
    found.do("close_vote")
    assert found.row.opinions == [[1, 0, 0]]
    assert counted(found, [[6, 2, 0]], ballots=8).rows[0].elected
    assert not Opinion.objects.exists()
    gone = admission(lambda **more: meeting("gone", **more))
    write(gone, NAMES[10], YES)
    gone.do("cancel", "reviewer", reason="改期")
    assert not Opinion.objects.exists()


def test_papers_and_the_ledger_say_how_many_and_not_whose(meeting: Make) -> None:
    """DEV-15, DEV-16: the papers show the letters apart, so that ballots can be added up; the ledger says which line of the
    roll was entered, and nobody reads there what it said."""
    found = admission(meeting)
    write(found, NAMES[10], YES)
    write(found, NAMES[11], ABSTAIN)
    last = AuditLine.objects.unscoped("test").filter(code="elections.take_opinion").latest("pk").facts
    assert (last["number"], last["opinions"]) == (line(found, NAMES[11]).number, 2)
    counted(held(found, 8), [[6, 2, 0]], ballots=8)
    result = to_html(papers.result_sheet(found.fresh())).decode()
    assert "2 份，没有到会的人在会前正式交来，赞成 1，不赞成 0，弃权 1；不算到会，计入表内的票数（DEV-15" in result
    assert "7/12" in result
    assert "书面意见 2 份，计入票数（DEV-15" in to_html(papers.request_sheet(found.case)).decode()
    assert NAMES[10] not in result
    without = counted(held(admission(lambda **more: meeting("other", **more)), 8), [[6, 2, 0]], ballots=8)
    assert without.opinions == 0
    assert [sheet.opinions for sheet in results.sheets(found.case)] == [2]


def test_the_desk_enters_them_on_a_page(meeting: Make, client: Client) -> None:
    """The page keeps what was typed when an answer is missing, shows who handed in and never what it says, closes with the meeting."""
    found = admission(meeting)
    client.force_login(found.world.county.account_of("runner"))
    address = reverse("elections_desk:opinions", args=[found.case.pk])
    assert address in client.get(reverse("elections_desk:one", args=[found.case.pk])).content.decode()
    voter = line(found, NAMES[10])
    answer = client.post(address, {"voter": voter.pk})
    assert answer.status_code == 422
    assert "请填写“同意接收李明为预备党员”" in answer.content.decode()
    assert f'value="{voter.pk}" selected' in answer.content.decode()
    assert client.post(address, {"voter": "999999", "line0": YES}).status_code == 422
    assert client.post(address, {"voter": voter.pk, "line0": NO}).status_code == 303
    assert opinions.sums(found.case) == [[0, 1, 0]]
    page = client.get(address).content.decode()
    assert f'name="drop" value="{voter.pk}"' in page
    assert "checked" not in page
    assert client.post(address, {"drop": voter.pk}).status_code == 303
    assert opinions.sums(found.case) == []
    found.do("begin")
    late: Any = client.post(address, {"voter": voter.pk, "line0": NO})
    assert late.status_code == 422
    assert "大会召开以前" in late.content.decode()
    other = admission(lambda **more: meeting("m", **more), kind="matter")
    assert client.get(reverse("elections_desk:opinions", args=[other.case.pk])).status_code == 404


def test_a_vote_that_was_all_on_paper_is_checked_on_paper(meeting: Make, client: Client) -> None:
    """V02: without an electronic box the report names no archive and no program; the desk offers no steps of an election."""
    found = admission(meeting)
    write(found, NAMES[10], YES)
    counted(held(found, 8), [[6, 2, 0]], ballots=8)
    said = to_html(report.report_sheet(found.fresh(), "https://x")).decode()
    assert "全部用纸质票，没有电子档案" in said
    assert "照上面的条款判断、相加，再加上会前的书面意见，就是上面的数" in said
    assert "belenios" not in said
    found.case.rounds.update(issued=8)
    assert (
        "加上纸质票和会前的书面意见，就是上面的数" in to_html(report.report_sheet(found.fresh(), "https://x")).decode()
    )
    client.force_login(found.world.county.account_of("runner"))
    page = client.get(reverse("elections_desk:one", args=[found.case.pk])).content.decode()
    assert "再投一轮" not in page
    assert "减少名额" not in page
    assert "上报" in page
