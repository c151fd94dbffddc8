"""Two people of one name are told apart on the roll, the ballot, the sheet of paper, in every round and in the result (V03, ELE-07)."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any, cast

import pytest
from django.test import Client
from django.urls import reverse

from lianxin.democracy.elections import forms, namesakes, papers, results, rolls
from lianxin.democracy.elections.actions import Standing
from lianxin.democracy.elections.models import Election
from lianxin.kernel.actor import SYSTEM
from lianxin.membership.dossiers.importing.running import run
from lianxin.membership.dossiers.models import Member
from lianxin.membership.papers import to_html
from tests.democracy.elections.conftest import NAMES, World
from tests.democracy.elections.paper_rounds import Make, again_on_paper, counted, polled, refused, yes_of
from tests.membership.dossiers.rosters import book, person

ONE, TWO = "王春秋（女）", "王春秋（男）"
#: twelve of the thirteen who have a vote
HERE = [ONE if name == "王春秋" else name for name in NAMES]


def enrol(sequence: int, name: str = "王春秋") -> Member:
    """One more member of the branch; odd sequences are men."""
    outcome = run(book([person(sequence, name=name)]), actor=SYSTEM, dry=False)
    assert outcome.fresh == 1
    return Member.objects.unscoped("test").filter(name=name).latest("pk")


@pytest.fixture
def pair(world: World) -> dict[str, int]:
    """The branch has two 王春秋, a woman and a man: written name -> person."""
    enrol(41)
    rows = Member.objects.unscoped("test").filter(name="王春秋")
    return {ONE if one.sex == "2" else TWO: one.person_id for one in rows}


def both(pair: dict[str, int]) -> list[Standing]:
    return [Standing("丁一禾"), *(Standing(name, "", who) for name, who in sorted(pair.items())), Standing("冯长河")]


def file(pk: int, **more: Any) -> Member:
    values: dict[str, Any] = {"name": "王伟", "sex": "1", "branch": "一组", "born": date(1968, 3, 2), "joined_on": date(1990, 7, 1)}  # fmt: skip
    said = values | more
    branch = SimpleNamespace(short_name=said.pop("branch"))
    return cast(Member, SimpleNamespace(pk=pk, organisation=branch, **said))


@pytest.mark.parametrize(
    ("others", "names"),
    [
        ([{"name": "王维"}], ["王伟", "王维"]),
        ([{"sex": "2"}], ["王伟（男）", "王伟（女）"]),
        ([{"branch": "二组"}], ["王伟（一组）", "王伟（二组）"]),
        ([{"sex": "", "branch": "二组"}], ["王伟（一组）", "王伟（二组）"]),
        ([{"born": date(1975, 3, 2)}], ["王伟（1968年生）", "王伟（1975年生）"]),
        ([{"born": date(1968, 11, 2)}], ["王伟（1968年3月生）", "王伟（1968年11月生）"]),
        ([{"joined_on": date(1991, 7, 1)}], ["王伟（1990年7月1日入党）", "王伟（1991年7月1日入党）"]),
        ([{"born": None, "joined_on": None}], ["王伟（甲）", "王伟（乙）"]),
        ([{"sex": "2"}, {"branch": "二组", "born": date(1970, 1, 1)}], ["王伟（甲）", "王伟（乙）", "王伟（丙）"]),
        ([{"sex": "2", "born": date(1970, 1, 1)}, {"born": date(1971, 1, 1)}], ["王伟（1968年生）", "王伟（1970年生）", "王伟（1971年生）"]),
    ],
)  # fmt: skip
def test_the_least_that_parts_them(others: list[dict[str, Any]], names: list[str]) -> None:
    """V03: one word for all of a name; who shares it with nobody stays plain."""
    if len(others) == 2 and "甲" in names[0]:
        others = [others[0], others[1] | {"born": date(1968, 3, 2)}]
    rows = [file(1), *(file(at, **one) for at, one in enumerate(others, 2))]
    assert list(namesakes.told_apart(rows).values()) == names
    assert [namesakes.plain(name) for name in names] == [row.name for row in rows]


def test_a_run_off_between_two_of_one_name(pair: dict[str, int], meeting: Make) -> None:
    """ELE-07: both are level, both stand in the run-off, one of them is elected and the papers say which."""
    found = polled(meeting, HERE, seats=2, candidates=both(pair)[:3])
    assert [one["name"] for one in found.row.names] == ["丁一禾", ONE, TWO]
    sheet = counted(found, yes_of(10, 7, 7, of=12), ballots=12)
    assert (sheet.elected, sheet.level) == (["丁一禾"], [ONE, TWO])
    found.do("another", names=[])
    lines = found.row.names
    assert [one["name"] for one in lines] == [ONE, TWO]
    assert len({one["candidate"] for one in lines}) == 2
    assert len(rolls.numbers_of(found.case, lines)) == 2
    sheet = counted(again_on_paper(found), yes_of(4, 8, of=12), ballots=12)
    assert results.elected(found.case) == [("丁一禾", 1), (TWO, 2)]
    said = to_html(papers.result_sheet(found.case)).decode()
    assert f"当选，按得票多少为序：{TWO}。" in said


def test_a_further_round_takes_the_one_that_is_meant(pair: dict[str, int], meeting: Make) -> None:
    """ELE-08: the plain name is refused with both ways to write it; who is elected keeps the other one from nothing."""
    found = polled(meeting, HERE, candidates=both(pair))
    counted(found, yes_of(12, 12, 6, 0, of=12), ballots=12)
    assert [name for name, _ in results.elected(found.case)] == ["丁一禾", ONE]
    denied = refused(found.do, "another", names=["王春秋", "冯长河"])
    assert (denied.code, denied.reason) == ("twice_named", f"叫王春秋的不止一位：{ONE}、{TWO}。")
    assert refused(found.do, "another", names=[ONE, "冯长河"]).code == "names"
    found.do("another", names=["冯长河", "王春秋(男)"])
    assert [one["name"] for one in found.row.names] == [TWO, "冯长河"]
    numbers = {one.name: one.number for one in found.case.voters.all()}
    assert not {numbers[ONE], numbers[TWO]} & results.nameable(found.row)


def test_one_stands_and_the_other_is_written_in(pair: dict[str, int], meeting: Make) -> None:
    """ELE-06: votes for one are not votes for the other, on whatever page they are entered."""
    standing = [Standing("丁一禾"), Standing(ONE, "", pair[ONE]), Standing("冯长河"), Standing("刘玉莲")]
    found = polled(meeting, HERE, candidates=standing)
    numbers = {one.name: one.number for one in found.case.voters.all()}
    assert {numbers[ONE], numbers[TWO]} & results.nameable(found.row) == {numbers[TWO]}
    sheet = counted(found, yes_of(12, 3, 8, 0, of=12), ballots=12, named=[[numbers[TWO], 9]])
    assert sheet.elected == ["丁一禾", TWO, "冯长河"]
    assert [(row.name, row.yes) for row in sheet.rows if row.name.startswith("王春秋")] == [(TWO, 9), (ONE, 3)]


def test_the_desk_is_asked_which_of_them(pair: dict[str, int], world: World, client: Client) -> None:
    """The form keeps what was typed and says how to write each; brackets of both kinds are understood."""
    client.force_login(world.county.account_of("runner"))
    typed = {
        "organisation": str(world.county.organisations["QS01-B1"].pk), "kind": "committee", "title": "换届", "office": "委员", "seats": "2",
        "others": "0", "electorate": "members", "meeting_at": "2026-11-27T14:00", "key": "n", "candidates": "丁一禾\n王春秋，村医\n冯长河",
    }  # fmt: skip
    page = client.post(reverse("elections_desk:new"), typed)
    assert page.status_code == 422
    assert f"叫王春秋的不止一位：{TWO}、{ONE}" in page.content.decode() or f"{ONE}、{TWO}" in page.content.decode()
    assert "王春秋，村医" in page.content.decode()
    typed["candidates"] = "丁一禾\n王春秋(男)，村医\n王春秋（女）"
    assert client.post(reverse("elections_desk:new"), typed).status_code == 303
    case = Election.objects.unscoped("test").get()
    assert {one.name: one.person_id for one in case.candidates.all() if "王" in one.name} == pair
    again = forms.DrawForm.start_of(case)["candidates"]
    assert again == f"丁一禾\n{ONE}\n{TWO}，村医"
    listed = typed | {"electorate": "listed", "listed": "王春秋\n丁一禾", "key": "m"}
    words = client.post(reverse("elections_desk:new"), listed).content.decode()
    assert 'href="#id_listed"' in words
    assert "叫王春秋的不止一位" in words


def test_a_namesake_who_joined_after_the_draft(meeting: Make, world: World) -> None:
    """ELE-12, ELE-14: at the announcement the ballot calls each as the roll does; a name without a file that now means two is sent back."""
    standing = [Standing(name, "", world.person(name).pk if name == "王春秋" else None) for name in NAMES[:4]]
    known, loose = meeting("known", candidates=standing), meeting("loose")
    enrol(41)
    known.announce()
    assert [one.name for one in known.case.candidates.all()] == ["丁一禾", ONE, "冯长河", "刘玉莲"]
    assert set(known.case.voters.filter(name__startswith="王春秋").values_list("name", flat=True)) == {ONE, TWO}
    loose.do("submit")
    denied = refused(loose.do, "release", "reviewer")
    assert (denied.code, denied.field) == ("twice_named", "candidates")


def test_nobody_stands_on_a_typed_roll_twice(meeting: Make, world: World) -> None:
    """ELE-09: one vote for one person, by the name and by the file."""
    lines = [rolls.Line(name, "", world.person(name).pk) for name in NAMES[:6]]
    for more in (lines[0], rolls.Line("丁一禾"), rolls.Line("丁一禾（女）", "", lines[0].person)):
        denied = refused(meeting, electorate="listed", listed=[*lines, more])
        assert (denied.code, denied.field) == ("twice_named", "listed"), more


def test_a_scrutineer_is_one_of_them(pair: dict[str, int], meeting: Make) -> None:
    """ELE-11: named as on the roll; the plain name is asked back."""
    found = meeting(candidates=[Standing(name) for name in NAMES[4:8]]).announce().sign_in([*HERE, TWO])
    assert forms.chosen(found.case, "王春秋(男)\n丁一禾")[0][0] == pair[TWO]
    assert refused(forms.chosen, found.case, "王春秋\n丁一禾").code == "twice_named"
    assert refused(forms.chosen, found.case, "没有这个人\n丁一禾").code == "unknown"
