"""A branch with four full members, a probationary one and an applicant, and who keeps its organisational life."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
import time_machine

from lianxin.membership.dossiers.importing.running import run
from lianxin.membership.dossiers.models import Member
from lianxin.membership.gatherings import actions
from lianxin.membership.gatherings.models import Gathering
from tests.factories import County
from tests.membership.dossiers.rosters import book, person
from tests.membership.gatherings.meetings import FULL, draft, fresh

#: a Friday at ten in the morning
NOW = "2026-11-27T02:00:00+00:00"


@pytest.fixture(autouse=True)
def clock() -> Iterator[Any]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def branch(county: County) -> County:
    county.add("keeper", "committee_member", "QS01-B1")
    county.add("keeper2", "deputy_secretary", "QS01-B1")
    county.add("organiser", "organiser", "QS01")
    county.add("other_organiser", "organiser", "QS02")
    county.add("watcher", "discipline", "QS01-B1")
    rows = [person(n, name=name) for n, name in enumerate(FULL, 1)]
    rows.append(person(11, name="陈新来", stage="预备党员", joined_on=date(2026, 3, 1), full_since=""))
    rows.append(person(12, name="冯长河", stage="入党申请人", joined_on="", full_since=""))
    assert run(book(rows), actor=county.actor("organiser"), dry=False).fresh == len(rows)
    for n, name in enumerate(FULL):
        county.people[f"m{n}"] = Member.objects.unscoped("test").get(name=name).person
    county.people["probationary"] = Member.objects.unscoped("test").get(name="陈新来").person
    return county


@pytest.fixture
def member(branch: County) -> Callable[[str], Member]:
    return lambda name: Member.objects.unscoped("test").select_related("person", "organisation").get(name=name)


@pytest.fixture
def plan(branch: County) -> Callable[..., Gathering]:
    """A planned gathering of the branch."""

    def make(
        kind: str = "general_meeting", start: str = "2026-12-01 15:00", code: str = "QS01-B1", **more: Any
    ) -> Gathering:
        return actions.plan(
            actor=branch.actor("organiser"), organisation=branch.organisations[code], kind=kind, draft=draft(start, **more),
            key=f"{code}-{kind}-{start}",
        )  # fmt: skip

    return make


@pytest.fixture
def call(branch: County, plan: Callable[..., Gathering]) -> Callable[..., Gathering]:
    """A gathering to which people were called."""

    def make(*args: Any, **more: Any) -> Gathering:
        made = plan(*args, **more)
        actions.call(actor=branch.actor("organiser"), gathering=made, revision=made.revision)
        return fresh(made)

    return make
