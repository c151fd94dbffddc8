"""Backup and restore, rehearsed: taken while letters come in, brought back elsewhere, compared, served."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import time
import uuid
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.prepared import static_into
from tests.recovery.children import ROOT, Installation, until
from tests.recovery.serving import AT_HOME, serving

pytestmark = [pytest.mark.slow, pytest.mark.enable_socket]
PREPARE = "from django.core.management import call_command; call_command('setup')"
#: letters with a photo each, one after another
WRITE = """
import sys; sys.path.insert(0, {tests!r})
from file_makers import jpeg, upload
from lianxin.foundation.organisations.models import Organisation
from lianxin.kernel.actor import ANONYMOUS
from lianxin.voice.letters import actions
from lianxin.voice.letters.actions.submission import Photo
from tests.recovery.jobs_to_kill import tell
root = Organisation.objects.get(depth=1)
for n in range({count}):
    photo = Photo(upload(jpeg((60 + n % 7, 40))))
    draft = actions.Draft(kind="help", title=f"第{{n}}件：路灯不亮", body="请派人来看看。", received_by=root,
                          contact_phone="虚构电话", photos=[photo])
    letter, code = actions.submit(actor=ANONYMOUS, draft=draft, key=f"backup-{{n}}-{token}")
    tell(f"sent:{{letter.pk}}")
"""
#: what two installations must agree on: every row that a person or a court would ask for
FIGURES = """
import hashlib, json
from django.apps import apps
from lianxin.voice.letters.models import Letter
sums = {}
for label in ("letters.Letter", "letters.LetterStep", "letters.LetterClock", "files.StoredFile", "audit.AuditLine",
              "organisations.Organisation", "search.SearchDocument"):
    model = apps.get_model(label)
    rows = model._base_manager.order_by("pk").values_list()
    sums[label] = [len(rows), hashlib.sha256(repr(list(rows)).encode()).hexdigest()]
letter = Letter.objects.unscoped("the sealed field opens").order_by("pk").first()
print(json.dumps({"sums": sums, "phone": letter.contact_phone}))
"""
VERIFY = "from django.core.management import call_command; call_command('{command}', '--json')"


def last_json(text: str) -> dict[str, object]:
    return dict(json.loads(text.splitlines()[-1]))


def writing(count: int, token: str) -> str:
    return WRITE.format(tests=str(ROOT / "tests" / "foundation" / "files"), count=count, token=token)


def archive(script: str, *arguments: object, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    command = [str(ROOT / "deploy" / script), *map(str, arguments)]
    return subprocess.run(command, env=env, cwd="/", capture_output=True, text=True, timeout=120, check=False)


class Rehearsal:
    """An installation with letters, and places for its backups, its keys and its second life."""

    def __init__(self, installation: Installation, folder: Path) -> None:
        self.live = installation
        self.backups, self.keys, self.second = folder / "backups", folder / "safe", folder / "second"
        self.url = installation.environment.get("DATABASE_URL", "")
        if self.url and shutil.which("pg_dump") is None:
            self.add_debian_binaries()
        if self.url:
            installation.run(PREPARE)
            installation.run(writing(3, "before"))

    def add_debian_binaries(self) -> None:
        """Debian keeps pg_dump beside the server when the client package is missing."""
        folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
        self.live.environment["PATH"] = f"{folders[-1]}:{os.environ['PATH']}"

    def backup(self, *more: object) -> dict[str, object]:
        done = archive("backup.sh", self.backups, "--json", *more, env=self.live.environment)
        assert done.returncode == 0, done.stderr
        return last_json(done.stdout)

    def new_database(self) -> str:
        name = f"restored_{uuid.uuid4().hex[:12]}"
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}"')
        return self.url.rsplit("/", 1)[0] + f"/{name}"

    def restored(self, made: dict[str, object]) -> Installation:
        """A second installation from a backup and the keys that were kept apart."""
        target = ["--database-url", self.new_database()] if self.url else []
        done = archive(
            "restore.sh", made["backup"], self.second, "--keys", made["keys"], *target, env=self.live.environment
        )
        assert done.returncode == 0, done.stderr
        second = Installation(self.second, target[1] if target else "")
        second.environment |= AT_HOME
        return second


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory, migrated: Installation) -> Path:
    """An installation with three letters, to be copied (on PostgreSQL each test writes its own)."""
    folder = tmp_path_factory.mktemp("written") / "data"
    shutil.copytree(migrated.folder, folder)
    if not migrated.database_url:
        installation = Installation(folder)
        installation.run(PREPARE)
        installation.run(writing(3, "before"))
    return folder


@pytest.fixture
def rehearsal(
    installation: Installation, written: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Rehearsal]:
    if not installation.database_url:
        shutil.rmtree(installation.folder)
        shutil.copytree(written, installation.folder)
    made = Rehearsal(installation, tmp_path_factory.mktemp("apart"))
    yield made
    if made.url:
        with psycopg.connect(made.url, autocommit=True) as connection:
            rows = connection.execute("SELECT datname FROM pg_database WHERE datname LIKE 'restored_%'").fetchall()
            for (name,) in rows:
                connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def test_a_quiet_installation_comes_back_row_for_row(rehearsal: Rehearsal) -> None:
    made = rehearsal.backup("--keys", rehearsal.keys)
    before = last_json(rehearsal.live.run(FIGURES))
    second = rehearsal.restored(made)
    assert last_json(second.run(FIGURES)) == before
    assert before["phone"] == "虚构电话"


def test_backup_while_letters_come_in_agrees_and_serves(rehearsal: Rehearsal) -> None:
    """Database and files are of one moment although both grow meanwhile; the ledger holds; the server starts."""
    with rehearsal.live.running(writing(10_000, "meanwhile")):
        until(lambda: len(rehearsal.live.events()) > 4)
        made = rehearsal.backup("--keys", rehearsal.keys)
        more = len(rehearsal.live.events())
        until(lambda: len(rehearsal.live.events()) > more)  # nobody was kept from writing
    second = rehearsal.restored(made)
    files = last_json(second.run(VERIFY.format(command="files_verify")))
    assert files["ok"] is True, files  # nothing missing, nothing changed, nothing that no row names
    sums = last_json(second.run(FIGURES))["sums"]
    assert isinstance(sums, dict)
    assert sums["letters.Letter"][0] == sums["files.StoredFile"][0] >= 3  # one photo each, whole letters only
    assert last_json(second.run(VERIFY.format(command="audit_verify")))["ok"] is True
    serves(second)


def serves(installation: Installation) -> None:
    """The restored installation answers on a port of its own."""
    static_into(installation.folder)
    with serving(installation) as server:
        assert server.ask("GET", "/letters/")[0] == 200


def test_keys_are_not_in_the_backup_and_not_beside_it(rehearsal: Rehearsal) -> None:
    """P02: who finds a backup cannot read the sealed fields."""
    made = rehearsal.backup()
    keys = json.loads((rehearsal.live.folder / "secrets.json").read_text())
    for path in Path(str(made["backup"])).rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert keys["lookup"].encode() not in content
            assert all(key.encode() not in content for key in keys["fields"].values())
            assert "虚构电话".encode() not in content
    refused = archive(
        "backup.sh", rehearsal.backups, "--keys", rehearsal.backups / "keys", env=rehearsal.live.environment
    )
    assert refused.returncode == 1
    assert "密钥不能和备份放在一起" in refused.stderr


def test_a_damaged_backup_is_refused_whole(rehearsal: Rehearsal) -> None:
    made = rehearsal.backup()
    photo = next(p for p in Path(str(made["backup"]), "files").rglob("*") if p.is_file())
    photo.write_bytes(b"something else")
    target = ["--database-url", rehearsal.url] if rehearsal.url else []
    refused = archive("restore.sh", made["backup"], rehearsal.second, *target, env=rehearsal.live.environment)
    assert refused.returncode == 1
    assert "备份损坏" in refused.stderr
    assert not rehearsal.second.exists()


def test_nothing_that_exists_is_overwritten_and_foreign_keys_are_noticed(rehearsal: Rehearsal, tmp_path: Path) -> None:
    made = rehearsal.backup()
    target = ["--database-url", rehearsal.url] if rehearsal.url else []
    refused = archive("restore.sh", made["backup"], rehearsal.live.folder, *target, env=rehearsal.live.environment)
    assert refused.returncode == 1
    assert "不是空目录" in refused.stderr
    foreign = tmp_path / "foreign.json"
    foreign.write_text(json.dumps({"django": "x", "fields": {"k1": "eA=="}, "lookup": "y"}))
    refused = archive(
        "restore.sh", made["backup"], rehearsal.second, "--keys", foreign, *target, env=rehearsal.live.environment
    )
    assert refused.returncode == 1
    assert "不是同一套" in refused.stderr


def test_a_missing_file_stops_the_backup(rehearsal: Rehearsal) -> None:
    """A backup that lacks what a row names would be found out when it is too late."""
    photo = next(p for p in (rehearsal.live.folder / "files").glob("??/*") if "." not in p.name)
    photo.unlink()
    refused = archive("backup.sh", rehearsal.backups, env=rehearsal.live.environment)
    assert refused.returncode == 1
    assert photo.name in refused.stderr
    assert list(rehearsal.backups.glob("lianxin-*")) == []


def test_old_backups_go_and_unchanged_files_take_no_room_twice(rehearsal: Rehearsal) -> None:
    first = rehearsal.backup()
    time.sleep(1.1)
    second = rehearsal.backup()
    name = next(p for p in Path(str(first["backup"]), "files").glob("??/*"))
    twin = Path(str(second["backup"])) / name.relative_to(str(first["backup"]))
    assert twin.stat().st_ino == name.stat().st_ino
    time.sleep(1.1)
    third = rehearsal.backup("--keep", 2)
    assert third["removed"] == [Path(str(first["backup"])).name]
    assert twin.read_bytes()
