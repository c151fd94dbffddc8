"""A house without any organisation gets its topmost one from the first table, from the server only."""

from __future__ import annotations

from typing import Any

import pytest

from lianxin.foundation.organisations.importing.running import Outcome, run
from lianxin.foundation.organisations.models import Organisation
from lianxin.kernel.actor import SYSTEM, Actor
from tests.foundation.organisations.tables import row, table

pytestmark = pytest.mark.django_db


def bring(rows: list[dict[str, Any]], actor: Actor = SYSTEM) -> Outcome:
    return run(table(rows), actor=actor, dry=False)


def one(code: str) -> Organisation:
    return Organisation.objects.get(code=code)


def test_an_empty_house_gets_its_topmost_organisation(db: None) -> None:
    rows = [
        row("T1", "HX", "党委", name="中共河西镇委员会"),
        row("HX", "", "党委", name="中共河西县委员会", address="县前街"),
        row("T1-B1", "T1"),
    ]
    assert bring(rows).fresh == 3
    assert (one("HX").get_parent(), one("HX").short_name, one("HX").address) == (None, "河西县委", "县前街")
    assert one("T1-B1").get_ancestors().count() == 2
    assert "没有写成立日期" in one("HX").history.get().basis
    assert bring(rows).unchanged == 3


def test_there_is_one_topmost_organisation(db: None) -> None:
    outcome = bring([row("HX", "", "党委"), row("HY", "", "党委"), row("HY1", "HY")])
    assert (outcome.fresh, [bad.number for bad in outcome.refused]) == (1, [3, 4])
    assert "最上级组织已经有了" in outcome.refused[0].reasons[0]
