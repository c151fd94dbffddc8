"""Rules of 2026 that need the whole case to show themselves: DEV-02, DEV-03, DEV-05, DEV-12, DEV-17, DEV-19, DEV-23."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.test import Client

from lianxin.foundation.notices.models import Notice
from lianxin.foundation.organisations import actions as tree
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.rules.registry import rule
from lianxin.kernel.actor import SYSTEM
from lianxin.kernel.decision import Refused
from lianxin.membership.development import actions, policies, reckoning
from lianxin.membership.development.flow import FLOW
from lianxin.membership.development.models import Development
from tests.factories import County
from tests.membership.development.conftest import VOTE

pytestmark = pytest.mark.django_db
ROOT = "/workbench/development/"


@pytest.fixture(autouse=True)
def clock() -> Any:
    with time_machine.travel("2026-11-27T02:00:00+00:00", tick=False) as moving:
        yield moving


def refused(rule_id: str, call: Callable[[], object]) -> str:
    with pytest.raises(Refused) as caught:
        call()
    assert caught.value.denied.rule == rule_id, caught.value.denied
    return caught.value.denied.reason


def test_every_rule_of_the_way_is_named_by_a_test_of_this_room() -> None:
    texts = "\n".join(path.read_text("utf-8") for path in Path(__file__).parent.glob("test_*.py"))
    named = set(re.findall(r"\bDEV-\d\d\b", texts))
    assert named >= {f"DEV-{n:02}" for n in range(1, 27)}


@pytest.mark.parametrize(
    ("last", "name", "rule_id", "due"),
    [("apply", "talk", "DEV-02", date(2024, 2, 8)), ("file_activist", "inspection", "DEV-05", date(2024, 9, 15)),
     ("accept", "approve", "DEV-19", date(2026, 2, 5)), ("accept_full", "approve", "DEV-23", date(2027, 2, 6))],
)  # fmt: skip
def test_a_promise_is_late_the_day_after_and_not_on_the_day(
    last: str, name: str, rule_id: str, due: date, walk: Any, take: Any, applied: Development, clock: Any
) -> None:
    """DEV-02, DEV-05, DEV-19, DEV-23."""
    case = applied if last == "apply" else walk("ask_full" if last == "accept_full" else last)
    if last == "accept_full":
        case = take(case, "accept_full", "2026-11-06", **VOTE)
    running = case.clocks.get(name=name, state="running")
    assert (running.rule_id, running.due_at.date()) == (rule_id, due)
    FLOW.clock.objects.exclude(pk=running.pk).delete()
    told = lambda: Notice.objects.filter(code="development.alert", title__contains="已超过期限").exists()  # noqa: E731 - asked twice
    clock.move_to(f"{due}T08:00:00+00:00")
    actions.remind()
    assert not told()
    clock.move_to(f"{due + timedelta(days=4)}T02:00:00+00:00")  # a working day after it
    actions.remind()
    assert told()


def test_dev_03_nothing_goes_on_before_the_committee_has_it_on_record(walk: Any, take: Any) -> None:
    """DEV-03: recommended, studied by the branch, and then the committee; each of the later steps is refused until then."""
    case = walk("recommend")
    assert rule("DEV-03").items("steps")[-1] == "报上级党委备案"
    for event, said in (
        ("mentors", {"people": ["1"]}),
        ("inspect", {"note": "x"}),
        ("propose", {}),
        ("file_candidate", {}),
    ):
        with pytest.raises(Refused):
            take(case, event, "2025-09-26", **said)
    case = take(case, "file_activist", "2024-03-15")
    assert (case.state, case.member.__class__.objects.unscoped("test").get(pk=case.member_id).stage) == (
        "activist",
        "activist",
    )
    unasked = Development.objects.unscoped("test").get(pk=case.pk)
    with pytest.raises(Refused):
        take(unasked, "recommend", "2024-03-16", way="recommend")


def test_dev_03_a_recommendation_comes_before(applied: Development, take: Any) -> None:
    """DEV-03: without a talk and a recommendation the committee has nothing to put on record."""
    with pytest.raises(Refused):
        take(applied, "file_activist", "2024-03-15")
    case = take(applied, "talk", "2024-01-20")
    with pytest.raises(Refused):
        take(case, "file_activist", "2024-03-15")


@pytest.mark.parametrize(("leaves", "warned"), [("2027-02-26", True), ("2027-02-27", False), ("2027-02-28", False)])
def test_dev_12_the_page_warns_of_who_leaves_within_three_months(
    leaves: str, warned: bool, walk: Any, take: Any, branch: County
) -> None:
    """DEV-12: a warning and not a bar; people decide."""
    case = take(walk("training"), "check", "2025-10-24", leaves_on=leaves)
    client = Client()
    client.force_login(branch.account_of("branch_secretary"))
    page = client.get(f"{ROOT}{case.pk}/").text
    assert ("三个月内要离开本单位，一般先不办理接收" in page) is warned
    assert case.state == "checked"


def test_dev_17_only_a_committee_with_the_power_approves(branch: County) -> None:
    """DEV-17: neither a general branch, nor a committee below a town without the power, stands for the one above."""
    general = tree.found(actor=SYSTEM, parent=branch.town, name="柳河镇机关党总支", short_name="机关总支", kind="general_branch",
                         code="QS01-G1", on=date(2020, 1, 1))  # fmt: skip
    below = tree.found(actor=SYSTEM, parent=general, name="机关一支部", short_name="机关一支部", kind="branch", code="QS01-G1-B1",
                       on=date(2020, 1, 1))  # fmt: skip
    assert policies.committee_over(below.path) == branch.town
    Organisation.objects.filter(pk=branch.town.pk).update(approves_members=False)
    found = policies.committee_over(below.path)
    assert found is not None
    assert found.code == "QS"
    Organisation.objects.filter(pk=branch.town.pk).update(approves_members=True, closed_on=date(2026, 11, 1))
    found = policies.committee_over(below.path)
    assert found is not None
    assert found.code == "QS", "a committee that is no more approves nobody"


def test_dev_05_a_day_after_the_half_year_is_a_gap() -> None:
    """DEV-05: 10 July is in time, 11 July is not."""
    from tests.membership.development.test_reckoning import Way

    in_time = Way({"file_activist": date(2025, 1, 10)}, {"inspect": {"days": ["2025-07-10"]}})
    late = Way({"file_activist": date(2025, 1, 10)}, {"inspect": {"days": ["2025-07-11"]}})
    assert reckoning.gaps(in_time, date(2025, 7, 11)) == []
    assert reckoning.gaps(late, date(2025, 7, 11)) == [(date(2025, 1, 10), date(2025, 7, 10))]
