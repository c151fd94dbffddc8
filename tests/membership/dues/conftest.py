"""A branch with two full members and somebody on the way, and who keeps the dues."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import time_machine

from lianxin.membership.dossiers.importing.running import run
from lianxin.membership.dossiers.models import Member
from lianxin.membership.dues import actions
from tests.factories import County
from tests.membership.dossiers.rosters import book, person

JANUARY = date(2026, 1, 1)


@pytest.fixture(autouse=True)
def _in_november() -> Any:
    with time_machine.travel("2026-11-27T02:00:00+00:00", tick=False):
        yield


@pytest.fixture
def branch(county: County) -> County:
    county.add("keeper", "committee_member", "QS01-B1")
    county.add("organiser", "organiser", "QS01")
    county.add("other_organiser", "organiser", "QS02")
    rows = [
        person(1),
        person(2, name="吴春秋"),
        person(3, name="冯长河", stage="入党申请人", joined_on="", full_since=""),
    ]
    assert run(book(rows), actor=county.actor("organiser"), dry=False).fresh == 3
    return county


@pytest.fixture
def member(branch: County) -> Callable[[str], Member]:
    return lambda name: Member.objects.unscoped("test").select_related("person", "organisation").get(name=name)


@pytest.fixture
def assessed(branch: County, member: Callable[[str], Member]) -> County:
    """周禾苗 pays 90.00 a month of 6,000; 吴春秋 20.00 instead of 40.00 of 4,000."""
    keeper = branch.actor("keeper")
    actions.assess(actor=keeper, member=member("周禾苗"), group="employed", income=Decimal(6000), since=JANUARY)
    actions.assess(actor=keeper, member=member("吴春秋"), group="employed", income=Decimal(4000), since=JANUARY,
                   payable=Decimal(20), reason="家里有病人")  # fmt: skip
    return branch


@pytest.fixture
def charged(assessed: County) -> County:
    """September, October and November are owed."""
    for month in (9, 10, 11):
        actions.charge(
            actor=assessed.actor("keeper"), organisation=assessed.organisations["QS01-B1"], month=date(2026, month, 15)
        )
    return assessed
