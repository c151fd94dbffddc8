"""Many organisations at once are founded as one is: whole or not at all, by the same policies, in few statements."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from lianxin.foundation.organisations import actions
from lianxin.foundation.organisations.founding import Founding
from lianxin.foundation.organisations.importing.running import Outcome, run
from lianxin.foundation.organisations.models import Organisation, OrganisationEvent
from lianxin.kernel.actor import SYSTEM
from lianxin.kernel.decision import Refused
from tests.factories import County
from tests.foundation.organisations.tables import row, table

pytestmark = pytest.mark.django_db
FOUNDED = date(2020, 7, 1)


def bring(*rows: dict[str, Any]) -> Outcome:
    return run(table(rows), actor=SYSTEM, dry=False)


def one(code: str) -> Organisation:
    return Organisation.objects.get(code=code)


def test_nothing_is_half_written(county: County, monkeypatch: Any) -> None:
    """A failure at the last step takes everything back: organisations, history, audit lines."""
    bring(row("B1"))
    before = Organisation.objects.count(), OrganisationEvent.objects.count(), one("QS01").numchild
    monkeypatch.setattr(actions, "edit", lambda **_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        bring(row("B2"), row("B1", address="二号"))
    assert (Organisation.objects.count(), OrganisationEvent.objects.count(), one("QS01").numchild) == before


def test_many_at_once_obey_the_policies_of_one(county: County) -> None:
    """The bulk action is no way around: scope, kinds, closed parents, codes."""

    def found(actor: Any = SYSTEM, **more: Any) -> None:
        said = {
            "parent": county.town,
            "name": "某支部",
            "short_name": "某支部",
            "kind": "branch",
            "code": "B1",
            "on": FOUNDED,
        } | more
        actions.found_many(actor=actor, foundings=[Founding(**said)])

    with pytest.raises(Refused, match="组织代码已经有别的组织用了"):
        found(code="QS02")
    twice = Founding(county.town, "某支部", "某支部", "branch", "B1", FOUNDED)
    with pytest.raises(Refused, match="组织代码已经有别的组织用了"):
        actions.found_many(actor=SYSTEM, foundings=[twice, twice])
    with pytest.raises(Refused, match="不能设在"):
        found(kind="group")
    with pytest.raises(Refused):
        found(actor=county.actor("secretary"))
    actions.close(actor=SYSTEM, organisation=one("QS01-B1"), on=FOUNDED)
    with pytest.raises(Refused, match="已撤销"):
        found(parent=one("QS01-B1"), kind="group")
    found()
    single = actions.found(
        actor=SYSTEM, parent=county.town, name="某支部", short_name="某支部", kind="branch", code="B2", on=FOUNDED
    )
    alike = ("depth", "numchild", "kind", "region_code", "takes_letters", "approves_members", "closed_on", "revision")
    assert [getattr(one("B1"), name) for name in alike] == [getattr(one("B2"), name) for name in alike]
    assert single.path > one("B1").path


def test_statements_grow_with_parts_and_not_with_rows(county: County, django_assert_max_num_queries: Any) -> None:
    """600 organisations below 40 committees, the children first; `bench/membership.py` holds the promise for 10,000."""
    rows = [row(f"B{n}", f"C{n % 40}") for n in range(560)]
    rows += [row(f"C{n}", "QS", "党委") for n in range(40)]
    with django_assert_max_num_queries(40):
        assert run(table(rows), actor=SYSTEM, dry=False).fresh == 600
    assert Organisation.find_problems() == ([], [], [], [], [])
