"""The vote of a step comes out of a meeting that was held and filed here; by hand only where none was kept (DEV-14 … DEV-16)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import time_machine
from django.test import Client

from lianxin.kernel.decision import Refused
from lianxin.membership.development import actions, voting
from lianxin.membership.development.models import Development
from lianxin.membership.dossiers.models import Member
from lianxin.membership.gatherings import actions as gatherings
from lianxin.membership.gatherings.models import Gathering
from tests.factories import County
from tests.membership.development.conftest import VOTE
from tests.membership.gatherings.meetings import draft, fresh

pytestmark = pytest.mark.django_db
ROOT, MEETINGS = "/workbench/development/", "/workbench/gatherings/"
DAY = "2025-11-05"
FULL = ("周禾苗", "吴春秋", "郑平安")
SLIPS = {"how": "paper", "issued": 3, "returned": 3, "scrutineer": "赵立冬", "scrutineer_other": "钱小雪"}
SAID = {"performance": "肯吃苦", "signed": True, **SLIPS}
Take = Callable[..., Development]


@pytest.fixture(autouse=True)
def _on_a_friday() -> Any:
    with time_machine.travel("2026-11-27T02:00:00+00:00", tick=False):
        yield


def refused(rule: str, call: Callable[[], object]) -> str:
    with pytest.raises(Refused) as caught:
        call()
    assert caught.value.denied.rule == rule, caught.value.denied
    return caught.value.denied.reason


@pytest.fixture
def meet(branch: County) -> Callable[..., Gathering]:
    """A general meeting of the branch with those who came, called in time and not filed yet."""

    def go(here: tuple[str, ...] = FULL, day: str = DAY, kind: str = "general_meeting") -> Gathering:
        keeper = branch.actor("branch_secretary")
        one = gatherings.plan(
            actor=keeper, organisation=branch.organisations["QS01-B1"], kind=kind, draft=draft(f"{day} 15:00"), key=f"{kind}{day}"
        )  # fmt: skip
        gatherings.call(actor=keeper, gathering=one, revision=one.revision)
        rows = one.attendances.select_related("member")
        marks = {row.pk: "present" if row.member.name in here else "absent" for row in rows}
        gatherings.mark(actor=keeper, gathering=one, marks=marks, revision=fresh(one).revision)
        return fresh(one)

    return go


@pytest.fixture
def vote(branch: County, member: Callable[[str], Member]) -> Callable[..., Any]:
    def go(one: Gathering, name: str = "冯长河", votes: tuple[int, int, int] = (3, 0, 0), **more: Any) -> Any:
        return gatherings.resolve(
            actor=branch.actor("branch_secretary"), gathering=one, text=more.pop("text", f"同意接收{name}。"), key=f"{one.pk}{name}",
            votes=votes, about=member(name), **more,
        )  # fmt: skip

    return go


@pytest.fixture
def close(branch: County) -> Callable[[Gathering], Gathering]:
    def go(one: Gathering) -> Gathering:
        return gatherings.close(actor=branch.actor("branch_secretary"), gathering=fresh(one), host="周禾苗", recorder="吴春秋",
                                minutes="逐个讨论。", revision=fresh(one).revision)  # fmt: skip

    return go


def test_the_step_takes_over_what_the_meeting_counted(
    walk: Any, take: Take, meet: Any, vote: Any, close: Any, member: Any
) -> None:
    """DEV-14, DEV-15: the probationary member was in the room and has no vote; the day is that of the meeting (DEV-21)."""
    case = walk("fill_form")
    one = meet((*FULL[:2], "王小满"))
    made = vote(one, votes=(1, 1, 0), written=1)
    assert (made.due, made.here, made.passed) == (3, 2, True)
    refused("DEV-15", lambda: take(case, "accept", DAY, resolution=made.pk, **SAID))
    close(one)
    assert "2025-11-05" in refused("DEV-21", lambda: take(case, "accept", "2025-11-06", resolution=made.pk, **SAID))
    case = take(
        case, "accept", DAY, resolution=made.pk, due=30, present=30, yes=30, **(SAID | {"issued": 2, "returned": 2})
    )
    kept = case.fact("accept")
    assert {name: kept[name] for name in ("due", "present", "yes", "no", "abstained", "written")} == {
        "due": 3, "present": 2, "yes": 1, "no": 1, "abstained": 0, "written": 1,
    }, "what was typed besides does not count"  # fmt: skip
    assert (kept["meeting"], case.day("accept")) == (one.pk, date(2025, 11, 5))
    assert "肯吃苦" not in str(case.facts)


@pytest.mark.parametrize(
    ("votes", "written", "passed"), [((2, 0, 0), 0, False), ((2, 0, 0), 1, True), ((3, 0, 0), 0, True)]
)
def test_dev_15_half_and_half_plus_one(
    votes: tuple[int, int, int],
    written: int,
    passed: bool,
    walk: Any,
    take: Take,
    meet: Any,
    vote: Any,
    close: Any,
    branch: County,
) -> None:
    """DEV-15: of four who are entitled, two in favour are half; a written opinion counts."""
    from lianxin.membership.dossiers.importing.running import run
    from tests.membership.dossiers.rosters import book, person

    run(book([person(6, name="韩早春")]), actor=branch.actor("organiser"), dry=False)
    case = walk("fill_form")
    one = meet(FULL)
    made = vote(one, votes=votes, written=written)
    assert (made.due, made.passed) == (4, passed)
    close(one)
    if passed:
        assert take(case, "accept", DAY, resolution=made.pk, **SAID).state == "accepted"
    else:
        refused("DEV-15", lambda: take(case, "accept", DAY, resolution=made.pk, **SAID))
        assert take(case, "not_accepted", DAY, resolution=made.pk, note="再培养", **SLIPS).state == "candidate"


def test_dev_14_half_may_not_vote_and_half_plus_one_may(meet: Any, vote: Any, walk: Any, member: Any) -> None:
    """DEV-14: of two entitled one is half; nothing is voted, so nothing can be picked."""
    walk("fill_form")
    Member.objects.unscoped("test").filter(name="郑平安").update(standing="moved")
    one = meet(FULL[:1])
    with pytest.raises(Refused, match="还差 1 人"):
        vote(one, votes=(1, 0, 0))
    both = meet(FULL[:2], day="2025-11-06")
    assert vote(both, votes=(2, 0, 0)).passed


def test_dev_15_one_person_to_a_vote(walk: Any, meet: Any, vote: Any, member: Any, branch: County) -> None:
    walk("fill_form")
    one = meet()
    assert "分开登记" in refused("DEV-15", lambda: vote(one, text="同意接收冯长河，同意王小满转正。"))
    assert vote(one).pk
    assert vote(one, "王小满", text="同意王小满转正。").pk
    with pytest.raises(Refused, match="已经表决过"):
        gatherings.resolve(
            actor=branch.actor("branch_secretary"), gathering=one, text="再表决一次", key="again",
            votes=(3, 0, 0), about=member("冯长河"),
        )  # fmt: skip
    refused("DEV-15", lambda: vote(meet(kind="theme_day")))
    with pytest.raises(Refused, match="请从列出的同志里选"):
        vote(meet(day="2025-11-07"), "周禾苗")


def test_written_opinions_are_of_those_who_stayed_away(walk: Any, meet: Any, vote: Any) -> None:
    """DEV-15: nobody votes twice."""
    walk("fill_form")
    refused("DEV-15", lambda: vote(meet(FULL[:2]), votes=(2, 0, 0), written=2))


def test_by_hand_only_for_what_was_not_kept_here(walk: Any, take: Take, meet: Any, branch: County) -> None:
    case = walk("fill_form")
    refused("DEV-15", lambda: take(case, "accept", DAY, **(VOTE | {"why": " "})))
    assert "选那次表决的报告" in refused("DEV-15", lambda: take(case, "accept", DAY, **(VOTE | {"how": "platform"})))
    one = meet()
    assert "已经记在" in refused("DEV-15", lambda: take(case, "accept", DAY, **VOTE))
    gatherings.cancel(actor=branch.actor("branch_secretary"), gathering=one, reason="改期", revision=one.revision)
    case = take(case, "accept", DAY, **VOTE)
    assert case.steps.get(event="accept").note == "表现好\n手工填写票数的原因：会议记在纸上"
    assert "why" not in case.fact("accept")


def test_a_vote_of_another_branch_or_on_another_person_is_no_vote(
    walk: Any, take: Take, meet: Any, vote: Any, close: Any, branch: County
) -> None:
    case = walk("fill_form")
    one = meet()
    other = vote(one, "王小满", text="同意王小满转正。")
    close(one)
    refused("DEV-15", lambda: take(case, "accept", DAY, resolution=other.pk, **SAID))
    refused("DEV-15", lambda: take(case, "accept", DAY, resolution=987_654, **SAID))


def test_the_conversion_takes_its_own_vote(walk: Any, take: Take, meet: Any, vote: Any, close: Any) -> None:
    """DEV-23: as for the admission; the vote of the admission cannot be used again."""
    case = walk("fill_form")
    one = meet()
    first = vote(one)
    close(one)
    case = take(case, "accept", DAY, resolution=first.pk, **SAID)
    for event, day in (("talk_before", "2025-11-10"), ("approve", "2025-11-14")):
        case = take(case, event, day)
    case = take(case, "ask_full", "2026-10-28")
    refused("DEV-15", lambda: take(case, "accept_full", DAY, resolution=first.pk, **SAID))
    again = meet(day="2026-11-06")
    second = vote(again, text="同意冯长河转正。")
    close(again)
    case = take(case, "accept_full", "2026-11-06", resolution=second.pk, **SAID)
    assert (case.state, case.fact("accept_full")["meeting"]) == ("accepted_full", again.pk)


def test_a_vote_that_the_committee_did_not_approve_is_not_used_again(
    walk: Any, take: Take, meet: Any, vote: Any, close: Any
) -> None:
    """DEV-23: after the refusal the meeting votes anew; a vote in favour is no failed one."""
    case = walk("ask_full")
    days = ("2026-11-06", "2026-11-18", "2026-11-20")
    meetings = [meet(day=day) for day in days]
    first, middle = (vote(one, text="同意冯长河转正。") for one in meetings[:2])
    second = vote(meetings[2], text="同意冯长河转正。", votes=(1, 2, 0))
    for one in meetings:
        close(one)
    refused("DEV-15", lambda: take(case, "not_full", "2026-11-06", resolution=first.pk, note="没有通过", **SLIPS))
    case = take(case, "accept_full", "2026-11-06", resolution=first.pk, **SAID)
    case = take(case, "refuse_full", "2026-11-16", note="考察材料不实")
    assert first not in voting.offered(case)
    refused("DEV-15", lambda: take(case, "accept_full", "2026-11-06", resolution=first.pk, **SAID))
    case = take(case, "accept_full", "2026-11-18", resolution=middle.pk, **SAID)
    case = take(case, "refuse_full", "2026-11-19", note="再核实")
    assert voting.offered(case) == [second], "neither the last nor the one before"
    case = take(case, "not_full", "2026-11-20", resolution=second.pk, note="赞成 1 票，没有过半数", **SLIPS)
    assert (case.state, voting.offered(case)) == ("asked_full", [])


def test_a_list_that_takes_away_the_ground_of_a_vote_is_not_filed(
    walk: Any, meet: Any, vote: Any, close: Any, branch: County
) -> None:
    """BR-01: three voted, then the list is corrected to two; the vote is struck and taken again."""
    walk("fill_form")
    one = meet()
    made = vote(one)
    row = one.attendances.get(member__name="郑平安")
    keeper = branch.actor("branch_secretary")
    gatherings.mark(actor=keeper, gathering=one, marks={row.pk: "absent"}, revision=fresh(one).revision)
    assert "对不上" in refused("BR-01", lambda: close(one))
    gatherings.strike(actor=keeper, resolution=made)
    vote(fresh(one), votes=(2, 0, 0))
    close(one)
    with pytest.raises(Refused, match="已归档"):
        gatherings.strike(actor=keeper, resolution=one.resolutions.get())


def test_who_came_after_all_is_not_counted_by_a_written_opinion_too(
    walk: Any, meet: Any, vote: Any, close: Any, branch: County
) -> None:
    """DEV-15: two came and one wrote before; then the list says that the third one was there as well."""
    walk("fill_form")
    one = meet(FULL[:2])
    assert vote(one, votes=(2, 0, 0), written=1).passed
    row = one.attendances.get(member__name="郑平安")
    keeper = branch.actor("branch_secretary")
    gatherings.mark(actor=keeper, gathering=one, marks={row.pk: "present"}, revision=fresh(one).revision)
    assert "会前书面赞成 1 人" in refused("DEV-15", lambda: close(one))
    gatherings.mark(actor=keeper, gathering=one, marks={row.pk: "absent"}, revision=fresh(one).revision)
    assert close(one).state == "closed"


def test_the_pages_lead_from_one_to_the_other(walk: Any, meet: Any, vote: Any, close: Any, branch: County) -> None:
    case = walk("fill_form")
    one = meet()
    client = Client()
    client.force_login(branch.account_of("branch_secretary"))
    page = client.get(f"{MEETINGS}{one.pk}/").text
    assert "表决的是哪位同志" in page
    sent = {"text": "同意接收冯长河。", "yes": 3, "no": 0, "abstained": 0, "about": case.member_id, "key": "k"}
    assert client.post(f"{MEETINGS}{one.pk}/resolve/", sent).status_code == 303
    assert "还没有归档" in client.get(f"{ROOT}{case.pk}/accept/").text
    close(one)
    made = one.resolutions.get()
    assert f"{ROOT}{case.pk}/accept/?source={made.pk}" in client.get(f"{MEETINGS}{one.pk}/").text
    form = client.get(f"{ROOT}{case.pk}/accept/?source={made.pk}").text
    assert "应到 3，到会 3，赞成 3" in form
    answer = client.post(
        f"{ROOT}{case.pk}/accept/", {"source": "hand", "on": DAY, "revision": case.revision, "signed": "on"}
    )
    assert answer.status_code == 422
    for field in ("due", "present", "yes", "why", "performance", "how"):
        assert f'href="#id_{field}"' in answer.text, field
    hands = {"source": made.pk, "how": "hands", "performance": "肯吃苦", "signed": "on", "revision": case.revision}
    shown = client.post(f"{ROOT}{case.pk}/accept/", hands)
    assert (shown.status_code, "举手表决不算数" in shown.text, "/rules/DEV-15/" in shown.text) == (422, True, True)
    sent = {"source": made.pk, "due": "三", "performance": "肯吃苦", "signed": "on", "revision": case.revision, **SLIPS}
    assert client.post(f"{ROOT}{case.pk}/accept/", sent).status_code == 303
    assert f"{MEETINGS}{one.pk}/" in client.get(f"{ROOT}{case.pk}/").text
    assert "已用于“支部大会讨论接收”" in client.get(f"{MEETINGS}{one.pk}/").text
    assert actions.approval_due(Development.objects.unscoped("test").get(pk=case.pk), date(2025, 12, 1)) is not None
