"""BR-06: the end of a term is proposed when a committee is recorded, and said beforehand to whom it concerns."""

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


@pytest.mark.parametrize(("elected", "end"), [("2026-11-20", "2029-11-20"), ("2024-02-29", "2027-02-28")])
def test_br_06_the_end_of_a_new_term_is_proposed_and_looked_at(county: County, elected: str, end: str) -> None:
    """BR-06: three years, also where the end of the term before still stands there; villages write their own."""
    branch = county.organisations["QS01-B1"]
    Organisation.objects.filter(pk=branch.pk).update(term_from=date(2023, 11, 20), term_until=date(2026, 11, 20))
    client = Client()
    client.force_login(county.account_of("admin"))
    place = f"/workbench/organisations/{branch.pk}/edit/"
    typed = {"revision": branch.revision, "name": branch.name, "short_name": branch.short_name, "term_from": elected}

    def terms() -> list[date | None]:
        made = Organisation.objects.get(pk=branch.pk)
        return [made.term_from, made.term_until]

    for until in ("", "2026-11-20"):
        page = client.post(place, typed | {"term_until": until})
        assert page.status_code == 422
        assert f'name="term_until" value="{end}"' in page.text
        assert f'name="proposed_for" value="{elected}"' in page.text
        assert "按一届 3 年填了" in page.text
        assert "基层支委会一届 3 年" in page.text, "with the rule behind it"
        assert terms() == [date(2023, 11, 20), date(2026, 11, 20)], "nothing is written that nobody has looked at"
    agreed = typed | {"term_until": end, "proposed_for": elected}
    village = typed | {"term_until": "2031-11-19", "proposed_for": elected, "revision": branch.revision + 1}
    for sent in (agreed, village):
        assert client.post(place, sent).status_code == 303
        assert terms() == [date.fromisoformat(elected), date.fromisoformat(str(sent["term_until"]))]
    # another line is changed: nothing is asked; the beginning was wrong by a day and the end was not: asked once
    later = village | {"address": "村口", "proposed_for": "", "revision": branch.revision + 2}
    assert client.post(place, later).status_code == 303
    moved = later | {"term_from": "2026-11-21", "revision": branch.revision + 3}
    assert client.post(place, moved).status_code == 422
    assert client.post(place, moved | {"proposed_for": "2026-11-21"}).status_code == 303
    both = moved | {"term_from": "2026-11-22", "term_until": "2031-11-21", "revision": branch.revision + 4}
    assert client.post(place, both).status_code == 303, "who writes both has looked"
    assert terms() == [date(2026, 11, 22), date(2031, 11, 21)]


def test_br_06_is_proposed_to_branches_alone(county: County) -> None:
    """A committee of a town has a term of its own, which no rule here names; nor is anything asked where nothing is new."""
    client = Client()
    client.force_login(county.account_of("admin"))
    for code, start in (("QS01", "2026-11-20"), ("QS01-B1", "")):
        office = county.organisations[code]
        typed = {"revision": office.revision, "name": office.name, "short_name": office.short_name, "term_from": start}
        assert client.post(f"/workbench/organisations/{office.pk}/edit/", typed).status_code == 303, code
