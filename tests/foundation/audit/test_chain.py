"""The chain finds tampering, deletion and insertion, and names the first bad line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from lianxin.foundation.audit import hashing, sealing, triggers
from lianxin.foundation.audit.checking import verify
from lianxin.foundation.audit.models import AuditLine, Seal
from lianxin.foundation.audit.sealing import seal
from lianxin.foundation.spine.actions import action, record
from lianxin.kernel.actor import SYSTEM, Actor

pytestmark = pytest.mark.django_db


@action("chain_test.note")
def note(*, actor: Actor, count: int = 1) -> None:
    for number in range(count):
        record("chain_test.note", actor=actor, subject=f"thing:{number}", org_path="0001", number=number)


@contextmanager
def owner_of_the_database() -> Iterator[Any]:
    """Somebody who can drop the triggers, change rows and put the triggers back."""
    triggers.remove(connection)
    try:
        with connection.cursor() as cursor:
            yield cursor
    finally:
        triggers.install(connection)


def ids() -> list[int]:
    return list(AuditLine.objects.unscoped("test").order_by("pk").values_list("pk", flat=True))


def test_untouched_ledger_is_whole() -> None:
    note(actor=SYSTEM, count=7)
    assert seal() == 7
    note(actor=SYSTEM, count=2)
    result = verify()
    assert result.ok, result.breaks
    assert (result.lines, result.seals, result.unsealed) == (9, 1, 2)


def test_many_seals_link_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "BATCH", 3)
    note(actor=SYSTEM, count=8)
    assert seal() == 8
    assert list(Seal.objects.order_by("number").values_list("count", flat=True)) == [3, 3, 2]
    assert verify().ok
    assert seal() == 0


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_auditline SET code = 'other'",
        "DELETE FROM audit_auditline",
        "UPDATE audit_seal SET note = 'other'",
        "DELETE FROM audit_seal",
    ],
)
def test_database_refuses_update_and_delete(statement: str) -> None:
    note(actor=SYSTEM)
    seal()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert verify().ok


def test_truncate_is_refused_on_postgresql() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no TRUNCATE")
    note(actor=SYSTEM)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("TRUNCATE audit_auditline")


@pytest.mark.parametrize("column", ["code", "subject", "data", "org_path", "duty", "actor_kind"])
def test_changed_content_is_found(column: str) -> None:
    note(actor=SYSTEM, count=5)
    seal()
    bad = ids()[2]
    with owner_of_the_database() as cursor:
        cursor.execute(f"UPDATE audit_auditline SET {column} = 'x' WHERE id = %s", [bad])
    result = verify()
    assert result.first_bad_line == bad
    assert {b.check for b in result.breaks} == {"lines"}


def test_changed_content_with_a_new_digest_is_found() -> None:
    note(actor=SYSTEM, count=5)
    seal()
    line = AuditLine.objects.unscoped("test").order_by("pk")[3]
    line.subject = "thing:999"
    with owner_of_the_database() as cursor:
        sql = "UPDATE audit_auditline SET subject = %s, digest = %s WHERE id = %s"
        cursor.execute(sql, [line.subject, hashing.line_digest(line), line.pk])
    result = verify()
    assert result.first_bad_line == line.pk
    assert "替换" in result.breaks[0].sentence


def test_deleted_line_is_found() -> None:
    note(actor=SYSTEM, count=5)
    seal()
    gone = ids()[1]
    with owner_of_the_database() as cursor:
        cursor.execute("DELETE FROM audit_auditline WHERE id = %s", [gone])
    result = verify()
    assert result.first_bad_line == gone
    assert "删除" in result.breaks[0].sentence


def test_inserted_line_is_found() -> None:
    note(actor=SYSTEM, count=3)
    hole = ids()[1]
    with owner_of_the_database() as cursor:
        cursor.execute("DELETE FROM audit_auditline WHERE id = %s", [hole])
    seal()
    assert verify().ok  # a number that a rolled back transaction used is no break
    forged = AuditLine.objects.unscoped("test").order_by("pk")[0]
    forged.pk, forged.subject = hole, "thing:forged"
    forged.digest = hashing.line_digest(forged)
    forged.save(force_insert=True)
    result = verify()
    assert result.first_bad_line == hole
    assert "加进来" in result.breaks[0].sentence


def test_chain_rebuilt_without_the_key_is_found() -> None:
    """Who owns the database but not the key file can recompute every digest, yet not the stamps."""
    note(actor=SYSTEM, count=3)
    seal()
    last = Seal.objects.get()
    with owner_of_the_database() as cursor:
        cursor.execute("DELETE FROM audit_auditline WHERE id = %s", [ids()[0]])
        left = list(AuditLine.objects.unscoped("test").order_by("pk").values_list("pk", "digest"))
        last.count, last.root, last.members = 2, hashing.root_of(left), hashing.members_of(left)
        last.digest = hashing.seal_digest(last)
        sql = "UPDATE audit_seal SET count = 2, root = %s, members = %s, digest = %s"
        cursor.execute(sql, [last.root, last.members, last.digest])
    assert {b.check for b in verify().breaks} == {"stamps"}


def test_missing_seal_and_cut_off_end_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "BATCH", 2)
    note(actor=SYSTEM, count=6)
    seal()
    head = verify().head
    with owner_of_the_database() as cursor:
        cursor.execute("DELETE FROM audit_auditline WHERE id IN (%s, %s)", ids()[4:])
        cursor.execute("DELETE FROM audit_seal WHERE number = 3")
    assert verify().ok  # nothing inside the database can tell
    assert [b.check for b in verify(expect=head).breaks] == ["expected"]
    with owner_of_the_database() as cursor:
        cursor.execute("DELETE FROM audit_seal WHERE number = 1")
    assert {"numbers", "ranges"} <= {b.check for b in verify().breaks}


def test_missing_triggers_are_reported() -> None:
    triggers.remove(connection)
    try:
        assert [b.check for b in verify().breaks] == ["triggers"]
    finally:
        triggers.install(connection)


def test_command_prints_every_check_and_exits_with_1() -> None:
    note(actor=SYSTEM, count=2)
    seal()
    out = StringIO()
    call_command("audit_verify", "--json", stdout=out)
    text = out.getvalue()
    assert text.count("相符") == 9
    assert json.loads(text.splitlines()[-1])["ok"] is True
    bad = ids()[0]
    with owner_of_the_database() as cursor:
        cursor.execute("UPDATE audit_auditline SET code = 'x' WHERE id = %s", [bad])
    out = StringIO()
    with pytest.raises(SystemExit) as stop:
        call_command("audit_verify", "--json", stdout=out)
    assert stop.value.code == 1
    assert f"第一条有问题的记录：第 {bad} 条" in out.getvalue()
    assert json.loads(out.getvalue().splitlines()[-1])["first_bad_line"] == bad


def test_writing_costs_one_statement_and_reads_nothing(django_assert_num_queries: Any) -> None:
    from lianxin.foundation.audit.ledger import write
    from lianxin.foundation.spine.actions import Fact

    with django_assert_num_queries(1) as captured:
        write([Fact("chain_test.note", SYSTEM, "thing:1", "0001", {"n": n}) for n in range(5)])
    assert captured.captured_queries[0]["sql"].startswith("INSERT")


def test_action_that_fails_leaves_no_line() -> None:
    @action("chain_test.fails")
    def fails(*, actor: Actor) -> None:
        note(actor=actor)
        raise LookupError

    before = ids()
    with pytest.raises(LookupError):
        fails(actor=SYSTEM)
    assert ids() == before


def test_export_holds_every_line_and_seal_and_is_recorded(tmp_path: Any) -> None:
    note(actor=SYSTEM, count=3)
    seal()
    target = tmp_path / "ledger.jsonl"
    call_command("audit_export", str(target), stdout=StringIO())
    rows = [json.loads(row) for row in target.read_text().splitlines()]
    assert [row["type"] for row in rows] == ["line"] * 3 + ["seal"]
    assert hashing.root_of((row["id"], row["digest"]) for row in rows[:3]) == rows[3]["root"]
    assert target.stat().st_mode & 0o777 == 0o600
    newest = AuditLine.objects.unscoped("test").order_by("-pk").first()
    assert newest is not None
    assert newest.code == "audit.export"
    with pytest.raises(SystemExit):
        call_command("audit_export", str(target), stdout=StringIO(), stderr=StringIO())
