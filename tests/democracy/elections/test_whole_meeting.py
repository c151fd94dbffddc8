"""A meeting from the roll to the approval, with the file that an independent program checks (ELE-01 to ELE-14, V01 to V07)."""

from __future__ import annotations

from typing import Any

import pytest

from lianxin.democracy.ballotbox.verifying import verify
from lianxin.democracy.elections import actions, box, results
from lianxin.democracy.elections.actions import Standing
from lianxin.democracy.elections.models import Round
from lianxin.kernel.decision import Refused
from tests.democracy.elections.conftest import NAMES, PROBATION, Meeting

YES, NO, ABSTAIN = 1, 2, 3


def test_a_branch_elects_its_committee(meeting: Any) -> None:
    found: Meeting = meeting().announce()
    assert [v.name for v in found.case.voters.exclude(without="")] == [PROBATION]
    found.sign_in(NAMES, paper=NAMES[:5]).keys_of().give_slips()
    with pytest.raises(Refused, match="用纸质票的只有 5 人"):  # V07: five sheets could be reckoned out of the sums
        found.do("open_vote")
    sixth = found.case.voters.get(name=NAMES[5])
    actions.check_in(actor=found.world.who("runner"), voter=sixth, here=True, paper=True)
    found.give_slips()
    found.do("open_vote")
    row = found.row
    assert (row.present, row.issued, row.paper) == (12, 6, 6)
    number = found.case.voters.get(name="韩国志").number
    for at in range(6):
        found.vote(at, [YES, YES, YES if at < 4 else NO, NO, 0, number if at > 3 else 0])
    assert found.row.result is None
    found.do("close_vote")
    found.open_box()
    row = found.row
    assert row.result is not None
    paper = {"ballots": 6, "void": 0, "lines": [[6, 0, 0], [6, 0, 0], [4, 2, 0], [0, 5, 1]], "named": []}
    for who in ("runner", "reviewer"):
        actions.count_paper(actor=found.world.who(who), row=row, numbers=paper)
    found.do("count")
    sheet = results.sheets(found.case)[0]
    assert [(line.name, line.yes, line.no, line.abstain) for line in sheet.rows] == [
        ("丁一禾", 12, 0, 0), ("王春秋", 12, 0, 0), ("冯长河", 8, 4, 0), ("韩国志", 2, 0, 0), ("刘玉莲", 0, 11, 1),
    ]  # fmt: skip
    assert (sheet.elected, sheet.open, sheet.returned, sheet.valid) == (["丁一禾", "王春秋", "冯长河"], 0, 12, 12)
    report = verify(b"".join(box.file_of(row)))
    assert report.holds, [c for c in report.checks if not c.holds]
    assert report.complete
    found.do("report")
    found.do("approve", "above", number="〔2026〕9号", on=found.case.released_at.date())
    assert found.do("archive").state == "archived"
    assert not Round.objects.exclude(served="").exists()


def test_level_ones_vote_again_and_a_seat_that_stays_is_given_up(meeting: Any) -> None:
    """ELE-07 then ELE-08, all on paper: each round has its own roll of names, and the rounds are one result."""
    found: Meeting = meeting(others=0).announce().sign_in(NAMES[:10], paper=NAMES[:10])
    found.do("appoint", people=[(found.world.person(n).pk, "scrutineer") for n in NAMES[5:7]], votes=(10, 0, 0))
    paper_round(found, [[9, 1, 0], [8, 2, 0], [6, 4, 0], [6, 4, 0]])
    first = results.sheets(found.case)[0]
    assert (first.elected, first.level, first.open) == (["丁一禾", "王春秋"], ["冯长河", "刘玉莲"], 1)
    with pytest.raises(Refused, match="票数相等"):
        found.do("report")
    found.do("another", names=[])
    row = found.row
    assert (row.kind, row.seats, [one["name"] for one in row.names]) == ("runoff", 1, ["冯长河", "刘玉莲"])
    paper_round(found, [[4, 6, 0], [5, 5, 0]])
    assert results.sheets(found.case)[1].elected == ["刘玉莲"]
    assert results.elected(found.case) == [("丁一禾", 1), ("王春秋", 1), ("刘玉莲", 2)]
    with pytest.raises(Refused, match="已经选足"):
        found.do("another", names=["冯长河"])
    assert found.do("report").state == "reported"


def test_half_of_the_electors_give_up_no_seat_and_more_do(meeting: Any) -> None:
    """ELE-08: of twelve electors six are not enough, seven are."""
    found: Meeting = meeting(others=0).announce().sign_in(NAMES, paper=NAMES)
    found.do("appoint", people=[(found.world.person(n).pk, "scrutineer") for n in NAMES[5:7]], votes=(12, 0, 0))
    paper_round(found, [[9, 3, 0], [8, 4, 0], [6, 6, 0], [2, 10, 0]])
    assert results.seats_open(found.case) == 1
    with pytest.raises(Refused, match="没有超过半数"):
        found.do("reduce", votes=(6, 6, 0))
    found.do("reduce", votes=(7, 5, 0))
    assert results.seats_open(found.case) == 0
    assert found.do("report").state == "reported"


@pytest.mark.parametrize(("kind", "rule_id"), [("matter", "BR-01"), ("admission", "DEV-15")])
def test_a_matter_opens_sums_and_needs_more_than_half_of_those_who_should_come(
    meeting: Any, kind: str, rule_id: str
) -> None:
    """BR-01, DEV-14, DEV-15: twelve should come, eight came and vote in secret; six do not carry it, seven do."""
    found: Meeting = meeting(
        kind=kind, seats=0, others=0, office="", candidates=[Standing("活动室改造"), Standing("买锣鼓")]
    )
    found.announce().sign_in(NAMES[4:]).keys_of(NAMES[5:7]).give_slips()
    found.do("open_vote")
    for at in range(8):
        found.vote(at, [[1, 0, 0] if at < 6 else [0, 1, 0], [1, 0, 0] if at < 7 else [0, 0, 1]])
    found.do("close_vote")
    found.open_box()
    found.do("count")
    sheet = results.sheets(found.case)[0]
    assert [(row.yes, row.no, row.abstain, row.elected) for row in sheet.rows] == [(6, 2, 0, False), (7, 0, 1, True)]
    assert (sheet.whole, sheet.rule_id) == (12, rule_id)
    report = verify(b"".join(box.file_of(found.row)))
    assert report.holds, [c for c in report.checks if not c.holds]
    assert report.complete


def paper_round(found: Meeting, lines: list[list[int]]) -> None:
    """A round on paper alone: opened, closed, counted by two alike, decided."""
    found.do("open_vote")
    found.do("close_vote")
    numbers = {"ballots": sum(lines[0]), "void": 0, "lines": lines, "named": []}
    for who in ("runner", "reviewer"):
        actions.count_paper(actor=found.world.who(who), row=found.row, numbers=numbers)
    found.do("count")
