"""Every check finds what it is for at its boundary, and lists exactly what it counts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from lianxin.kernel.actor import SYSTEM
from lianxin.membership.dossiers.models import Member
from lianxin.membership.statistics import bulletin, checks, counting, reckoning
from tests.factories import County

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 27)
DAY = timedelta(days=1)
Put = Callable[..., Member]


def found(county: County) -> dict[str, int]:
    """code of a check -> how many."""
    frame, office = bulletin.frame(TODAY), county.town
    strange = reckoning.tables(counting.count(SYSTEM, office, frame), frame).strange
    return {f.check.code: f.n for f in checks.find(SYSTEM, office, strange, frame)}


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"sex": ""}, "no_sex"), ({"sex": "9"}, "no_sex"), ({"ethnicity": ""}, "no_ethnicity"), ({"born": None}, "no_born"),
        ({"education": ""}, "no_education"), ({"joined_on": None}, "no_joined"), ({"occupation": ""}, "no_occupation"),
        ({"occupation": "某某"}, "strange"), ({"full_since": None}, "no_full_since"),
    ],
)  # fmt: skip
def test_what_is_missing_is_found_and_listed(keepers: County, put: Put, facts: dict[str, Any], code: str) -> None:
    member = put(**facts)
    put(name="吴春秋")
    frame = bulletin.frame(TODAY)
    assert found(keepers)[code] == 1
    check = checks.CHECKS[code]
    assert isinstance(check, checks.FileCheck)
    listed = checks.files(check, counting.members(SYSTEM, keepers.town, frame), (("某某", 1),), frame)
    assert [row.pk for row in listed] == [member.pk]


@pytest.mark.parametrize(
    ("born", "joined", "young"),
    [
        (date(1988, 3, 7), date(2006, 3, 6), True),
        (date(1988, 3, 7), date(2006, 3, 7), False),
        (date(1988, 3, 7), date(2006, 3, 8), False),
        (date(1988, 2, 29), date(2006, 2, 28), True),
        (date(1988, 2, 29), date(2006, 3, 1), False),
        (date(2006, 3, 1), date(2024, 2, 29), True),
        (date(2006, 2, 28), date(2024, 2, 28), False),
        (None, date(2006, 3, 6), False),
    ],
)
def test_joined_before_the_age_of_admission(
    keepers: County, put: Put, born: date | None, joined: date, young: bool
) -> None:
    """DEV-01: from the birthday on."""
    put(born=born, joined_on=joined, full_since=joined + 366 * DAY)
    assert ("too_young" in found(keepers)) is young


@pytest.mark.parametrize(
    ("joined", "late"), [(date(2024, 11, 26), True), (date(2024, 11, 27), False), (date(2024, 11, 28), False)]
)
def test_probation_beyond_the_longest(keepers: County, put: Put, joined: date, late: bool) -> None:
    """DEV-21 with DEV-22: a year, and a year more at most."""
    put(joined_on=joined, stage="probationary", full_since=None)
    assert ("overdue" in found(keepers)) is late


@pytest.mark.parametrize(("full", "probationary", "few"), [(2, 5, True), (3, 0, False), (4, 0, False)])
def test_a_branch_with_too_few_full_members(keepers: County, put: Put, full: int, probationary: int, few: bool) -> None:
    """BR-05: full members count, those on probation do not; an empty branch is too small as well."""
    for _ in range(full):
        put()
    for _ in range(probationary):
        put(stage="probationary", joined_on=date(2026, 5, 1), full_since=None)
    assert ("too_few" in found(keepers)) is few


def test_an_empty_branch_is_too_small(keepers: County) -> None:
    assert found(keepers) == {"too_few": 1}


@pytest.mark.parametrize(("members", "many"), [(49, False), (50, False), (51, True)])
def test_a_branch_with_too_many_members(keepers: County, put: Put, members: int, many: bool) -> None:
    """BR-05; who stands in a group of the branch counts there."""
    from lianxin.foundation.organisations import actions

    keepers.organisations["G1"] = actions.found(
        actor=SYSTEM, parent=keepers.organisations["QS01-B1"], name="第一党小组", short_name="一组", kind="group", code="G1",
        on=date(2020, 1, 1),
    )  # fmt: skip
    for number in range(members):
        put("G1" if number % 2 else "QS01-B1", name=f"周{number}")
    assert ("too_many" in found(keepers)) is many
