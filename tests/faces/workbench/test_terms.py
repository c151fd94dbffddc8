"""BR-06: the end of a term of office is said beforehand, to whom it concerns: a day before the quarter, the day, a day after."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from lianxin.faces.workbench import terms
from lianxin.faces.workbench.preferences import TERM_AHEAD
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.rules.registry import rule
from lianxin.kernel.clocks import plus_months
from tests.factories import County

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 27)
ELECTED = date(2024, 2, 29)


@pytest.fixture(autouse=True)
def _in_november() -> Any:
    with time_machine.travel("2026-11-27T02:00:00+00:00", tick=False):
        yield


def said(county: County, who: str) -> list[str]:
    from django.utils import timezone

    return [item.title for item in terms.provide(county.actor(who), timezone.now()).items]


@pytest.mark.parametrize(
    ("left", "title"),
    [(TERM_AHEAD.days + 1, ""), (TERM_AHEAD.days, "任期将满，请准备换届"), (1, "任期将满，请准备换届"),
     (0, "任期将满，请准备换届"), (-1, "任期已满，请换届")],
)  # fmt: skip
def test_br_06_the_branch_is_told_before_its_term_ends(county: County, left: int, title: str) -> None:
    """A day too early, the first day, the last day of the term, the day after; only at one's own organisation."""
    county.add("branch_secretary", "secretary", "QS01-B1")
    county.add("other_secretary", "secretary", "QS02")
    branch = Organisation.objects.filter(code="QS01-B1")
    branch.update(term_until=TODAY + timedelta(days=left))
    assert said(county, "branch_secretary") == [title] * bool(title)
    assert said(county, "other_secretary") == []
    assert said(county, "handler") == []
    client = Client()
    client.force_login(county.account_of("branch_secretary"))
    assert ("换届</" in client.get("/workbench/").text) is bool(title)
    listed = client.get("/workbench/organisations/")
    assert [o.code for o, _ in listed.context["ending"]] == ["QS01-B1"] * bool(title)
    assert "BR-06" in client.get(f"/workbench/organisations/{branch[0].pk}/").text
    branch.update(closed_on=TODAY)
    assert said(county, "branch_secretary") == [], "what is no more elects nobody"


def test_br_06_three_years_end_on_the_day_of_the_election() -> None:
    """BR-06: elected on 29 February 2024, the last day is 28 February 2027."""
    assert plus_months(ELECTED, rule("BR-06").period("term").amount) == date(2027, 2, 28)
