"""A branch with two full members and somebody on the way, and who keeps the dues."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import time_machine

from lianxin.membership.dossiers.importing.running import run
from lianxin.membership.dossiers.models import Member
from tests.factories import County
from tests.membership.dossiers.rosters import book, person


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
