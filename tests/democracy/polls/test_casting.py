"""R066, R076, A02: voting on a phone without JavaScript, late, twice, on paper, with a name; what a citizen needs for it."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lianxin.democracy.polls import actions, queries, results, urns
from lianxin.democracy.polls.counting import Ballot
from lianxin.democracy.polls.export import own
from lianxin.democracy.polls.models import NamedBallot, PaperCount, Poll, Roll
from lianxin.foundation.accounts.models import Person
from lianxin.kernel.decision import Refused
from tests.democracy.polls.conftest import CLOSES, NOW, World, at_phase, everybody, fresh

PollIn = Callable[..., Poll]


def test_item_by_item_and_a_look_before_sending(world: World, poll_in: PollIn) -> None:
    """Nothing is kept on the way; the receipt comes after it is kept; the page says that this is no election."""
    case = poll_in("open", comment=True)
    address = f"/polls/{case.pk}/vote/"
    with at_phase("open"):
        browser = world.browser("m0")
        first = browser.get(address)
        assert "非选举" in first.text
        assert "第 1 项，共 2 项" in first.text
        assert first.headers["Cache-Control"] == "no-store"
        second = browser.post(address, {"at": "0", "a0": "1", "go": "next"})
        assert 'name="a0" value="1"' in second.text
        assert "想说的一句话" in second.text
        back = browser.post(address, {"at": "1", "a0": "1", "a1": "2", "said": "早点开", "go": "back"})
        assert 'value="早点开"' in back.text
        look = browser.post(address, {"at": "1", "a0": "1", "a1": "2", "said": "早点开", "go": "next"})
        assert "看一遍再投出" in look.text
        assert not Roll.objects.filter(poll=case, voted=True).exists()
        done = browser.post(address, {"at": "2", "a0": "1", "a1": "2", "said": "早点开", "go": "cast"}, follow=True)
        assert "您这一票已经记下" in done.text
        assert urns.tally(case).counts == ((0, 1, 0), (0, 0, 1))
        again = browser.post(address, {"at": "2", "a0": "0", "a1": "0", "go": "cast"})
        assert again.status_code == 422
        assert "没有再记" in again.text
    assert urns.tally(case).ballots == 1


def test_a_link_chooses_nothing_for_anybody(world: World, poll_in: PollIn) -> None:
    """V01: answers travel in the body alone; an address stands in the log of every proxy."""
    case = poll_in("open", comment=True)
    with at_phase("open"):
        browser = world.browser("m0")
        page = browser.get(f"/polls/{case.pk}/vote/?at=0&a0=1&said=xyz&whole=1&go=next").text
        assert " checked" not in page
        assert ">xyz<" not in page
        assert "第 2 项" in page
        assert browser.get(f"/polls/{case.pk}/vote/?at=2&a0=1&a1=1&go=cast").status_code == 200
    assert urns.tally(case).ballots == 0


def test_closed_while_typing_keeps_what_was_typed(world: World, poll_in: PollIn) -> None:
    case = poll_in("open", comment=True)
    with time_machine.travel(CLOSES, tick=False):
        late = world.browser("m0").post(
            f"/polls/{case.pk}/vote/", {"at": "2", "a0": "1", "a1": "0", "said": "早点开", "go": "cast"}
        )
    assert late.status_code == 422
    assert "已经截止" in late.text
    assert "早点开" in late.text
    assert "投出</button>" not in late.text
    assert urns.tally(case).ballots == 0


@pytest.mark.parametrize(
    ("sent", "word"),
    [({}, "一项都还没有选"), ({"a0": "9"}, "最多选 1 个"), ({"a0": ["0", "1"]}, "最多选 1 个"), ({"a0": "0", "written": "某人"}, "最多选 1 个"),
     ({"a0": "x", "a1": "\x00"}, "一项都还没有选"), ({"a0": "0", "said": "长" * 201}, "最多 200 个字")],
)  # fmt: skip
def test_what_cannot_be_counted_is_refused_and_kept(
    sent: dict[str, Any], word: str, world: World, poll_in: PollIn
) -> None:
    case = poll_in("open", comment=True)
    with at_phase("open"):
        answer = world.browser("m0").post(f"/polls/{case.pk}/vote/", {"at": "2", "go": "cast", **sent})
    assert answer.status_code == 422
    assert word in answer.text, answer.text[answer.text.find("<main") :][:1500]
    assert urns.tally(case).ballots == 0


@pytest.mark.parametrize(
    ("word", "code"),
    [("far", "not_on_roll"), ("neighbour", "not_on_roll"), ("anonymous", "nobody"), ("beside", "not_on_roll")],
)
def test_only_those_on_the_roll_vote(word: str, code: str, world: World, poll_in: PollIn) -> None:
    case = poll_in("open", audience="public")
    with at_phase("open"), pytest.raises(Refused) as told:
        actions.cast(actor=world.who(word), poll=case, ballot=Ballot(((0,), (0,))))
    assert told.value.denied.code == code


def test_a_citizen_votes_once_with_a_checked_phone(world: World, poll_in: PollIn) -> None:
    """R076: signed in, phone checked; the line is made with the vote and is neither earlier nor later than it."""
    case = poll_in("open", electorate="citizens", audience="public")
    citizen = world.person("neighbour")
    with at_phase("open"):
        with pytest.raises(Refused) as told:
            actions.cast(actor=world.who("neighbour"), poll=case, ballot=Ballot(((0,), (1,))))
        assert told.value.denied.code == "unchecked"
        assert not Roll.objects.filter(poll=case).exists()
        Person.objects.filter(pk=citizen.pk).update(phone_verified_at=NOW)
        actions.cast(actor=world.who("neighbour"), poll=case, ballot=Ballot(((0,), (1,))))
        with pytest.raises(Refused) as twice:
            actions.cast(actor=world.who("neighbour"), poll=case, ballot=Ballot(((1,), (1,))))
        assert twice.value.denied.code == "twice"
    assert urns.tally(case).counts == ((1, 0, 0), (0, 1, 0))


def test_a_refusal_after_the_flag_takes_both_back(
    world: World, poll_in: PollIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Either the receipt and the count, or neither: whatever fails in between."""
    case = poll_in("open")
    monkeypatch.setattr("lianxin.democracy.polls.actions.casting._took_part", lambda *_: 1 / 0)
    with at_phase("open"), pytest.raises(ZeroDivisionError):
        actions.cast(actor=world.who("m0"), poll=case, ballot=Ballot(((0,), (1,))))
    assert urns.tally(case).ballots == 0
    assert not Roll.objects.filter(poll=case, voted=True).exists()


def test_a_named_ballot_is_sealed_changed_and_shown_as_declared(world: World, poll_in: PollIn) -> None:
    case = poll_in(
        "open", nameless=False, may_change=True, names_to="voters", votes={"m0": ((0,), (1,)), "m1": ((1,), (1,))}
    )
    with at_phase("open"):
        actions.cast(actor=world.who("m0"), poll=case, ballot=Ballot(((2,), (2,))))
        assert "改我的票" in world.browser("m0").get(f"/polls/{case.pk}/").text
    raw = NamedBallot.objects.values_list("answers", flat=True)
    assert all("[" not in token for token in raw)
    assert ["弃权" in row["选择"] for row in own(world.person("m0").pk)["记名投票"]] == [True]
    with at_phase("closed"):
        shown = actions.announce(
            actor=world.who("second"), poll=case, statement="按多数办。", revision=fresh(case).revision
        )
        assert results.of(shown).counts == ((0, 1, 1), (0, 1, 1))  # type: ignore[union-attr]  # it was announced
        for word, sees in (("m1", True), ("m8", True), ("releaser", True)):
            assert ("谁怎么投的" in world.browser(word).get(f"/polls/{case.pk}/result/").text) is sees
    with pytest.raises(Refused):
        actions.cast(actor=world.who("m0"), poll=shown, ballot=Ballot(((0,), (0,))))


def test_paper_is_handed_out_once_and_counted_twice(world: World, poll_in: PollIn) -> None:
    """V06, A02: who holds paper does not vote here; two people enter the same numbers; not more than were handed out."""
    case = poll_in("open", votes=everybody(many=3), write_in=False)
    voter = world.person("m7").pk
    with at_phase("open"):
        actions.hand_paper(actor=world.who("counter"), poll=case, person_id=voter)
        for word, person in (
            ("counter", voter),
            ("counter", world.person("m0").pk),
            ("counter", world.person("far").pk),
        ):
            with pytest.raises(Refused):
                actions.hand_paper(actor=world.who(word), poll=case, person_id=person)
        with pytest.raises(Refused) as told:
            actions.cast(actor=world.who("m7"), poll=case, ballot=Ballot(((0,), (0,))))
        assert told.value.denied.code == "paper"
        with pytest.raises(Refused):
            actions.enter_paper(
                actor=world.who("counter"), poll=case, ballots=1, counts=[[1, 0, 0], [1, 0, 0]], names=[]
            )
    with at_phase("closed"):
        for bad in (([[1, 0, 0], [1, 0, 0]], 2), ([[2, 0, 0], [0, 0, 0]], 1)):
            with pytest.raises(Refused):
                _enter(world, case, "counter", *bad)
        _enter(world, case, "counter", [[1, 0, 0], [0, 1, 0]])
        with pytest.raises(Refused) as alone:
            _announce(world, case)
        _enter(world, case, "releaser", [[1, 0, 0], [0, 0, 1]])
        with pytest.raises(Refused) as differs:
            _announce(world, case)
        assert "对不上" in differs.value.denied.reason
        assert "两个人" in alone.value.denied.reason
        _enter(world, case, "releaser", [[1, 0, 0], [0, 1, 0]])
        assert results.reckon(case).ballots == 4
        _announce(world, case)
    assert all("[[" not in token for token in PaperCount.objects.values_list("numbers", flat=True))


def _enter(world: World, case: Poll, word: str, counts: Any, ballots: int = 1) -> None:
    actions.enter_paper(actor=world.who(word), poll=case, ballots=ballots, counts=counts, names=[])


def _announce(world: World, case: Poll) -> None:
    actions.announce(actor=world.who("second"), poll=case, statement="按多数办。", revision=fresh(case).revision)


def test_sheet_table_and_chart_say_the_same(world: World, poll_in: PollIn) -> None:
    """R068: n and the name of the denominator on the page, in the .docx, in the CSV."""
    import io

    from docx import Document

    case = poll_in("shown", votes=everybody(), title="=周末开不开门")
    with at_phase("shown"):
        browser = world.browser("m8")
        page = browser.get(f"/polls/{case.pk}/result/").text
        table = browser.get(f"/polls/{case.pk}/result.csv").content.decode("utf-8-sig")
        paper = Document(io.BytesIO(browser.get(f"/polls/{case.pk}/result.docx").content))
    assert "收到 7 票，名册 9 人，参与率 77.8%" in page
    assert "n=7" in page
    assert "周六开门,赞成,7,,7,9,是" in table
    assert "'=周末" in table
    cells = [cell.text for grid in paper.tables for row in grid.rows for cell in row.cells]
    assert "收到 7 票，名册 9 人，参与率 77.8%" in cells
    assert [cell for cell in cells if cell in ("7", "0")] == ["7", "0", "0", "0", "7", "0"]
    assert any("非选举" in line.text for line in paper.paragraphs)


def test_a_quorum_that_was_missed_stands_beside_the_result(world: World, poll_in: PollIn) -> None:
    case = poll_in("shown", votes=everybody(), quorum=90)
    with at_phase("shown"):
        assert "结果只作参考" in world.browser("m8").get(f"/polls/{case.pk}/result/").text


def test_lists_cost_the_same_with_many(world: World, poll_in: PollIn) -> None:
    """One and thirty lines, the same statements; and a vote takes a bounded number of them."""
    poll_in("upcoming", key="first", audience="public")
    browsers = {
        "/polls/": world.browser("m0"),
        "/me/polls/": world.browser("m0"),
        "/workbench/polls/": world.browser("drawer"),
    }
    few = {address: _statements(browser, address) for address, browser in browsers.items()}
    for at in range(12):
        poll_in("upcoming", key=f"k{at}", audience="public", title=f"第{at}次")
    assert {address: _statements(browser, address) for address, browser in browsers.items()} == few
    case = poll_in("open", key="last")
    with at_phase("open"), CaptureQueriesContext(connection) as caught:
        actions.cast(actor=world.who("m5"), poll=case, ballot=Ballot(((0,), (1,))))
    assert len(caught) <= 24


def _statements(browser: Any, address: str) -> int:
    browser.get(address)
    with CaptureQueriesContext(connection) as caught:
        assert browser.get(address).status_code == 200
    return len(caught)


def test_a_form_at_the_desk_draws_up_what_was_written(world: World) -> None:
    """The page of the desk: kept answers of the kind, named people found among the members, what is refused stays in the form."""
    browser = world.browser("drawer")
    sent = {
        "organisation": world.branch.pk, "kind": "appraise", "title": "班子测评", "items": "联系群众\n办实事", "options": "", "most": "1",
        "electorate": "named", "names": "周禾苗\n吴春秋", "nameless": "yes", "opens_at": "2026-11-28T09:00",
        "closes_at": "2026-12-01T18:00", "result_on": "2026-12-03", "audience": "voters", "no_election": "on", "key": "f1",
    }  # fmt: skip
    refused = browser.post("/workbench/polls/new/", sent | {"title": "选举支部书记"})
    assert refused.status_code == 422
    assert "在专门的选举功能里办" in refused.text
    assert "选举支部书记" in refused.text
    unknown = browser.post("/workbench/polls/new/", sent | {"names": "没有这个人"})
    assert "没有找到叫没有这个人的党员" in unknown.text
    assert browser.post("/workbench/polls/new/", sent).status_code == 303
    assert browser.post("/workbench/polls/new/", sent).status_code == 303
    (case,) = queries.at_desk(world.who("drawer"))
    assert (case.options, case.roll.count(), case.phase()) == (["优秀", "合格", "基本合格", "不合格"], 2, "draft")
    page = browser.get(f"/workbench/polls/{case.pk}/change/").text
    assert "周禾苗" in page
    changed = browser.post(
        f"/workbench/polls/{case.pk}/change/", sent | {"title": "班子年度测评", "revision": case.revision}
    )
    assert changed.status_code == 303
    assert fresh(case).title == "班子年度测评"
    stale = browser.post(f"/workbench/polls/{case.pk}/change/", sent | {"revision": case.revision})
    assert stale.status_code == 422
    assert json.dumps(fresh(case).items) == json.dumps(["联系群众", "办实事"])
    assert timedelta(days=3) < fresh(case).closes_at - fresh(case).opens_at < timedelta(days=4)
