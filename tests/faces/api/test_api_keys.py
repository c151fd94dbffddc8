"""Keys: shown once, kept as a hash, withdrawn at once."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from django.core.management import call_command

from lianxin.console import resolve
from lianxin.faces.api.actions import add_key, key_of
from lianxin.faces.api.models import ApiKey
from lianxin.foundation.audit.models import AuditLine
from lianxin.kernel.actor import ANONYMOUS, SYSTEM
from lianxin.kernel.decision import Refused


def run(command: str, *arguments: str) -> str:
    out = StringIO()
    call_command(command, *arguments, stdout=out)
    return out.getvalue()


def test_the_key_is_shown_once_and_kept_as_a_hash(db: None) -> None:
    key = json.loads(run("api_key_add", "县融媒体小程序", "--json").splitlines()[-1])["key"]
    row = ApiKey.objects.get()
    assert key.startswith(row.hint)
    assert len(row.hint) < len(key) / 4
    kept = " ".join(str(value) for value in ApiKey.objects.values().get().values())
    assert key not in kept
    assert key_of(key) == row
    listed = run("api_key_list", "--json")
    assert key not in listed
    assert json.loads(listed)["keys"][0]["name"] == "县融媒体小程序"
    assert not any(key in str(line.data) for line in AuditLine.objects.unscoped("a test looks"))


def test_the_command_has_two_words(db: None) -> None:
    assert resolve(["api_key", "add", "X"], {"api_key_add"}) == ["api_key_add", "X"]


def test_a_withdrawn_key_is_remembered_and_opens_nothing(db: None) -> None:
    _, key = add_key(actor=SYSTEM, name="旧的")
    run("api_key_revoke", "旧的")
    assert key_of(key) is None
    assert "已收回" in run("api_key_list")
    with pytest.raises(SystemExit):
        call_command("api_key_revoke", "旧的", stderr=StringIO())


@pytest.mark.parametrize("name", ["", "  ", "名" * 61])
def test_a_key_needs_a_name(db: None, name: str) -> None:
    with pytest.raises(Refused):
        add_key(actor=SYSTEM, name=name)


def test_a_name_is_given_once(db: None) -> None:
    add_key(actor=SYSTEM, name="同名")
    with pytest.raises(SystemExit):
        call_command("api_key_add", "同名", stderr=StringIO())
    assert ApiKey.objects.count() == 1


def test_only_the_console_gives_out_keys(db: None) -> None:
    with pytest.raises(Refused):
        add_key(actor=ANONYMOUS, name="外人")
