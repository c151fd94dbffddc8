"""What becomes of a probation that does not end in full membership: extended, refused, or the qualification taken back, each by
the meeting and then by the committee (DEV-15, DEV-17, DEV-22, DEV-23, DEV-27)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import time_machine
from django.test import Client

from lianxin.foundation.notices.models import Notice
from lianxin.kernel.decision import Refused
from lianxin.membership.development import actions, queries, reckoning
from lianxin.membership.development.models import Development
from lianxin.membership.dossiers import happenings
from lianxin.membership.dossiers.queries import is_member
from lianxin.membership.dues.queries import sheet
from lianxin.membership.gatherings import calling
from lianxin.membership.statistics import counting
from lianxin.membership.statistics.bulletin import frame
from tests.factories import County
from tests.membership.development.conftest import SLIPS, VOTE

pytestmark = pytest.mark.django_db
ROOT = "/workbench/development/"
Take = Callable[..., Development]
CANCEL = VOTE | {"heard": True, "note": "长期不参加组织生活，经教育没有改正"}


@pytest.fixture(autouse=True)
def _on_a_friday() -> Any:
    with time_machine.travel("2026-11-27T02:00:00+00:00", tick=False):
        yield


def refused(rule: str, call: Callable[[], object]) -> str:
    with pytest.raises(Refused) as caught:
        call()
    assert caught.value.denied.rule == rule, caught.value.denied
    return caught.value.denied.reason


def test_dev_22_an_extension_counts_when_the_committee_has_approved_it(walk: Any, take: Take) -> None:
    """Until then the probation ends when it would have; afterwards it is the only one."""
    case = take(walk("ask_full"), "extend", "2026-11-06", months=6, note="再看半年", **VOTE)
    assert (case.state, case.clocks.get(name="approve", state="running").rule_id) == ("accepted_longer", "DEV-23")
    assert case.clocks.get(name="approve", state="running").due_at.date() == date(2027, 2, 6)
    assert actions.approval_due(case, date(2026, 11, 7)) == (date(2027, 2, 6), date(2027, 2, 6))
    assert ends(case) == date(2026, 11, 5)
    refused("DEV-17", lambda: take(case, "approve_extend", "2026-11-18", who="branch_secretary"))
    case = take(case, "approve_extend", "2026-11-18")
    assert (case.state, ends(case)) == ("probationary", date(2027, 5, 5))
    case = take(case, "ask_full", "2026-11-20")
    again = lambda: take(case, "extend", "2027-05-06", months=6, note="再看", **VOTE)  # noqa: E731 - asked on a later day
    with time_machine.travel("2027-06-01T02:00:00+00:00", tick=False):
        refused("DEV-22", again)


def test_dev_22_an_extension_that_the_committee_refuses_was_none(walk: Any, take: Take, branch: County) -> None:
    case = take(walk("ask_full"), "extend", "2026-11-06", months=6, note="再看半年", **VOTE)
    with pytest.raises(Refused, match="请写明情况"):
        take(case, "refuse_extend", "2026-11-18", note=" ")
    case = take(case, "refuse_extend", "2026-11-18", note="理由不充分")
    assert (case.state, ends(case), case.day("extend")) == ("asked_full", date(2026, 11, 5), None)
    told = Notice.objects.get(code="development.refuse_extend", url=f"{ROOT}{case.pk}/")
    assert told.person_id == branch.account_of("branch_secretary").person_id, "the branch has to discuss it anew"
    case = take(case, "extend", "2026-11-20", months=12, note="再看一年", **VOTE)
    assert ends(take(case, "approve_extend", "2026-11-23")) == date(2027, 11, 5)


def test_a_conversion_that_the_meeting_or_the_committee_refuses_goes_back(walk: Any, take: Take, member: Any) -> None:
    case = walk("ask_full")
    case = take(case, "not_full", "2026-11-06", note="赞成 5 票，未过半数", **SLIPS)
    assert case.state == "asked_full"
    case = take(case, "accept_full", "2026-11-09", **VOTE)
    refused("DEV-17", lambda: take(case, "refuse_full", "2026-11-16", note="不批", who="branch_secretary"))
    case = take(case, "refuse_full", "2026-11-16", note="考察材料不实")
    assert (case.state, case.day("accept_full"), member("冯长河").stage) == ("asked_full", None, "probationary")
    assert not case.clocks.filter(name="approve", state="running").exists()
    case = take(case, "accept_full", "2026-11-20", **VOTE)
    assert take(case, "approve_full", "2026-11-23").state == "full"


def test_dev_17_a_committee_that_does_not_approve_an_admission_says_why(
    walk: Any, take: Take, member: Any, branch: County
) -> None:
    """The person stays a candidate; the meeting votes and the committee talks anew, nothing of the first time counts."""
    case = take(walk("accept"), "talk_before", "2025-11-10")
    refused("DEV-17", lambda: take(case, "refuse_accept", "2025-11-12", note="不批", who="branch_secretary"))
    with pytest.raises(Refused, match="请写明情况"):
        take(case, "refuse_accept", "2025-11-12", note="")
    case = take(case, "refuse_accept", "2025-11-12", note="政审材料不全")
    assert (case.state, case.day("accept"), case.day("talk_before")) == ("candidate", None, None)
    assert member("冯长河").stage == "candidate"
    assert not case.clocks.filter(name="approve", state="running").exists()
    told = Notice.objects.filter(code="development.refuse_accept").values_list("person_id", flat=True)
    assert set(told) == {case.member.person_id, branch.account_of("branch_secretary").person_id}
    for event, day in (("check", "2025-11-14"), ("pre_review", "2025-11-17"), ("fill_form", "2025-11-18")):
        case = take(case, event, day)
    case = take(case, "accept", "2025-11-20", **VOTE)
    refused("DEV-18", lambda: take(case, "approve", "2025-11-24"))
    case = take(take(case, "talk_before", "2025-11-21"), "approve", "2025-11-24")
    assert (case.state, member("冯长河").joined_on) == ("probationary", date(2025, 11, 20))


@pytest.mark.parametrize("last", ["oath", "ask_full"])
def test_dev_27_the_qualification_is_taken_back_by_meeting_and_committee(
    last: str, walk: Any, take: Take, member: Any, branch: County
) -> None:
    """At any time of the probation; until the committee has approved, the person takes part and pays as before."""
    case = walk(last)
    person = case.member.person_id
    refused("DEV-14", lambda: take(case, "cancel", "2026-11-06", **(CANCEL | {"present": 5, "yes": 5})))
    refused("DEV-15", lambda: take(case, "cancel", "2026-11-06", **(CANCEL | {"yes": 5})))
    assert "听本人说明" in refused("DEV-27", lambda: take(case, "cancel", "2026-11-06", **(CANCEL | {"heard": False})))
    with pytest.raises(Refused, match="请写明情况"):
        take(case, "cancel", "2026-11-06", **(CANCEL | {"note": ""}))
    case = take(case, "cancel", "2026-11-06", **CANCEL)
    assert Notice.objects.filter(person_id=person, code="development.cancel").count() == 1, "F03: told before it counts"
    assert is_member(person)
    assert case.member_id in called(case)
    refused("DEV-17", lambda: take(case, "approve_cancel", "2026-11-16", who="branch_secretary"))
    case = take(case, "approve_cancel", "2026-11-16")
    assert (case.state, case.closed_at is not None) == ("cancelled", True)
    assert Notice.objects.filter(person_id=person, code="development.approve_cancel").count() == 1
    gone = member("冯长河")
    assert (gone.standing, gone.stage, gone.joined_on) == ("left", "probationary", date(2025, 11, 5)), "as it was"
    said = gone.events.filter(kind="standing").get()
    assert (said.on, said.text) == (date(2026, 11, 16), "取消预备党员资格，2025-11-05 接收为预备党员")
    assert not is_member(person)


def test_dev_27_meetings_dues_and_statistics_leave_them_out_from_that_day_on(
    walk: Any, take: Take, branch: County
) -> None:
    """The day before still counts them: as of 15 November they were a member, as of the 16th no more."""
    case = take(walk("ask_full"), "cancel", "2026-11-06", **CANCEL)
    actor, office = branch.actor("organiser"), case.organisation
    before = counting.members(actor, office, frame(date(2026, 11, 27))).count()
    assert case.member_id in called(case)
    paying = len(sheet(actor, office, date(2026, 11, 1)))
    case = take(case, "approve_cancel", "2026-11-16")
    assert counting.members(actor, office, frame(date(2026, 11, 27))).count() == before - 1
    assert counting.members(actor, office, frame(date(2026, 11, 16))).count() == before - 1
    assert counting.members(actor, office, frame(date(2026, 11, 15))).count() == before
    assert case.member_id not in called(case)
    assert len(sheet(actor, office, date(2026, 11, 1))) == paying - 1
    assert not queries.cases(actor).filter(pk=case.pk).exists(), "the way is over"


def test_dev_27_the_committee_may_refuse_and_then_nothing_has_changed(walk: Any, take: Take, member: Any) -> None:
    case = take(walk("ask_full"), "cancel", "2026-11-06", **CANCEL)
    case = take(case, "refuse_cancel", "2026-11-16", note="可以再延长考察")
    assert (case.state, case.day("cancel"), member("冯长河").standing) == ("probationary", None, "active")
    case = take(case, "ask_full", "2026-11-17")
    assert take(case, "extend", "2026-11-18", months=6, note="再看半年", **VOTE).state == "accepted_longer"


@pytest.mark.parametrize(("on", "good"), [("2026-11-15", False), ("2026-11-16", True), ("2026-11-17", True)])
def test_dev_27_whoever_applies_anew_does_so_in_the_same_file_from_the_beginning(
    on: str, good: bool, walk: Any, take: Take, member: Any, branch: County
) -> None:
    """R021: not before the qualification was taken back; the days of the first time stay in the time line."""
    case = take(take(walk("ask_full"), "cancel", "2026-11-06", **CANCEL), "approve_cancel", "2026-11-16")
    actor = branch.actor("branch_secretary")
    assert [m.name for m in queries.applicants(actor)] == ["冯长河"]
    anew = lambda: actions.apply(actor=actor, member=member("冯长河"), on=date.fromisoformat(on))  # noqa: E731 - asked of two ways
    if not good:
        assert "2026-11-16" in refused("DEV-27", anew)
        assert member("冯长河").standing == "left"
        return
    again = anew()
    now = member("冯长河")
    assert (again.state, again.pk != case.pk, again.day("accept")) == ("applied", True, None)
    assert (now.stage, now.standing, now.joined_on, now.full_since) == ("applicant", "active", None, None)
    assert now.events.filter(text__contains="2025-11-05 接收为预备党员，2026-11-16 取消资格").count() == 1
    assert not is_member(now.person_id)
    with pytest.raises(Refused, match="已经登记过"):
        anew()


def test_who_left_for_another_reason_does_not_apply_by_this_door(
    walk: Any, take: Take, member: Any, branch: County
) -> None:
    case = walk("ask_full")
    gone = case.member
    gone.standing = "left"
    gone.save()
    with pytest.raises(Refused, match="不用再递交"):
        actions.apply(actor=branch.actor("branch_secretary"), member=gone, on=date(2026, 11, 20))
    assert not queries.applicants(branch.actor("branch_secretary")).filter(pk=gone.pk).exists()


def test_nobody_else_takes_it_back_and_full_members_have_other_rules(walk: Any, take: Take, member: Any) -> None:
    """P05: another town finds nothing; after the conversion the step is gone."""
    case = walk("ask_full")
    with pytest.raises(Refused, match="没有找到"):
        take(case, "cancel", "2026-11-06", who="other_organiser", **CANCEL)
    case = take(take(case, "accept_full", "2026-11-06", **VOTE), "approve_full", "2026-11-16")
    with pytest.raises(Refused):
        take(case, "cancel", "2026-11-20", **CANCEL)
    assert member("冯长河").standing == "active"


def test_the_pages_lead_through_it_and_the_person_reads_it(walk: Any, take: Take, branch: County, member: Any) -> None:
    case = walk("ask_full")
    desk, committee = Client(), Client()
    desk.force_login(branch.account_of("branch_secretary"))
    committee.force_login(branch.account_of("organiser"))
    page = desk.get(f"{ROOT}{case.pk}/").text
    first, _, rest = page.partition('<a class="button"')
    assert (f"{ROOT}{case.pk}/accept_full/" in first, f"{ROOT}{case.pk}/cancel/" in rest) == (True, True), (
        "leads on first"
    )
    assert "取消的理由<" in desk.get(f"{ROOT}{case.pk}/cancel/").text, "not marked as optional"
    sent = {"source": "hand", "on": "2026-11-06", "revision": case.revision, "due": 10, "present": 8, "yes": 7, "written": 0,
            "why": "记在纸上", **SLIPS, "performance": "长期不来", "signed": "on", "note": "长期不参加组织生活"}  # fmt: skip
    answer = desk.post(f"{ROOT}{case.pk}/cancel/", sent)
    assert (answer.status_code, "听本人说明情况" in answer.text, "长期不来" in answer.text) == (422, True, True)
    assert desk.post(f"{ROOT}{case.pk}/cancel/", sent | {"heard": "on"}).status_code == 303
    case.refresh_from_db()
    assert "待党委审批取消资格" in committee.get(f"{ROOT}?lane=committee").text
    assert "关于取消冯长河同志预备党员资格的决议" in desk.get(f"{ROOT}{case.pk}/papers/resolution-cancel/").text
    sent = {"on": "2026-11-16", "revision": case.revision}
    assert committee.post(f"{ROOT}{case.pk}/approve_cancel/", sent).status_code == 303
    assert "自2026年11月16日起不再是预备党员" in desk.get(f"{ROOT}{case.pk}/papers/approval-cancel/").text
    page = desk.get(f"{ROOT}{case.pk}/").text
    assert "已取消预备党员资格" in page
    assert "预备期满" not in page.partition("<section")[0]
    told = [line.text for line in happenings.everything(branch.actor("organiser"), member("冯长河"))]
    assert sum("取消预备党员资格" in text for text in told) == 2, "the meeting and the decision, each once"


def ends(case: Development) -> date | None:
    return reckoning.probation_ends(case, date(2026, 11, 27))


def called(case: Development) -> set[int]:
    return {m.pk for m, _ in calling.called_for(case.organisation, "general_meeting", date(2026, 11, 27)).members}
