"""A branch with a secretary who is one of its members, others on its roster, and the people above. Made once a module."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.test import Client

from lianxin.foundation.accounts.models import Appointment
from lianxin.membership.dossiers.importing.running import run
from lianxin.membership.dossiers.models import Member
from lianxin.membership.gatherings.models import Attendance, Gathering
from lianxin.membership.training import actions, reckoning
from lianxin.membership.training.models import Training
from lianxin.membership.training.reckoning import Standing
from tests.factories import County, appoint, build_county
from tests.membership.dossiers.rosters import book, person
from tests.membership.gatherings.meetings import at

#: a Friday at ten in the morning
TODAY = date(2026, 11, 27)
NOW = "2026-11-27T02:00:00+00:00"
FULL = ("周禾苗", "吴春秋", "郑明亮", "王平安", "何客来")


@pytest.fixture(scope="module")
def county_of_module(module_db: None) -> County:
    county = build_county()
    with time_machine.travel(NOW, tick=False):
        for name, post, code in (
            ("deputy", "deputy_secretary", "QS01-B1"), ("clerk", "committee_member", "QS01-B1"), ("watcher", "discipline", "QS01-B1"),
            ("organiser", "organiser", "QS01"), ("other_organiser", "organiser", "QS02"), ("county_leader", "leader", "QS"),
        ):  # fmt: skip
            county.add(name, post, code)
        rows = [person(n, name=name) for n, name in enumerate(FULL, 1)]
        assert run(book(rows), actor=county.actor("organiser"), dry=False).fresh == len(rows)
        for n, name in enumerate(FULL):
            county.people[f"m{n}"] = Member.objects.unscoped("test").get(name=name).person
        appoint(county.people["m0"], "secretary", county.organisations["QS01-B1"])
    return county


@pytest.fixture(autouse=True)
def clock() -> Iterator[Any]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def member(county: County) -> Callable[[int], Member]:
    """One of `FULL` by number; the first is the secretary."""
    return lambda n: Member.objects.unscoped("test").select_related("person", "organisation").get(name=FULL[n])


@pytest.fixture
def here(county: County, member: Callable[[int], Member]) -> Callable[..., Gathering]:
    """A gathering with lessons of the branch, with one of its members there."""

    def make(n: int, lessons: str, start: str = "2026-05-08 15:00", *, mark: str = "present", state: str = "closed",
             code: str = "QS01-B1", role: str = "called") -> Gathering:  # fmt: skip
        office = county.organisations[code]
        made = Gathering.objects.create(
            organisation=office, org_path=office.path, kind="lecture", title="党课", starts_at=at(start), agenda="学习",
            place="村委会", state=state, lessons=Decimal(lessons), key=f"{start}-{n}-{lessons}-{code}",
        )  # fmt: skip
        Attendance.objects.create(gathering=made, member=member(n), role=role, mark=mark)
        return made

    return make


@pytest.fixture
def away(member: Callable[[int], Member]) -> Callable[..., Training]:
    """A training outside of the branch, of one day."""

    def make(
        n: int, lessons: str, last: date = date(2026, 6, 5), *, kind: str = "class", state: str = "confirmed"
    ) -> Training:
        made = Training.objects.count()
        return Training.objects.create(
            member=member(n), kind=kind, title=f"培训班{made}", host="县委党校", first=last, last=last, lessons=Decimal(lessons),
            proof="结业证书", state=state, key=f"k{made}", at=at("2026-06-06 09:00"),
        )  # fmt: skip

    return make


@pytest.fixture
def standing(member: Callable[[int], Member]) -> Callable[..., Standing]:
    """How one of them stands, asked on a day."""
    return lambda n, year=2026, today=TODAY: reckoning.standings([member(n)], year, today)[0]


@pytest.fixture
def posts(county: County, member: Callable[[int], Member]) -> Callable[..., Appointment]:
    """A post of one of the members from a day on."""

    def make(n: int, since: date, post: str = "secretary", code: str = "QS01-B1", **term: Any) -> Appointment:
        return appoint(member(n).person, post, county.organisations[code], since, **term)

    return make


@pytest.fixture
def browser(county: County) -> Callable[[str], Client]:
    def make(name: str) -> Client:
        client = Client()
        client.force_login(county.account_of(name))
        return client

    return make


def said(**more: Any) -> actions.Said:
    """A class of one day that ended yesterday."""
    day = TODAY - timedelta(days=1)
    values: dict[str, Any] = {"kind": "class", "title": "书记培训班", "host": "县委党校", "first": day, "last": day, "lessons": Decimal(8),
              "proof": "结业证书"} | more  # fmt: skip
    return actions.Said(**values)
