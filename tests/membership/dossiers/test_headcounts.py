"""Figures of a subtree are those of its files at every moment, whoever wrote them and however (decision 0020)."""

from __future__ import annotations

import json
import os
import uuid
from datetime import date
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.core.management import call_command
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lianxin.foundation.accounts.models import Person
from lianxin.foundation.organisations import actions as tree
from lianxin.kernel.actor import SYSTEM
from lianxin.membership.dossiers import headcounts, marks, queries
from lianxin.membership.dossiers.actions import leave, move, set_stage
from lianxin.membership.dossiers.models import Headcount, Member, Recount
from tests.factories import County
from tests.prepared import tables_on_server
from tests.recovery.children import Installation

DAY = date(2026, 11, 1)
SERVER = os.environ.get("DATABASE_URL", "")


def everybody() -> Any:
    return Member.objects.unscoped("test")


def put(home: Any, **facts: Any) -> Member:
    facts = {
        "name": "周禾苗",
        "stage": "member",
        "sex": "2",
        "ethnicity": "01",
        "education": "21",
        "born": date(1988, 3, 7),
    } | facts
    person = Person.objects.create(name=facts["name"], nickname="周同志")
    return Member.objects.create(person=person, organisation=home, **facts)


def truth(path: str) -> dict[str, int]:
    """Counted one by one, without any statement of the room."""
    rows = [m for m in everybody().filter(standing="active") if m.organisation.path.startswith(path)]
    party = [m for m in rows if m.stage in ("member", "probationary")]
    found = {stage: sum(m.stage == stage for m in rows) for stage in headcounts.STAGES}
    found["women"] = sum(m.sex == "2" for m in party)
    found["minority"] = sum(m.ethnicity not in ("", "01") for m in party)
    found["college"] = sum(m.education[:1] in ("1", "2", "3") for m in party)
    for column in headcounts.COLUMNS:
        if column.startswith("born_"):
            first = 0 if column == "born_before" else int(column[5:])
            last = {0: 1949, 2000: 9999}.get(first, first + 9)
            found[column] = sum(m.born is not None and first <= m.born.year <= last for m in party)
    return found


def same(county: County) -> None:
    for code in ("QS", "QS01", "QS01-B1", "QS02"):
        path = tree.Organisation.objects.get(code=code).path
        assert headcounts.heads([path]).numbers == truth(path), code
        for column in ("member", "women"):
            found = headcounts.each([path], column)
            own = {o.path: truth(o.path) for o in tree.Organisation.objects.filter(path__startswith=path)}
            below = {at: sum(own[p][column] for p in own if p.startswith(at) and len(p) == len(at) + 4) for at in own}
            assert found == {at: n for at in own if (n := own[at][column] - below[at])}, (code, column)


FACTS = st.fixed_dictionaries(
    {"stage": st.sampled_from(list(headcounts.STAGES)), "standing": st.sampled_from(["active", "active", "moved", "left"]),
     "sex": st.sampled_from(["", "1", "2"]), "ethnicity": st.sampled_from(["", "01", "05"]), "education": st.sampled_from(["", "11", "21", "31", "41", "90"]),
     "born": st.sampled_from([None, date(1949, 12, 31), date(1950, 1, 1), date(1999, 12, 31), date(2000, 1, 1), date(1965, 6, 1)])}
)  # fmt: skip
STEPS = st.lists(
    st.tuples(st.sampled_from(["put", "edit", "many", "move", "delete", "fold", "tree"]), st.integers(0, 5), FACTS),
    max_size=12,
)


@pytest.mark.django_db
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_whatever_is_written_the_figures_are_those_of_the_files(county: County, steps: Any) -> None:
    """Saved one by one, changed by a statement, moved, deleted, the tree changed, counted again between: always exact."""
    with transaction.atomic():
        homes = [county.organisations["QS01-B1"], county.organisations["QS01"], county.organisations["QS02"]]
        for what, n, facts in steps:
            rows = list(everybody().order_by("pk"))
            one = rows[n % len(rows)] if rows else None
            if what == "put":
                put(homes[n % 3], **facts)
            elif what == "fold":
                headcounts.recount()
            elif what == "many":
                everybody().filter(organisation=homes[n % 3]).update(**facts)
            elif what == "tree":
                branch = tree.Organisation.objects.get(code="QS01-B1")
                tree.move(
                    actor=SYSTEM,
                    organisation=branch,
                    parent=tree.Organisation.objects.get(code=("QS01", "QS02")[n % 2]),
                    on=DAY,
                )
            elif one is not None and what == "edit":
                for name, value in facts.items():
                    setattr(one, name, value)
                one.save()
            elif one is not None and what == "move":
                everybody().filter(pk=one.pk).update(organisation=homes[n % 3])
            elif one is not None and what == "delete":
                everybody().filter(pk=one.pk).delete()
            same(county)
            assert headcounts.wrong() == []
        headcounts.recount()
        assert not Recount.objects.exists()
        same(county)
        transaction.set_rollback(True)


def test_the_named_changes_mark_what_they_touch(county: County) -> None:
    """The actions of the house need no word about figures: the database notes it in the same transaction."""
    here, there = county.organisations["QS01-B1"], county.organisations["QS02"]
    one = put(here, stage="probationary")
    headcounts.recount()
    set_stage(actor=SYSTEM, member=one, stage="member", on=DAY, text="转正", full_since=DAY)
    assert set(Recount.objects.values_list("organisation_id", flat=True)) == {here.pk}
    headcounts.recount()
    move(actor=SYSTEM, member=one, organisation=there, on=DAY, text="转到松岭")
    assert set(Recount.objects.values_list("organisation_id", flat=True)) == {here.pk, there.pk}
    headcounts.recount()
    assert not Headcount.objects.filter(organisation=here).exists(), "nobody is left there"
    leave(actor=SYSTEM, member=one, standing="deceased", on=DAY, text="去世")
    same(county)
    headcounts.recount()
    Person.objects.filter(pk=one.person_id).update(nickname="另一个")
    everybody().filter(pk=one.pk).update(work_unit="柳河小学")
    assert not Recount.objects.exists(), "what no figure is counted from marks nothing"


def test_what_is_rolled_back_marks_nothing(county: County) -> None:
    with transaction.atomic():
        put(county.organisations["QS01-B1"])
        assert Recount.objects.exists()
        transaction.set_rollback(True)
    assert not Recount.objects.exists()


def test_moving_a_subtree_changes_no_file_and_no_figure(county: County, django_assert_num_queries: Any) -> None:
    """Decision 0020: the place stands at the organisation alone, and scope follows at once."""
    one = put(county.organisations["QS01-B1"])
    headcounts.recount()
    county.add("organiser", "organiser", "QS01")
    county.add("other_organiser", "organiser", "QS02")
    tree.move(actor=SYSTEM, organisation=county.organisations["QS01-B1"], parent=county.organisations["QS02"], on=DAY)
    assert not Recount.objects.exists()
    assert queries.one(county.actor("organiser"), one.pk) is None
    found = queries.one(county.actor("other_organiser"), one.pk)
    assert found is not None
    with django_assert_num_queries(0):
        assert found.org_path == found.organisation.path
    assert queries.figures(county.actor("organiser"), None).party == 0
    assert queries.figures(county.actor("other_organiser"), None).party == 1


def test_a_path_is_never_that_of_the_former_organisation(county: County) -> None:
    one = put(county.organisations["QS01-B1"])
    one = everybody().get(pk=one.pk)
    assert one.org_path == county.organisations["QS01-B1"].path
    one.organisation = county.organisations["QS02"]
    assert one.org_path == county.organisations["QS02"].path


def test_rows_read_in_part_cost_one_statement(county: County, django_assert_num_queries: Any) -> None:
    for name in ("周禾苗", "吴春秋", "郑平安"):
        put(county.organisations["QS01-B1"], name=name)
    with django_assert_num_queries(1):
        found = [(one.name, one.org_path) for one in everybody().only("pk", "name")]
    assert len({path for _, path in found}) == 1


def test_the_command_holds_figures_against_files(county: County, capsys: Any) -> None:
    put(county.organisations["QS01-B1"])
    call_command("membership_recount")
    call_command("membership_recount", "--verify")
    Headcount.objects.update(women=7)
    with pytest.raises(SystemExit):
        call_command("membership_recount", "--verify")
    assert "1 个组织的人数与档案不一致" in capsys.readouterr().err
    call_command("membership_recount", "--all", "--json")
    assert json.loads(capsys.readouterr().out.splitlines()[-1])["recounted"] > 0
    call_command("membership_recount", "--verify", "--json")
    said = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert said == {"ok": True, "wrong": [], "missing_triggers": []}
    with connection.cursor() as cursor:
        cursor.execute(
            f"DROP TRIGGER {marks.NAMES[0]}" + (f" ON {marks.MEMBERS}" if connection.vendor == "postgresql" else "")
        )
    with pytest.raises(SystemExit):
        call_command("membership_recount", "--verify")
    marks.install(connection)
    call_command("membership_recount", "--verify")


@pytest.mark.slow
@pytest.mark.skipif(not SERVER.startswith("postgres"), reason="SQLite has one writer at a time")
def test_writers_of_one_branch_do_not_wait_for_each_other_here(tmp_path: Path) -> None:
    """Two change two files of one branch while a third counts: nobody waits for a mark or a figure, and all is counted."""
    name = f"counting_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(SERVER, autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}" TEMPLATE "{tables_on_server(SERVER)}"')
        try:
            made = Installation(tmp_path, SERVER.rsplit("/", 1)[0] + f"/{name}")
            told = json.loads(made.run("from tests.membership.dossiers import counting_race; counting_race.main()"))
        finally:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
    assert told == {"done": ["written", "counted"], "during": [1, 1], "after": [0, 2], "wrong": []}
