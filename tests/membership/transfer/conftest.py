"""Two towns with a branch each, members, and the people on both sides."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from lianxin.membership.dossiers.importing.running import run
from lianxin.membership.dossiers.models import Member
from lianxin.membership.transfer import actions
from lianxin.membership.transfer.models import Transfer
from tests.factories import County
from tests.membership.dossiers.rosters import book, person


@pytest.fixture
def towns(county: County) -> County:
    """``branch_secretary`` of QS01-B1; ``organiser`` of QS01 and ``other_organiser`` of QS02; ``judge`` of the county."""
    from datetime import date

    from lianxin.foundation.organisations import actions as tree
    from lianxin.kernel.actor import SYSTEM

    if "QS02-B1" not in county.organisations:
        county.organisations["QS02-B1"] = tree.found(
            actor=SYSTEM, parent=county.organisations["QS02"], name="松岭镇石桥村党支部", short_name="石桥村支部",
            kind="branch", code="QS02-B1", on=date(2015, 7, 1),
        )  # fmt: skip
        county.organisations["QS01-B2"] = tree.found(
            actor=SYSTEM, parent=county.organisations["QS01"], name="柳河镇下游村党支部", short_name="下游村支部",
            kind="branch", code="QS01-B2", on=date(2015, 7, 1),
        )  # fmt: skip
    for name, post, code in (
        ("organiser", "organiser", "QS01"), ("branch_secretary", "secretary", "QS01-B1"),
        ("other_organiser", "organiser", "QS02"), ("other_branch", "secretary", "QS02-B1"), ("judge", "organiser", "QS"),
        ("watcher", "discipline", "QS01"),
    ):  # fmt: skip
        county.add(name, post, code)
    rows = [person(n, name=name) for n, name in enumerate(("周禾苗", "吴春秋", "郑平安"), 1)]
    outcome = run(book(rows), actor=county.actor("organiser"), dry=False)
    assert outcome.fresh == 3, [row.reasons for row in outcome.refused]
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
