"""民主生活会 of the leading group of a committee: among those who hold its posts, two thirds of them there (R030, LX-263)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from lianxin.kernel.decision import Refused
from lianxin.membership.dossiers.models import Member
from lianxin.membership.gatherings import ledger
from lianxin.membership.gatherings.models import Gathering
from lianxin.membership.gatherings.reckoning import quorum
from tests.factories import County, appoint
from tests.membership.gatherings.meetings import close, mark
from tests.membership.gatherings.test_quorum_and_periods import DAY, hall

pytestmark = pytest.mark.django_db
LEADERS = {"周禾苗": "secretary", "吴春秋": "deputy_secretary", "郑明亮": "leader"}
KIND, TITLE = "democratic_life", "年度民主生活会"


@pytest.fixture
def held(branch: County, call: Callable[..., Gathering], member: Callable[[str], Member]) -> Gathering:
    """Called by the organiser of the town, who holds no post in its leading group."""
    for name, post in LEADERS.items():
        appoint(member(name).person, post, branch.organisations["QS01"])
    return call(KIND, "2026-11-26 15:00", "QS01", title=TITLE)


@pytest.mark.parametrize(("here", "due", "met"), [(1, 3, False), (2, 3, True), (3, 5, False), (4, 5, True)])
def test_lx_263_two_thirds_must_be_there(here: int, due: int, met: bool) -> None:
    assert quorum(KIND, hall(here, due - here), DAY).met is met


def test_those_who_hold_its_posts_are_called_and_nobody_else(held: Gathering) -> None:
    assert set(held.attendances.values_list("member__name", flat=True)) == set(LEADERS)


def test_lx_263_it_is_filed_with_two_of_three_and_not_with_one(branch: County, held: Gathering, clock: Any) -> None:
    clock.move_to("2026-11-27T02:00:00+00:00")
    branch.people["keeper"] = branch.people["organiser"]
    with pytest.raises(Refused, match="会议不算数"):
        close(branch, mark(branch, held, ("周禾苗",)))
    filed = close(branch, mark(branch, held, ("周禾苗", "郑明亮")))
    assert filed.state == "closed"
    lines = dict(ledger.year_of(branch.organisations["QS01"], 2026, filed.day))
    assert [cell.state for cell in lines["民主生活会"]] == ["held"]


def test_a_branch_holds_none_and_a_committee_nothing_else(plan: Callable[..., Gathering]) -> None:
    for kind, code in ((KIND, "QS01-B1"), ("general_meeting", "QS01")):
        with pytest.raises(Refused, match="不开"):
            plan(kind, code=code)


def test_the_form_offers_what_those_organisations_hold(branch: County, client: Client) -> None:
    """And nobody is reminded of it: no rule says which committees have to."""
    for name, offered in (("organiser", True), ("keeper", False)):
        client.force_login(branch.account_of(name))
        assert ("民主生活会" in client.get("/workbench/gatherings/new/").text) is offered
    assert not any(gap.kind == KIND for gap in ledger.gaps([branch.organisations["QS01"]], DAY))
