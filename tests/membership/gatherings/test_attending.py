"""Leave, signing in, the list: who may, when, and once (EDU-05, EDU-12, LX-71)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from lianxin.foundation.notices.models import Notice
from lianxin.kernel.decision import Refused
from lianxin.membership.dossiers.importing.running import run
from lianxin.membership.dossiers.models import Member
from lianxin.membership.gatherings import actions
from lianxin.membership.gatherings.models import Gathering
from tests.factories import County, appoint
from tests.membership.dossiers.rosters import book, person
from tests.membership.gatherings.meetings import at, fresh, mark, row

pytestmark = pytest.mark.django_db
Make = Callable[..., Gathering]
Find = Callable[[str], Member]


def ask(county: County, one: Gathering, reason: str = "带孩子看病") -> Any:
    return actions.ask_leave(actor=county.actor("m0"), row=row(one, "周禾苗"), reason=reason)


def test_leave_is_asked_and_answered(branch: County, call: Make, member: Find) -> None:
    one = call()
    ask(branch, one)
    told = Notice.objects.get(code="gatherings.leave", person=branch.people["keeper"])
    assert "看病" not in told.title + told.body, "the reason stands sealed on the page"
    actions.answer_leave(actor=branch.actor("keeper"), row=row(one, "周禾苗"), grant=True)
    found = row(one, "周禾苗")
    assert (found.leave, found.mark) == ("granted", "leave")
    assert Notice.objects.filter(code="gatherings.leave", person=branch.people["m0"]).count() == 1
    with pytest.raises(Refused, match="答复过"):
        actions.answer_leave(actor=branch.actor("keeper2"), row=row(one, "周禾苗"), grant=False, answer="不行")
    with pytest.raises(Refused, match="请过假"):
        ask(branch, one)


def test_a_refused_leave_says_why_and_may_be_asked_again(branch: County, call: Make) -> None:
    one = call()
    ask(branch, one)
    with pytest.raises(Refused, match="写明原因"):
        actions.answer_leave(actor=branch.actor("keeper"), row=row(one, "周禾苗"), grant=False)
    actions.answer_leave(actor=branch.actor("keeper"), row=row(one, "周禾苗"), grant=False, answer="这次要表决")
    assert row(one, "周禾苗").mark == ""
    ask(branch, one, "住院")
    assert row(one, "周禾苗").leave == "asked"


def test_leave_reasons_are_sealed(branch: County, call: Make) -> None:
    ask(branch, call())
    with connection.cursor() as cursor:
        cursor.execute("SELECT leave_reason FROM gatherings_attendance")
        assert "看病" not in "".join(line[0] for line in cursor.fetchall())


@pytest.mark.parametrize(("now", "allowed"), [("2026-12-01 14:59", True), ("2026-12-01 15:00", False)])
def test_leave_ends_when_it_begins(now: str, allowed: bool, branch: County, call: Make, clock: Any) -> None:
    one = call()
    clock.move_to(at(now))
    if allowed:
        ask(branch, one)
    else:
        with pytest.raises(Refused, match="已经开始"):
            ask(branch, one)


def test_nobody_answers_their_own_leave(branch: County, call: Make, member: Find) -> None:
    one = call()
    appoint(member("周禾苗").person, "secretary", branch.organisations["QS01-B1"])
    ask(branch, one)
    assert not Notice.objects.filter(code="gatherings.leave", person=branch.people["m0"]).exists()
    with pytest.raises(Refused, match="其他同志"):
        actions.answer_leave(actor=branch.actor("m0"), row=row(one, "周禾苗"), grant=True)
    for who in ("m1", "other_organiser"):
        with pytest.raises(Refused, match="没有找到"):
            actions.answer_leave(actor=branch.actor(who), row=row(one, "周禾苗"), grant=True)


@pytest.mark.parametrize(
    ("now", "word"),
    [
        ("2026-12-01 13:59", "还没有到"),
        ("2026-12-01 14:00", ""),
        ("2026-12-01 23:59", ""),
        ("2026-12-02 00:00", "已经结束"),
    ],
)
def test_lx_71_when_one_may_sign_in(now: str, word: str, branch: County, call: Make, clock: Any) -> None:
    one = call()
    clock.move_to(at(now))
    if not word:
        assert actions.sign_in(actor=branch.actor("m0"), gathering=one, way="code").mark == "present"
    else:
        with pytest.raises(Refused, match=word):
            actions.sign_in(actor=branch.actor("m0"), gathering=one, way="code")


def test_signing_in_twice_is_once(branch: County, call: Make, clock: Any) -> None:
    one = call()
    clock.move_to(at("2026-12-01 14:30"))
    first = actions.sign_in(actor=branch.actor("m0"), gathering=one, way="code")
    clock.move_to(at("2026-12-01 15:30"))
    second = actions.sign_in(actor=branch.actor("m0"), gathering=one, way="code")
    assert (first.pk, first.marked_at) == (second.pk, second.marked_at)
    assert one.attendances.filter(mark="present").count() == 1


def test_online_only_where_it_is_held_online(branch: County, call: Make, clock: Any) -> None:
    here, both = call(), call("theme_day", online_url="https://meet.example/1")
    clock.move_to(at("2026-12-01 15:00"))
    with pytest.raises(Refused, match="没有线上会场"):
        actions.sign_in(actor=branch.actor("m0"), gathering=here, way="online")
    assert actions.sign_in(actor=branch.actor("m0"), gathering=both, way="online").mark == "online"


def test_edu_12_a_member_of_another_branch_is_a_guest(branch: County, call: Make, clock: Any) -> None:
    """Without a vote here; in the room all the same."""
    assert run(
        book([person(21, name="赵流动", organisation="中共松岭镇委员会")]),
        actor=branch.actor("other_organiser"),
        dry=False,
    ).fresh
    branch.people["guest"] = Member.objects.unscoped("test").get(name="赵流动").person
    one = call()
    clock.move_to(at("2026-12-01 15:00"))
    found = actions.sign_in(actor=branch.actor("guest"), gathering=one, way="code")
    assert (found.role, found.votes, found.mark) == ("guest", False, "present")


def test_edu_05_who_is_exempt_and_comes_keeps_the_vote(branch: County, call: Make, member: Find, clock: Any) -> None:
    keeper = branch.actor("keeper")
    actions.exempt(
        actor=keeper, member=member("王平安"), since=at("2026-11-01 00:00").date(), until=None, reason="年老"
    )
    one = call()
    assert not one.attendances.filter(member__name="王平安").exists()
    clock.move_to(at("2026-12-01 15:00"))
    found = actions.sign_in(actor=branch.actor("m3"), gathering=one, way="code")
    assert (found.role, found.votes) == ("came", True)


def test_without_a_file_nobody_signs_in(branch: County, call: Make, clock: Any) -> None:
    one = call()
    clock.move_to(at("2026-12-01 15:00"))
    with pytest.raises(Refused, match="没有找到您的党员档案"):
        actions.sign_in(actor=branch.actor("author"), gathering=one, way="code")


def test_the_list_is_written_after_it_began_and_by_one_hand_at_a_time(branch: County, call: Make, clock: Any) -> None:
    one = call()
    with pytest.raises(Refused, match="还没有到开始的时间"):
        mark(branch, one, ("周禾苗",))
    clock.move_to(at("2026-12-01 15:00"))
    stale = one.revision
    mark(branch, one, ("周禾苗",))
    with pytest.raises(Refused, match="被别人处理过"):
        actions.mark(actor=branch.actor("keeper2"), gathering=one, marks={}, revision=stale)
    with pytest.raises(Refused, match="没有改动"):
        mark(branch, one, ("周禾苗",))
    assert fresh(one).attendances.filter(mark="present", way="list").count() == 1


def test_somebody_beyond_the_scope_is_not_added(branch: County, call: Make, clock: Any, member: Find) -> None:
    assert run(
        book([person(22, name="赵外人", organisation="中共松岭镇委员会")]),
        actor=branch.actor("other_organiser"),
        dry=False,
    ).fresh
    one = call()
    clock.move_to(at("2026-12-01 15:00"))
    keeper = branch.actor("keeper")
    with pytest.raises(Refused, match="没有找到"):
        actions.add(actor=keeper, gathering=one, member=member("赵外人"), revision=one.revision)
    made = actions.add(actor=keeper, gathering=one, member=member("冯长河"), revision=one.revision)
    assert (made.role, made.votes) == ("guest", False), "an applicant listens"
    with pytest.raises(Refused, match="已经在名单"):
        actions.add(actor=keeper, gathering=one, member=member("冯长河"), revision=fresh(one).revision)
