"""The chart on the wall of the branch and the list of the superior: the same statements for 3 and for 60, in no ranking (B01)."""

from __future__ import annotations

from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lianxin.membership.development import chart, queries
from lianxin.membership.development.lifecycle import DEVELOPMENT, OF_COMMITTEE
from lianxin.membership.development.steps import ASIDE, BY_EVENT, LEADS_ON
from tests.factories import County
from tests.membership.development.crowd import crowd

pytestmark = pytest.mark.django_db
ROOT = "/workbench/development/"


@pytest.fixture(autouse=True)
def _on_a_friday() -> Any:
    with time_machine.travel("2026-11-27T02:00:00+00:00", tick=False):
        yield


def test_every_state_leads_on_by_a_step_of_the_table() -> None:
    for state in DEVELOPMENT.states:
        if not state.terminal:
            event = LEADS_ON[state.name]
            assert event in {*BY_EVENT, *ASIDE}
            assert not isinstance(DEVELOPMENT.find(state.name, event), type(None))
            assert DEVELOPMENT.find(state.name, event).event == event, state.name  # type: ignore[union-attr]  # a row, not a refusal


def test_a_row_says_what_is_done_and_what_comes_from_which_day(walk: Any) -> None:
    """DEV-07: an activist since 15 March 2024 may be proposed from 15 March 2025 on."""
    case = walk("inspect")
    row = chart.row_of(case, timezone.now())
    marks = {step.event: mark for step, mark in row.marks}
    assert (marks["talk"], marks["propose"], marks["oath"]) == ("done", "next", "")
    assert row.first is not None
    assert (row.first[0].isoformat(), row.first[1], row.waits) == ("2025-03-15", "DEV-07", False)
    with time_machine.travel("2025-03-14T02:00:00+00:00", tick=False):
        assert chart.row_of(case, timezone.now()).waits


@pytest.mark.parametrize("path", [ROOT, f"{ROOT}chart/", f"{ROOT}?lane=activist"])
def test_as_many_statements_for_sixty_as_for_three(path: str, walk: Any, branch: County) -> None:
    case = walk("mentors")
    crowd(case, 2)
    client = Client()
    client.force_login(branch.account_of("branch_secretary"))
    client.get(path)
    with CaptureQueriesContext(connection) as three:
        assert client.get(path).status_code == 200
    crowd(case, 57)
    with CaptureQueriesContext(connection) as sixty:
        assert client.get(path).status_code == 200
    assert len(sixty) == len(three)


def test_in_the_order_of_names_and_not_of_progress(walk: Any, branch: County) -> None:
    """B01: somebody who came further does not stand higher."""
    case = walk("mentors")
    rows = crowd(case, 12)
    rows[3].dates = {**rows[3].dates, "propose": "2025-09-26"}
    rows[3].save()
    order = [row.member.pinyin for row in queries.on_the_wall(branch.actor("branch_secretary"), None)]
    assert order == sorted(order)


def test_the_committee_finds_what_waits_for_it(walk: Any, branch: County) -> None:
    """Step 4, 8, 13, 17 and 24 are the committee's."""
    walk("recommend")
    client = Client()
    client.force_login(branch.account_of("organiser"))
    page = client.get(f"{ROOT}?lane=committee").text
    assert "冯长河" in page
    assert "下一步：上级党委备案" in page
    assert {LEADS_ON[state] for state in OF_COMMITTEE} == {
        "file_activist",
        "file_candidate",
        "pre_review",
        "approve",
        "approve_full",
        "approve_extend",
        "approve_cancel",
    }
    client.force_login(branch.account_of("other_organiser"))
    assert "冯长河" not in client.get(f"{ROOT}chart/").text
