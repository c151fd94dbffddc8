"""A committed row always has its file; what was rolled back or killed leaves nothing behind."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
import time
import uuid
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from file_makers import jpeg, on_shelf, pdf, upload  # type: ignore[import-not-found]  # beside the tests

from lianxin.foundation.files import shelf
from lianxin.foundation.files.actions import remove, set_public, store
from lianxin.foundation.files.intake import prepare
from lianxin.foundation.files.models import StoredFile
from lianxin.foundation.files.queries import files_of, files_of_all
from lianxin.foundation.files.sweeping import check, sweep
from lianxin.foundation.spine.actions import action, record
from lianxin.kernel.actor import SYSTEM
from lianxin.kernel.decision import Denied, Refused

LATER = 14 * 3600


def keep(subject: str = "letter:1", **more: Any) -> StoredFile:
    given = more.pop("upload", None) or upload(jpeg())
    return store(actor=SYSTEM, upload=given, org_path="0001", subject=subject, **more)


def rows() -> int:
    return StoredFile.objects.unscoped("test").count()


@action("files_test.refused_afterwards")
def refused_afterwards(*, actor: Any, stored: StoredFile | None = None) -> None:
    record("files_test.refused_afterwards", actor=actor)
    if stored is None:
        keep()
    else:
        remove(actor=actor, stored=stored, reason="试验")
    raise Refused(Denied("后来的检查没有通过。"))


@pytest.mark.django_db(transaction=True)
def test_after_the_commit_the_file_lies_at_its_place() -> None:
    stored = keep(public=True)
    prefix = stored.uuid.hex[:2]
    assert on_shelf() == [f"{prefix}/{stored.uuid.hex}", f"{prefix}/{stored.uuid.hex}.thumb"]
    assert check().ok
    assert sweep(now=time.time() + LATER).removed == 0
    assert stored.public
    assert "照片" not in "".join(on_shelf())


@pytest.mark.django_db(transaction=True)
def test_a_rollback_leaves_neither_row_nor_file() -> None:
    with pytest.raises(Refused):
        refused_afterwards(actor=SYSTEM)
    assert rows() == 0
    assert sweep().removed == 0  # a form may still use it
    assert len(on_shelf()) == 2
    assert sweep(now=time.time() + LATER).removed == 2
    assert on_shelf() == []


@pytest.mark.django_db(transaction=True)
def test_a_removal_takes_the_bytes_and_a_rolled_back_one_does_not() -> None:
    stored = keep()
    with pytest.raises(Refused):
        refused_afterwards(actor=SYSTEM, stored=stored)
    sweep(now=time.time() + LATER)
    assert check().ok
    assert rows() == 1
    remove(actor=SYSTEM, stored=stored, reason="来信人撤回")
    assert rows() == 0
    assert on_shelf() == []


@pytest.mark.django_db(transaction=True)
def test_a_removal_that_was_killed_after_its_commit_is_finished_by_the_sweep(monkeypatch: Any) -> None:
    stored = keep()
    with monkeypatch.context() as patch:
        patch.setattr(shelf, "discard", lambda key: None)
        remove(actor=SYSTEM, stored=stored, reason="试验")
    assert len(on_shelf()) == 3
    sweep()
    assert len(on_shelf()) == 3
    sweep(now=time.time() + LATER)
    assert on_shelf() == []


@pytest.mark.slow
@pytest.mark.parametrize(("moment", "committed"), [("before_commit", 0), ("after_commit", 1), ("never", 1)])
def test_a_killed_process_leaves_both_or_neither(moment: str, committed: int, tmp_path: Path, settings: Any) -> None:
    (tmp_path / "photo.jpg").write_bytes(jpeg())
    program = Path(__file__).with_name("killed_store.py")
    start = (
        f"import sys, runpy; sys.path[:0] = {sys.path!r}; sys.argv = ['x', {str(tmp_path)!r}, {moment!r}]; "
        f"runpy.run_path({str(program)!r}, run_name='__main__')"
    )
    command = [sys.executable, "-c", start]
    done = subprocess.run(command, capture_output=True, check=False, timeout=60)
    assert done.returncode == (0 if moment == "never" else -signal.SIGKILL), done.stderr.decode()
    with sqlite3.connect(tmp_path / "db.sqlite3") as database:
        found = database.execute("select uuid from files_storedfile").fetchall()
    database.close()
    assert len(found) == committed
    settings.FILES_ROOT = tmp_path / "files"
    for (key,) in found:
        assert shelf.find(uuid.UUID(key))
        assert shelf.find(uuid.UUID(key), thumb=True)
    assert len(on_shelf()) == 2


@pytest.mark.django_db
def test_what_a_killed_commit_left_in_incoming_is_settled_by_the_sweep() -> None:
    stored = keep()  # inside the test's transaction, so the commit hook never runs
    assert all(name.startswith("incoming/") for name in on_shelf())
    assert sweep(now=time.time() + LATER).settled >= 1
    assert not any(name.startswith("incoming/") for name in on_shelf())
    assert shelf.find(stored.uuid)


@pytest.mark.django_db
def test_the_same_prepared_file_is_stored_once() -> None:
    prepared = prepare(upload(jpeg()))
    first = keep(upload=prepared)
    assert keep(upload=prepared) == first
    with pytest.raises(Refused, match="别的事项"):
        keep("letter:2", upload=prepared)
    assert rows() == 1


@pytest.mark.django_db
def test_a_prepared_file_that_was_swept_is_not_stored() -> None:
    prepared = prepare(upload(jpeg()))
    sweep(now=time.time() + LATER)
    with pytest.raises(Refused, match="清除"):
        keep(upload=prepared)


@pytest.mark.django_db
def test_files_are_asked_for_by_subject_in_one_statement(django_assert_num_queries: Any) -> None:
    one, two = keep("letter:1"), keep("letter:2", upload=upload(pdf(), "表.pdf"))
    set_public(actor=SYSTEM, stored=two, public=True)
    with django_assert_num_queries(1):
        assert files_of_all(["letter:1", "letter:2"]) == {"letter:1": [one], "letter:2": [two]}
    assert files_of("letter:1", public_only=True) == []
    assert [f.name for f in files_of("letter:2", public_only=True)] == ["表.pdf"]


@pytest.mark.django_db
def test_verify_names_missing_damaged_and_ownerless_files(capsys: Any) -> None:
    import json

    lost, changed = keep(), keep()
    for stored in (lost, changed):
        shelf.settle(stored.uuid)
    call_command("files_verify", "--json")
    assert json.loads(capsys.readouterr().out.splitlines()[-1])["ok"]
    path = shelf.find(changed.uuid)
    assert path is not None
    path.write_bytes(b"changed")
    shelf.discard(lost.uuid)
    stranger = uuid.uuid4()
    shelf.put(stranger, b"x")
    shelf.settle(stranger)
    with pytest.raises(SystemExit):
        call_command("files_verify", "--json")
    found = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert (found["missing"], found["damaged"], found["ownerless"]) == (
        [str(lost.uuid)],
        [str(changed.uuid)],
        [str(stranger)],
    )
    call_command("files_sweep", "--json")
    assert json.loads(capsys.readouterr().out.splitlines()[-1])["settled"] == 0
