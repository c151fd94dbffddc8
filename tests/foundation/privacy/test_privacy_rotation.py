"""A new key, and everything sealed again under it, also when the work is killed in the middle (P02)."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from lianxin.foundation.accounts.models import Person
from lianxin.foundation.privacy import rotation
from lianxin.foundation.privacy.keyring import add_key
from lianxin.foundation.privacy.rotation import count_by_key, rotate, sealed_fields
from lianxin.foundation.spine.sealed import SealedTextField, SealedToken, open_text, seal_text
from lianxin.kernel.actor import SYSTEM
from lianxin.kernel.sealing import new_key


@pytest.fixture
def two_keys(settings: Any, db: None) -> None:
    """Seven people under k1, and k2 newly in the ring."""
    settings.FIELD_KEYS = {"k1": new_key()}
    Person.objects.bulk_create(Person(nickname=f"人{n}", phone=f"1390000000{n}", name="甲") for n in range(7))
    settings.FIELD_KEYS["k2"] = new_key()


def phones() -> list[str]:
    return [p.phone for p in Person.objects.order_by("pk")]


def test_every_value_comes_under_the_new_key_and_stays_what_it_is(two_keys: None, settings: Any) -> None:
    before = phones()
    assert count_by_key() == {"k1": 14}
    told: list[tuple[int, int]] = []
    result = rotate(batch=3, progress=lambda done, total: told.append((done, total)))
    assert (result.sealed_anew, result.already, result.ok) == (14, 0, True)
    assert told[-1] == (7, 7)
    assert count_by_key() == {"k2": 14}
    del settings.FIELD_KEYS["k1"]
    assert phones() == before
    again = rotate()
    assert (again.sealed_anew, again.already) == (0, 14)


def test_empty_values_stay_empty(two_keys: None) -> None:
    rotate()
    assert Person.objects.filter(email="").count() == 7


def test_a_row_changed_meanwhile_keeps_the_newer_value(two_keys: None, monkeypatch: Any) -> None:
    first = Person.objects.order_by("pk").first()
    assert first is not None
    changed: list[bool] = []

    def open_slowly(token: str) -> str:
        if not changed:
            changed.append(True)
            Person.objects.filter(pk=first.pk).update(name=seal_text("乙"), phone=seal_text("13900000099"))
        return open_text(token)

    monkeypatch.setattr(rotation, "open_text", open_slowly)
    assert rotate().ok
    fresh = Person.objects.get(pk=first.pk)
    assert (fresh.name, fresh.phone) == ("乙", "13900000099")
    assert count_by_key() == {"k2": 14}


def test_what_does_not_open_is_named_and_left_alone(two_keys: None, capsys: Any) -> None:
    first = Person.objects.order_by("pk").first()
    assert first is not None
    Person.objects.filter(pk=first.pk).update(phone=SealedToken("k1:AAAA"), name=SealedToken("nonsense"))
    with pytest.raises(SystemExit):
        call_command("privacy_rotate", "--json")
    figures = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert figures["unreadable"] == [f"accounts.Person.name:{first.pk}", f"accounts.Person.phone:{first.pk}"]
    assert (figures["ok"], figures["sealed_anew"], figures["left"]) == (False, 12, 0)
    assert count_by_key() == {"k2": 12, "k1": 1, "?": 1}


def test_every_sealed_field_of_the_house_is_walked() -> None:
    from django.apps import apps

    walked = {(model._meta.label, name) for model, names in sealed_fields() for name in names}
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, SealedTextField):
                assert (model._meta.label, field.attname) in walked
    assert ("privacy.DataRequest", "wanted") in walked


def test_add_key_writes_the_file_whole_and_private(settings: Any, tmp_path: Path, db: None) -> None:
    fields = {"k1": new_key(), "k7": new_key()}
    old = {"django": "x", "fields": fields, "lookup": "y"}
    settings.DATA = tmp_path
    settings.FIELD_KEYS = dict(fields)
    path = tmp_path / "secrets.json"
    path.write_text(json.dumps(old))
    assert add_key(actor=SYSTEM) == "k8"
    held = json.loads(path.read_text())
    assert list(held["fields"]) == ["k1", "k7", "k8"] == list(settings.FIELD_KEYS)
    assert (held["django"], held["lookup"]) == ("x", "y")
    assert path.stat().st_mode & 0o077 == 0
    assert [p.name for p in tmp_path.iterdir()] == ["secrets.json"]
    assert seal_text("渡口").startswith("k8:")


def run(step: str, folder: Path) -> subprocess.CompletedProcess[str]:
    program = Path(__file__).with_name("killed_rotation.py")
    start = f"import sys, runpy; sys.path[:0] = {sys.path!r}; sys.argv = ['x', {step!r}]; "
    start += f"runpy.run_path({str(program)!r}, run_name='__main__')"
    settings = {"LIANXIN_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "config.settings.test", "DATABASE_URL": ""}
    return subprocess.run(
        [sys.executable, "-c", start],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        env={**os.environ, **settings},
    )


@pytest.mark.slow
def test_a_killed_rotation_is_taken_up_where_it_stopped(tmp_path: Path) -> None:
    prepared = run("prepare", tmp_path)
    assert prepared.returncode == 0, prepared.stderr
    killed = run("kill", tmp_path)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    finished = run("finish", tmp_path)
    assert finished.returncode == 0, finished.stderr
    figures, end = (json.loads(line) for line in finished.stdout.splitlines()[-2:])
    assert figures["already"] == 300  # three batches of fifty rows with two values each had been written
    assert figures["sealed_anew"] == 400
    assert end == {"keys": {"k2": 700}, "wrong": []}
