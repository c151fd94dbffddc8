"""缺件清单: what the list asks at each stage, whose files lack what, the table, the archive step (DEV-26)."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from typing import Any

import openpyxl
import pytest
from django.test import Client

from lianxin.foundation.rules.registry import rule
from lianxin.membership.dossiers import completeness, queries
from lianxin.membership.dossiers.importing.running import run
from lianxin.membership.dossiers.models import Member, Paper
from tests.factories import County
from tests.membership.dossiers.rosters import book, person

pytestmark = pytest.mark.django_db
ROOT = "/workbench/members/papers/"
Desk = Callable[[str], Client]
PROBATION = {"stage": "预备党员", "joined_on": date(2026, 5, 1), "full_since": ""}


def enrol(keepers: County, *rows: dict[str, Any]) -> list[Member]:
    run(book(list(rows)), actor=keepers.actor("organiser"), dry=False)
    return list(Member.objects.unscoped("test").order_by("pk"))


def hold(member: Member, words: list[str], **more: Any) -> None:
    for word in words:
        Paper.objects.create(member=member, kind=word, on_paper=True, **more)


def rows(keepers: County) -> Any:
    return queries.members(keepers.actor("organiser"), queries.Wanted())


def test_a_full_member_needs_the_whole_list_a_probationary_one_all_but_the_last(keepers: County) -> None:
    full, probationary = enrol(keepers, person(1), person(3, **PROBATION))
    whole = list(rule("DEV-26").items("papers"))
    assert completeness.missing(full) == whole
    assert set(whole) - set(completeness.missing(probationary)) == {"转正申请书"}
    hold(full, whole[:-1])
    assert completeness.missing(full) == whole[-1:]
    hold(probationary, completeness.missing(probationary))
    assert completeness.missing(probationary) == []
    probationary.stage = "member"
    assert completeness.missing(probationary) == ["转正申请书"], "the stage asks more"


@pytest.mark.parametrize("state", ["proposed", "declined", "removed"])
def test_only_what_stands_in_the_file_counts(state: str, keepers: County) -> None:
    (member,) = enrol(keepers, person(1))
    hold(member, completeness.wanted("member"), state=state)
    assert completeness.missing(member) == completeness.wanted("member")
    assert completeness.incomplete(rows(keepers)).count() == 1
    assert completeness.complete_count(rows(keepers)) == 0


def test_counted_from_both_sides_it_is_the_same(keepers: County) -> None:
    """The page counts complete files from the papers and lists the others from the files."""
    made = enrol(
        keepers, *[person(n, name=f"周{chr(0x4E00 + n)}", **(PROBATION if n % 3 == 0 else {})) for n in range(1, 10)]
    )
    for at, member in enumerate(made):
        words = completeness.wanted(member.stage)
        hold(member, words if at % 2 else words[1:])
        hold(member, words[-1:])  # twice the same is one
    lacking = {m.pk for m in completeness.incomplete(rows(keepers))}
    assert lacking == {m.pk for m in made if completeness.missing(m)}
    assert completeness.complete_count(rows(keepers)) == len(made) - len(lacking)


def test_the_list_of_a_branch_and_its_table(keepers: County, desk: Desk) -> None:
    lacks, whole = enrol(keepers, person(1, name="周缺件"), person(3, name="周齐全"))
    hold(whole, completeness.wanted("member"))
    hold(lacks, completeness.wanted("member")[1:])
    branch = keepers.organisations["QS01-B1"]
    client = desk("branch_secretary")
    text = client.get(f"{ROOT}?org={branch.pk}").text
    assert "周缺件" in text
    assert "周齐全" not in text
    assert '<b class="num">1</b>' in text
    table = client.get(f"{ROOT}missing.xlsx?org={branch.pk}")
    sheet = openpyxl.load_workbook(io.BytesIO(table.content)).active
    told = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert told[-1][0] == "周缺件"
    assert told[-1][3] == completeness.wanted("member")[0]
    assert len(told) == 2


@pytest.mark.parametrize(
    ("who", "page", "table"),
    [("organiser", 200, 200), ("leader", 200, 200), ("branch_secretary", 200, 404), ("other_organiser", 200, 404),
     ("handler", 403, 403), ("", 302, 302)],
)  # fmt: skip
def test_who_sees_the_list(who: str, page: int, table: int, keepers: County, desk: Desk) -> None:
    """P05: of the town; the branch secretary has the branch alone."""
    client = desk(who) if who else Client()
    enrol(keepers, person(1))
    town = keepers.town.pk
    assert [client.get(ROOT).status_code, client.get(f"{ROOT}missing.xlsx?org={town}").status_code] == [page, table]
    assert ("周禾苗" in client.get(ROOT).text) == (who in ("organiser", "leader", "branch_secretary"))


def test_the_list_costs_the_same_for_few_and_many(
    keepers: County, desk: Desk, django_assert_max_num_queries: Any
) -> None:
    client = desk("organiser")

    def cost() -> int:
        client.get(ROOT)  # what the frame remembers for a while is no matter of the list
        with django_assert_max_num_queries(40) as seen:
            assert client.get(ROOT).status_code == 200
        return len(seen)

    enrol(keepers, *[person(n, name=f"周{chr(0x4E00 + n)}") for n in range(1, 4)])
    few = cost()
    enrol(keepers, *[person(n, name=f"周{chr(0x4E00 + n)}") for n in range(4, 31)])
    assert cost() == few
