"""Resolutions, tasks and the end of a gathering (BR-01, BR-02)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection

from lianxin.foundation.notices.models import Notice
from lianxin.kernel.decision import Refused
from lianxin.membership.dossiers.models import Member
from lianxin.membership.gatherings import actions
from lianxin.membership.gatherings.models import Gathering, Task
from tests.factories import County, appoint
from tests.membership.gatherings.meetings import FULL, at, close, fresh, mark

pytestmark = pytest.mark.django_db
Make = Callable[..., Gathering]
Find = Callable[[str], Member]
AFTER = "2026-12-01 16:00"


def resolve(county: County, one: Gathering, votes: tuple[int, int, int] | None = (3, 0, 0), key: str = "r1") -> Any:
    return actions.resolve(actor=county.actor("keeper"), gathering=one, text="同意转正。", votes=votes, key=key)


def test_br_01_exactly_half_may_not_vote(branch: County, call: Make, clock: Any) -> None:
    one = call()
    clock.move_to(at(AFTER))
    mark(branch, one, FULL[:2])
    with pytest.raises(Refused, match="还差 1 人") as caught:
        resolve(branch, one, (2, 0, 0))
    assert caught.value.denied.rule == "BR-01"
    mark(branch, one, FULL[:3])
    assert resolve(branch, one).passed


@pytest.mark.parametrize(("yes", "passed"), [(2, False), (3, True)])
def test_br_01_half_of_those_due_is_no_majority(yes: int, passed: bool, branch: County, call: Make, clock: Any) -> None:
    """Of four entitled two are half; a majority of the three present would be two."""
    one = call()
    clock.move_to(at(AFTER))
    mark(branch, one, FULL[:3])
    made = resolve(branch, one, (yes, 3 - yes, 0))
    assert (made.passed, made.due) == (passed, 4)


def test_more_votes_than_voters(branch: County, call: Make, clock: Any) -> None:
    """The probationary member is in the room and does not vote."""
    one = call()
    clock.move_to(at(AFTER))
    mark(branch, one, (*FULL[:3], "陈新来"))
    with pytest.raises(Refused, match="比到会有表决权的 3 人还多"):
        resolve(branch, one, (3, 0, 1))
    with pytest.raises(Refused, match="写明票数"):
        resolve(branch, one, None)


def test_the_same_resolution_twice_is_one(branch: County, call: Make, clock: Any) -> None:
    one = call()
    clock.move_to(at(AFTER))
    mark(branch, one, FULL)
    assert resolve(branch, one).pk == resolve(branch, one).pk


def test_br_02_a_committee_without_half_decides_nothing_and_is_not_filed(
    branch: County, call: Make, clock: Any, member: Find
) -> None:
    for name in FULL[:3]:
        appoint(member(name).person, "committee_member", branch.organisations["QS01-B1"])
    one = call("committee_meeting")
    clock.move_to(at(AFTER))
    mark(branch, one, FULL[:1])
    for act in (lambda: resolve(branch, one, None), lambda: close(branch, one)):
        with pytest.raises(Refused, match="会议不算数") as caught:
            act()
        assert caught.value.denied.rule == "BR-02"
    mark(branch, one, FULL[:2])
    assert resolve(branch, one, None).due is None, "a committee decides without figures of a vote"
    assert close(branch, one).state == "closed"


def test_filing_needs_the_whole_list_and_the_minutes(branch: County, call: Make, clock: Any) -> None:
    one = call()
    with pytest.raises(Refused, match="还没有到开始的时间"):
        close(branch, one)
    clock.move_to(at(AFTER))
    with pytest.raises(Refused, match="还有 5 人没有登记"):
        close(branch, one)
    one = mark(branch, one, FULL[:1])
    with pytest.raises(Refused) as caught:
        actions.close(
            actor=branch.actor("keeper"), gathering=one, host="甲", recorder="乙", minutes="", revision=one.revision
        )
    assert caught.value.denied.field == "minutes"
    done = close(branch, one)
    assert done.state == "closed", "a general meeting that cannot vote is held all the same"
    for act in (lambda: mark(branch, one, FULL), lambda: resolve(branch, one), lambda: close(branch, one)):
        with pytest.raises(Refused, match="已归档"):
            act()


def test_minutes_are_sealed(branch: County, call: Make, clock: Any) -> None:
    one = call()
    clock.move_to(at(AFTER))
    mark(branch, one, FULL)
    close(branch, one)
    with connection.cursor() as cursor:
        cursor.execute("SELECT minutes FROM gatherings_gathering")
        assert "同意" not in cursor.fetchone()[0]
    assert fresh(one).minutes == "大家同意。"


def give(county: County, one: Gathering, member: Member, due: date = date(2026, 12, 10), key: str = "t1") -> Task:
    return actions.give_task(
        actor=county.actor("keeper"), gathering=one, member_id=member.pk, text="联系挖机", due_on=due, key=key
    )


def test_a_task_goes_to_somebody_on_the_list(branch: County, call: Make, clock: Any, member: Find) -> None:
    one = call()
    clock.move_to(at(AFTER))
    made = give(branch, one, member("周禾苗"))
    assert Notice.objects.get(code="gatherings.task").person == branch.people["m0"]
    with pytest.raises(Refused, match="已经登记过"):
        give(branch, one, member("周禾苗"))
    with pytest.raises(Refused, match="从名单里"):
        give(branch, one, member("冯长河"), key="t2")
    with pytest.raises(Refused, match="不能早于"):
        give(branch, one, member("周禾苗"), due=date(2026, 11, 30), key="t3")
    assert give(branch, one, member("周禾苗"), due=date(2026, 12, 1), key="t4").pk
    with pytest.raises(Refused, match="没有找到"):
        actions.finish_task(actor=branch.actor("m1"), task=made, note="做了")
    with pytest.raises(Refused, match="写一句"):
        actions.finish_task(actor=branch.actor("m0"), task=made, note=" ")
    assert actions.finish_task(actor=branch.actor("m0"), task=made, note="谈好了").done_on == date(2026, 12, 1)
    with pytest.raises(Refused, match="已经完成"):
        actions.finish_task(actor=branch.actor("keeper"), task=made, note="谈好了")
