"""Who went elsewhere and comes back by letter: one person, one file (R021)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import time_machine

from lianxin.kernel.decision import Refused
from lianxin.membership.dossiers.models import Member
from lianxin.membership.transfer import actions
from lianxin.membership.transfer.arriving import Arriving
from lianxin.membership.transfer.models import Transfer
from tests.factories import County
from tests.membership.dossiers.rosters import number
from tests.membership.transfer.conftest import fresh

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 27)
DAYS = {"joined_on": "2010-07-01", "full_since": "2011-07-01"}


@pytest.fixture(autouse=True)
def _on_a_friday() -> Any:
    with time_machine.travel("2026-11-27T02:00:00+00:00", tick=False):
        yield


@pytest.fixture
def gone(towns: County, asked: Callable[..., Transfer]) -> Member:
    """周禾苗 was received elsewhere, as a receipt on paper says."""
    organiser = towns.actor("organiser")
    case = asked(way="paper", target=None, target_name="云汀市南浦区书院街道党工委")
    case = actions.issue(actor=organiser, case=case, days=30, dues_until=date(2026, 11, 1), revision=case.revision)
    case = actions.note_receipt(
        actor=organiser, case=fresh(case), on=TODAY, text="书院街道，经办人何某。", revision=fresh(case).revision
    )
    assert case.member is not None
    return case.member


def comes(towns: County, who: Arriving) -> Transfer:
    """With a letter on paper to the other town, and received there."""
    other = towns.actor("other_organiser")
    case = actions.arrive(
        actor=other, organisation=towns.organisations["QS02"], who=who, source_name="云汀市南浦区委组织部", letter_number="南浦转〔2026〕0031",
        issued_on=TODAY, valid_until=TODAY, reason="home", dues_until=date(2026, 11, 1),
    )  # fmt: skip
    return actions.receive(actor=other, case=fresh(case), home=towns.organisations["QS02-B1"], revision=0)


def test_who_comes_back_has_the_file_they_had(towns: County, gone: Member, member: Callable[[str], Member]) -> None:
    """R021: to another branch, and everything in it; what the letter says holds, what it does not say stays."""
    assert member("周禾苗").standing == "moved"
    back = comes(towns, Arriving("周禾苗", number(sequence=1), "member", work_unit="石桥小学", **DAYS))
    found = member("周禾苗")
    assert (found.pk, found.standing, found.organisation.code) == (gone.pk, "active", "QS02-B1")
    assert (found.work_unit, found.ethnicity) == ("石桥小学", gone.ethnicity)
    assert (back.member_id, back.arriving) == (found.pk, "")
    assert [event.kind for event in found.events.all()[:2]] == ["returned", "standing"]


def test_who_is_here_already_is_not_received_twice(towns: County) -> None:
    with pytest.raises(Refused, match="已经有档案了"):
        comes(towns, Arriving("吴春秋", number(sequence=2), "member", **DAYS))
