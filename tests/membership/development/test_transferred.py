"""Somebody goes from the application to full membership over the make-up days of National Day, is transferred on probation,
extended once, and every clause counts on (DEV-06, DEV-07, DEV-13, DEV-20, DEV-23, DEV-24, DEV-25, EDU-09)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine

from lianxin.foundation.notices.models import Notice
from lianxin.foundation.organisations import actions as tree
from lianxin.kernel.actor import SYSTEM
from lianxin.kernel.decision import Refused
from lianxin.membership.development import actions
from lianxin.membership.development.flow import FLOW
from lianxin.membership.development.models import Development
from lianxin.membership.dossiers.models import Member
from lianxin.membership.transfer import actions as transfer
from tests.factories import County
from tests.membership.development.conftest import VOTE

pytestmark = pytest.mark.django_db
Take = Callable[..., Development]


@pytest.fixture(autouse=True)
def clock() -> Any:
    with time_machine.travel("2026-11-27T02:00:00+00:00", tick=False) as moving:
        yield moving


@pytest.fixture
def gone(branch: County, member: Callable[[str], Member]) -> Callable[[Development], Development]:
    """Transferred to a branch of the next town."""

    def go(case: Development) -> Development:
        home = tree.found(actor=SYSTEM, parent=branch.organisations["QS02"], name="松岭镇石桥村党支部", short_name="石桥村支部",
                          kind="branch", code="QS02-B1", on=date(2015, 7, 1))  # fmt: skip
        branch.organisations["QS02-B1"] = home
        branch.add("new_secretary", "secretary", "QS02-B1")
        asked = transfer.ask(
            actor=branch.actor("branch_secretary"), member=case.member, way="inside", reason="work", target=home
        )
        asked = transfer.issue(
            actor=branch.actor("organiser"), case=asked, days=10, dues_until=date(2026, 11, 1), revision=asked.revision
        )
        transfer.receive(actor=branch.actor("other_organiser"), case=asked, home=home, revision=asked.revision)
        return Development.objects.unscoped("test").get(pk=case.pk)

    return go


def refused(rule: str, call: Callable[[], object]) -> str:
    with pytest.raises(Refused) as caught:
        call()
    assert caught.value.denied.rule == rule, caught.value.denied
    return caught.value.denied.reason


def test_the_whole_way_with_a_transfer_in_between(walk: Any, take: Take, gone: Any, member: Any) -> None:
    """The public notice of five working days ran over National Day and its make-up days (DEV-08)."""
    case = gone(walk("oath"))
    assert case.organisation.code == "QS02-B1"
    assert (case.state, case.day("accept"), case.day("propose")) == (
        "probationary",
        date(2025, 11, 5),
        date(2025, 9, 26),
    )
    case = take(case, "ask_full", "2026-11-20", who="new_secretary")
    case = take(case, "extend", "2026-11-25", who="new_secretary", months=6, note="工作时间短，再看半年", **VOTE)
    case = take(case, "approve_extend", "2026-11-26", who="other_organiser")
    with time_machine.travel("2027-06-01T02:00:00+00:00", tick=False):
        case = take(case, "ask_full", "2027-05-06", who="new_secretary")
        case = take(case, "accept_full", "2027-05-07", who="new_secretary", **VOTE)
        running = case.clocks.get(name="approve", state="running")
        assert (running.rule_id, running.due_at.date()) == ("DEV-23", date(2027, 8, 7))
        case = take(case, "approve_full", "2027-05-20", who="other_organiser")
    found = member("冯长河")
    assert (case.state, found.stage, found.full_since) == ("full", "member", date(2027, 5, 5)), "DEV-24"


@pytest.mark.parametrize(
    ("until", "good"), [("2026-11-05", False), ("2026-11-06", True), ("2027-05-05", True), ("2027-05-06", False)]
)
def test_dev_25_half_a_year_at_most_for_somebody_new(walk: Any, take: Take, gone: Any, until: str, good: bool) -> None:
    """The probation ends on 5 November 2026; the last day is half a year later."""
    case = gone(walk("oath"))
    late = lambda: take(case, "postpone", "2026-11-27", who="new_secretary", until=until, note="来的时间短")  # noqa: E731 - asked once of two ways
    if not good:
        assert "2027-05-05" in refused("DEV-25", late)
        return
    with time_machine.travel("2026-11-27T03:00:00+00:00", tick=False):
        assert late().fact("postpone")["until"] == until


def test_dev_25_is_for_those_alone_who_were_moved_on_probation(walk: Any, take: Take) -> None:
    case = walk("oath")
    refused("DEV-25", lambda: take(case, "postpone", "2026-11-27", until="2027-01-05", note="再看看"))


@pytest.mark.parametrize(
    ("last", "name", "rule", "due"),
    [("pre_review", "meeting", "DEV-13", date(2025, 11, 28)), ("approve", "oath", "DEV-20", date(2025, 12, 14))],
)
def test_a_month_for_the_meeting_and_a_month_for_the_oath(
    walk: Any, clock: Any, last: str, name: str, rule: str, due: date
) -> None:
    """DEV-13, DEV-20: nobody is told on the last day, everybody the day after; nothing happens by itself."""
    case = walk(last)
    running = case.clocks.get(name=name)
    assert (running.rule_id, running.due_at.date(), running.state) == (rule, due, "running")
    FLOW.clock.objects.exclude(pk=running.pk).delete()
    told = lambda: Notice.objects.filter(code="development.alert", title__contains="已超过期限").exists()  # noqa: E731 - asked twice
    clock.move_to(f"{due}T08:00:00+00:00")
    actions.remind()
    assert not told()
    clock.move_to(f"{due + timedelta(days=4)}T02:00:00+00:00")  # a working day after it
    actions.remind()
    assert told()
    actions.remind()
    assert (
        Notice.objects.filter(code="development.alert", title__contains="已超过期限").values("key").distinct().count()
        == 1
    )
    case.refresh_from_db()
    assert case.state == ("pre_reviewed" if last == "pre_review" else "probationary")
