"""A branch with four members, another one where one of them may go, and the people who keep both."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
import time_machine
from django.test import Client

from lianxin.foundation.organisations import actions as tree
from lianxin.kernel.actor import SYSTEM
from lianxin.membership.dossiers.importing.running import run
from lianxin.membership.dossiers.models import Member
from lianxin.membership.mobility import actions
from lianxin.membership.mobility.models import Absence, Matter
from tests.factories import County
from tests.membership.dossiers.rosters import book, person
from tests.membership.mobility.away import NAMES, NOW


@pytest.fixture(autouse=True)
def clock() -> Iterator[Any]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def towns(county: County) -> County:
    """``keeper``/``keeper2`` of QS01-B1, ``organiser`` of QS01; ``host`` of QS02-B1, ``other_organiser`` of QS02."""
    for code, name, short, kind in (
        ("QS02-B1", "松岭镇石桥村党支部", "石桥村支部", "branch"),
        ("QS02-M1", "松岭镇外来务工流动党员党支部", "松岭流动支部", "mobile_branch"),
    ):
        county.organisations[code] = tree.found(
            actor=SYSTEM, parent=county.organisations["QS02"], name=name, short_name=short, kind=kind, code=code, on=date(2015, 7, 1)
        )  # fmt: skip
    for name, post, code in (
        ("keeper", "secretary", "QS01-B1"), ("keeper2", "committee_member", "QS01-B1"), ("organiser", "organiser", "QS01"),
        ("town2", "deputy_secretary", "QS01"), ("watcher", "discipline", "QS01-B1"), ("host", "secretary", "QS02-B1"),
        ("mobile_host", "secretary", "QS02-M1"), ("other_organiser", "organiser", "QS02"), ("judge", "organiser", "QS"),
    ):  # fmt: skip
        county.add(name, post, code)
    rows = [person(n, name=name) for n, name in enumerate(NAMES, 1)]
    rows.append(person(9, name="何客来", organisation="松岭镇石桥村党支部"))
    assert run(book(rows), actor=county.actor("judge"), dry=False).fresh == len(rows)
    for n, name in enumerate(NAMES):
        county.people[f"m{n}"] = Member.objects.unscoped("test").get(name=name).person
    return county


@pytest.fixture
def member(towns: County) -> Callable[..., Member]:
    return lambda name=NAMES[0]: Member.objects.unscoped("test").select_related("person", "organisation").get(name=name)


@pytest.fixture
def away(towns: County, member: Callable[..., Member]) -> Callable[..., Absence]:
    """``away("周禾苗", since=…, host="QS02-B1")``: registered by the branch."""

    def make(
        name: str = NAMES[0], *, kind: str = "away", since: date = date(2026, 6, 1), host: str = "", who: str = "keeper",
        **more: Any,
    ) -> Absence:  # fmt: skip
        where = actions.Place(
            place="广东省深圳市南山区", region_code="440305", address="科技路 8 号", phone="13800000000",
            host=towns.organisations[host] if host else None, **{k: more.pop(k) for k in ("fixed", "host_name") if k in more},
        )  # fmt: skip
        return actions.register(
            actor=towns.actor(who), member=member(name), kind=kind, since=since, where=where, reason="work", **more
        )

    return make


@pytest.fixture
def noted(towns: County, away: Callable[..., Absence]) -> Absence:
    """周禾苗 is away, and 石桥村支部 took note."""
    row = away(host="QS02-B1")
    return actions.note_host(actor=towns.actor("host"), absence=row, yes=True, revision=row.revision)


@pytest.fixture
def lost(towns: County, away: Callable[..., Absence]) -> Matter:
    """A proposal of the system about 周禾苗, whom nobody has heard of since 1 May."""
    away(kind="lost", since=date(2026, 5, 1))
    assert actions.look() == 1
    return Matter.objects.unscoped("test").get()


@pytest.fixture
def desk(towns: County) -> Callable[[str], Client]:
    def come(name: str) -> Client:
        client = Client()
        client.force_login(towns.account_of(name))
        return client

    return come
