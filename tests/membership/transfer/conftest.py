"""Two towns with a branch each, members, and the people on both sides."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import time_machine

from lianxin.foundation.organisations import actions as tree
from lianxin.kernel.actor import SYSTEM
from lianxin.membership.dossiers.importing.running import run
from lianxin.membership.dossiers.models import Member
from lianxin.membership.transfer import actions
from lianxin.membership.transfer.models import Transfer
from tests.factories import County, build_county
from tests.membership.dossiers.rosters import book, person


@pytest.fixture(scope="module")
def county_of_module(module_db: None) -> County:
    """``branch_secretary`` of QS01-B1; ``organiser`` of QS01 and ``other_organiser`` of QS02; ``judge`` of the county.

    Made once a module; what a test does to it is undone afterwards."""
    county = build_county()
    for code, town, name, short in (
        ("QS02-B1", "QS02", "松岭镇石桥村党支部", "石桥村支部"), ("QS01-B2", "QS01", "柳河镇下游村党支部", "下游村支部"),
    ):  # fmt: skip
        county.organisations[code] = tree.found(
            actor=SYSTEM, parent=county.organisations[town], name=name, short_name=short, kind="branch", code=code,
            on=date(2015, 7, 1),
        )  # fmt: skip
    for name, post, code in (
        ("organiser", "organiser", "QS01"), ("branch_secretary", "secretary", "QS01-B1"),
        ("other_organiser", "organiser", "QS02"), ("other_branch", "secretary", "QS02-B1"), ("judge", "organiser", "QS"),
        ("watcher", "discipline", "QS01"),
    ):  # fmt: skip
        county.add(name, post, code)
    rows = [person(n, name=name) for n, name in enumerate(("周禾苗", "吴春秋", "郑平安"), 1)]
    with time_machine.travel("2026-11-27T02:00:00+00:00", tick=False):
        outcome = run(book(rows), actor=county.actor("organiser"), dry=False)
    assert outcome.fresh == 3, [row.reasons for row in outcome.refused]
    return county


@pytest.fixture
def towns(county: County) -> County:
    """The people of `county_of_module`."""
    return county


@pytest.fixture
def member(towns: County) -> Callable[[str], Member]:
    return lambda name: Member.objects.unscoped("test").select_related("person", "organisation").get(name=name)


@pytest.fixture
def asked(towns: County, member: Callable[[str], Member]) -> Callable[..., Transfer]:
    """``asked(code="QS02-B1")``: 周禾苗 wants to go there; the branch asked."""

    def go(name: str = "周禾苗", code: str = "QS02-B1", who: str = "branch_secretary", **more: Any) -> Transfer:
        said = {"way": "inside", "reason": "work", "target": towns.organisations[code]} | more
        return actions.ask(actor=towns.actor(who), member=member(name), **said)

    return go


def fresh(case: Transfer) -> Transfer:
    return Transfer.objects.unscoped("test").get(pk=case.pk)
