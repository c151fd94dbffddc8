"""A branch with members, an applicant on the way, and the people who take the steps."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import time_machine

from lianxin.membership.development import actions
from lianxin.membership.development.models import Development
from lianxin.membership.dossiers.importing.running import run
from lianxin.membership.dossiers.models import Member
from tests.factories import County, build_county
from tests.membership.dossiers.rosters import book, number, person

#: event -> who takes it
WHO = dict.fromkeys(
    ("file_activist", "file_candidate", "pre_review", "talk_before", "approve", "prolong", "file_up", "approve_full", "approve_extend",
     "refuse_accept", "refuse_extend", "refuse_full", "approve_cancel", "refuse_cancel"), "organiser"
)  # fmt: skip
#: a vote on slips of paper, as eight people gave theirs
SLIPS = {"how": "paper", "issued": 8, "returned": 8, "scrutineer": "赵立冬", "scrutineer_other": "钱小雪"}
VOTE = {"due": 10, "present": 8, "yes": 7, "written": 0, "performance": "表现好", "signed": True,
        "why": "会议记在纸上", **SLIPS}  # fmt: skip


@pytest.fixture(scope="module")
def county_of_module(module_db: None) -> County:
    """Three full members, one probationary, one applicant; ``branch_secretary`` and the town's ``organiser``; once a module."""
    county = build_county()
    county.add("organiser", "organiser", "QS01")
    county.add("branch_secretary", "secretary", "QS01-B1")
    county.add("other_organiser", "organiser", "QS02")
    rows = [person(n, name=name) for n, name in enumerate(("周禾苗", "吴春秋", "郑平安"), 1)]
    rows.append(person(4, name="王小满", stage="预备党员", full_since="", joined_on=date(2026, 1, 5)))
    rows.append(person(5, name="冯长河", stage="入党申请人", full_since="", joined_on=""))
    with time_machine.travel("2026-11-27T02:00:00+00:00", tick=False):
        outcome = run(book(rows), actor=county.actor("organiser"), dry=False)
    assert outcome.fresh == 5, [row.reasons for row in outcome.refused]
    return county


@pytest.fixture
def branch(county: County) -> County:
    """The people of `county_of_module`; what a test does to them is undone afterwards."""
    return county


@pytest.fixture
def member(branch: County) -> Callable[[str], Member]:
    return lambda name: Member.objects.unscoped("test").select_related("person").get(name=name)


@pytest.fixture
def take(branch: County) -> Callable[..., Development]:
    """``take(case, "talk", "2024-01-20", note="…")``: a step by whoever's it is."""

    def go(case: Development, event: str, on: str, *, who: str = "", **said: Any) -> Development:
        fresh = Development.objects.unscoped("test").get(pk=case.pk)
        actor = branch.actor(who or WHO.get(event, "branch_secretary"))
        return actions.take(
            actor=actor, case=fresh, event=event, on=date.fromisoformat(on), said=said, revision=fresh.revision
        )

    return go


@pytest.fixture
def applied(branch: County, member: Callable[[str], Member]) -> Development:
    """冯长河 applied on 8 January 2024; he was born in 1988 (`number`)."""
    assert number(sequence=5)
    return actions.apply(actor=branch.actor("branch_secretary"), member=member("冯长河"), on=date(2024, 1, 8))


#: (event, day, what it says) up to the vote, each on a day that the rules allow
def road(mentors: list[str], introducers: list[str]) -> list[tuple[str, str, dict[str, Any]]]:
    return [
        ("talk", "2024-01-20", {}),
        ("recommend", "2024-03-01", {"way": "recommend"}),
        ("file_activist", "2024-03-15", {}),
        ("mentors", "2024-03-20", {"people": mentors}),
        ("inspect", "2024-09-10", {"note": "按时参加学习"}),
        ("inspect", "2025-03-10", {"note": "表现稳定"}),
        ("propose", "2025-09-26", {}),
        ("file_candidate", "2025-10-11", {}),
        ("introducers", "2025-10-13", {"people": introducers}),
        ("political_review", "2025-10-15", {"passed": True, "note": "政治历史清楚"}),
        ("training", "2025-10-20", {"days": 3, "lessons": 24}),
        ("check", "2025-10-24", {}),
        ("pre_review", "2025-10-28", {}),
        ("fill_form", "2025-10-30", {}),
        ("accept", "2025-11-05", VOTE),
        ("talk_before", "2025-11-10", {}),
        ("approve", "2025-11-14", {}),
        ("file_up", "2025-11-17", {}),
        ("place", "2025-11-18", {}),
        ("oath", "2025-11-20", {}),
        ("inspect_probation", "2026-05-20", {"note": "认真"}),
        ("ask_full", "2026-10-28", {}),
    ]


@pytest.fixture
def walk(
    applied: Development, take: Callable[..., Development], member: Callable[[str], Member]
) -> Callable[[str], Development]:
    """``walk("check")``: every step of the road up to and with that one."""
    keys = [str(member(name).pk) for name in ("周禾苗", "吴春秋")]

    def go(last: str) -> Development:
        case = applied
        for event, day, said in road(keys[:1], keys):
            case = take(case, event, day, **said)
            if event == last:
                if last == "inspect" and len(case.fact("inspect")["days"]) < 2:
                    continue
                return case
        raise AssertionError(last)

    return go
