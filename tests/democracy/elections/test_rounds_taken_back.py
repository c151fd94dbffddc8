"""A further vote that was chosen and has not begun is given up: what was counted stands, and seats may be given up (ELE-08)."""

from __future__ import annotations

from django.test import Client
from django.urls import reverse

from lianxin.democracy.elections import actions, papers, policies, results
from lianxin.democracy.elections.models import Round
from lianxin.membership.papers import to_html
from tests.democracy.elections.conftest import NAMES
from tests.democracy.elections.paper_rounds import (
    Make,
    again_on_paper,
    appointed,
    counted,
    polled,
    refused,
    told,
    yes_of,
)

FURTHER = ["冯长河", "刘玉莲"]


def test_seats_are_given_up_after_another_round_was_chosen(meeting: Make) -> None:
    """ELE-08: the meeting wanted another round, then agrees to fewer seats; cancelling stays impossible, the result is known (V02)."""
    found = polled(meeting)
    counted(found, yes_of(12, 11, 5, 0, of=12), ballots=12)
    before = results.sheets(found.case)
    found.do("another", names=FURTHER)
    gone = found.row.uuid
    assert refused(found.do, "reduce", votes=(12, 0, 0)).code == "wrong_state"
    assert refused(found.do, "cancel", "reviewer", reason="不选了").code == "late"
    assert found.do("take_back").state == "counted"
    assert not Round.objects.filter(uuid=gone).exists()
    assert results.sheets(found.case) == before
    found.do("reduce", votes=(7, 5, 0))
    assert found.do("report").state == "reported"
    said = to_html(papers.result_sheet(found.case)).decode()
    assert "第 1 轮" in said
    assert "第 2 轮" not in said
    assert found.case.steps.filter(event="take_back").get().data == {"round": 2}


def test_other_names_after_all(meeting: Make) -> None:
    """The next round has the number of the one that was given up, and none of its keys."""
    found = polled(meeting)
    counted(found, yes_of(12, 11, 5, 0, of=12), ballots=12)
    found.do("another", names=FURTHER)
    first = found.row
    found.do("take_back")
    found.do("another", names=["冯长河", "韩国志"])
    assert (found.row.number, found.row.keys, found.row.slips) == (2, {}, [])
    assert found.row.uuid != first.uuid
    assert counted(again_on_paper(found), yes_of(3, 9, of=12), ballots=12).elected == ["韩国志"]


def test_a_run_off_that_was_given_up_is_still_owed(meeting: Make) -> None:
    """ELE-07: those who are level vote again; no going back makes another way out of it."""
    found = polled(meeting)
    counted(found, yes_of(12, 8, 8, 8, of=12), ballots=12)
    found.do("another", names=[])
    found.do("take_back")
    assert refused(found.do, "report").rule == "ELE-07"
    assert refused(found.do, "reduce", votes=(12, 0, 0)).rule == "ELE-08"
    found.do("another", names=NAMES[8:10])
    assert [one["name"] for one in found.row.names] == list(NAMES[1:4])


def test_after_a_void_further_round_the_last_count_stands(meeting: Make) -> None:
    """ELE-04: what was void says nothing of who is level, how many came or what is left."""
    found = polled(meeting)
    counted(found, yes_of(12, 11, 5, 0, of=12), ballots=12)
    found.do("another", names=FURTHER)
    told(again_on_paper(found), yes_of(6, 6, of=13), ballots=13).do("void")
    assert [row.void for row in found.case.rounds.all()] == [False, True, False]
    found.do("take_back")
    assert results.last_counted(found.case).number == 1
    assert refused(found.do, "report").rule == "ELE-08"
    found.do("reduce", votes=(7, 0, 0))
    assert found.case.meeting["reduce"] == {"seats": 1, "yes": 7, "no": 0, "abstain": 0, "whole": 12}
    assert found.do("report").state == "reported"


def test_nothing_to_go_back_to_before_a_count(meeting: Make, client: Client) -> None:
    """Before the first count the vote is cancelled or held; the page says which, and a vote that runs is not given up."""
    found = meeting().announce().sign_in(NAMES, paper=NAMES)
    assert refused(found.do, "take_back").reason == "还没有计过票，不选了的请取消。"
    client.force_login(found.world.county.account_of("runner"))
    address = reverse("elections_desk:act", args=[found.case.pk, "take_back"])
    assert "还没有计过票" in client.get(address).content.decode()
    found = polled(lambda **more: meeting("second", **more))
    counted(found, yes_of(12, 11, 5, 0, of=12), ballots=12)
    found.do("another", names=FURTHER)
    address = reverse("elections_desk:act", args=[found.case.pk, "take_back"])
    assert client.post(address, {"revision": found.fresh().revision}).status_code == 303
    assert found.fresh().state == "counted"
    found.do("another", names=FURTHER)
    found.do("open_vote")
    assert refused(found.do, "take_back").code == "wrong_state"


def test_who_leaves_between_two_rounds_changes_nothing_in_the_first(meeting: Make) -> None:
    """ELE-01: each round keeps its own 应到 and 实到, in every paper, whatever the desk enters for the next."""
    found = meeting().announce()
    runner, ill = found.world.who("runner"), found.case.voters.get(name=NAMES[11])
    actions.excuse(actor=runner, voter=ill, excused=True)
    appointed(found.sign_in(NAMES, paper=NAMES)).do("open_vote")
    found.do("close_vote")
    counted(found, yes_of(12, 11, 5, 0, of=12), ballots=12)
    found.do("another", names=FURTHER)
    actions.check_in(actor=runner, voter=ill, here=False)
    assert policies.due(found.case) == 11
    counted(again_on_paper(found), yes_of(8, 3, of=11), ballots=11)
    said = to_html(papers.result_sheet(found.fresh())).decode()
    assert "有选举权的 12 人（应到 12 人）" in said
    assert "不计入应到 0 人" in said
    assert "有选举权的 11 人（应到 11 人）" in said
    assert "应到会有选举权的 12 名，实到 12 名" in to_html(papers.request_sheet(found.case)).decode()


def test_seats_that_were_given_up_stand_on_both_pages(meeting: Make, client: Client) -> None:
    """ELE-08: the desk and the members read how the meeting voted on it, beside the count."""
    found = polled(meeting)
    counted(found, yes_of(12, 11, 5, 0, of=12), ballots=12)
    found.do("reduce", votes=(9, 2, 1))
    client.force_login(found.world.county.account_of("runner"))
    for address in (reverse("elections_desk:one", args=[found.case.pk]), found.case.get_absolute_url()):
        assert "不足的 1 个名额不再选：选举人 12 名，同意 9 名" in client.get(address).content.decode()


def test_the_desk_says_what_the_rule_asks_for_next(meeting: Make, client: Client) -> None:
    """ELE-07, ELE-08: those who are level vote again and nothing else; otherwise another election, or fewer seats."""
    found = polled(meeting)
    counted(found, yes_of(12, 8, 8, 8, of=12), ballots=12)
    client.force_login(found.world.county.account_of("runner"))
    address = reverse("elections_desk:one", args=[found.case.pk])
    page = client.get(address).content.decode()
    assert "王春秋、冯长河、刘玉莲票数相等，剩下的 2 个名额只在他们中间再投一次" in page
    assert "名额还缺" not in page
    found = polled(lambda **more: meeting("other", **more))
    counted(found, yes_of(12, 8, 5, 0, of=12), ballots=12)
    page = client.get(reverse("elections_desk:one", args=[found.case.pk])).content.decode()
    assert "名额还缺 1 名：另行选举，或者经过半数选举人同意减少名额" in page
    assert "票数相等" not in page
