"""The console program: one layout of verbs in every room."""

from __future__ import annotations

import json
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command, get_commands, load_command_class

from lianxin.console import ALONE, main, resolve
from lianxin.foundation.accounts.models import Account, Appointment

KNOWN = {"audit_verify", "import_letters", "search_reindex"}


@pytest.mark.parametrize(
    ("typed", "run"),
    [
        (["audit", "verify", "--json"], ["audit_verify", "--json"]),
        (["import_letters", "f.csv"], ["import_letters", "f.csv"]),
        (["audit"], ["audit"]),
        ([], []),
    ],
)
def test_two_words_become_one_command(typed: list[str], run: list[str]) -> None:
    assert resolve(typed, KNOWN) == run


def test_a_file_is_read_without_the_rooms(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What needs no house is started alone, and is the same command with the same exit codes."""
    (tmp_path / "no.bel").write_bytes(b"PK")
    monkeypatch.setattr("django.setup", lambda: pytest.fail("the rooms were loaded"))
    for arguments, code in (([str(tmp_path / "no.bel")], 1), ([str(tmp_path / "missing.bel")], 2)):
        monkeypatch.setattr(sys, "argv", ["lianxin", "election", "verify", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        assert ended.value.code == code
    for words, module in ALONE.items():
        assert get_commands()["_".join(words)] == ".".join(module.split(".")[:3])


#: these run until they are stopped: nothing comes out that could be counted
ENDLESS = {"serve", "worker", "ticker", "background"}


def ours() -> dict[str, str]:
    """Name of a command of ours -> the room that has it."""
    return {name: app for name, app in get_commands().items() if app.startswith("lianxin.")}


def test_every_command_of_ours_has_help_in_chinese() -> None:
    assert len(ours()) >= 12
    for name, app in ours().items():
        text = load_command_class(app, name).help
        assert any("\u4e00" <= c <= "\u9fff" for c in text), name


def test_figures_come_as_json_where_they_come_out() -> None:
    assert set(ours()) >= ENDLESS
    for name in set(ours()) - ENDLESS:
        parser = load_command_class(ours()[name], name).create_parser("lianxin", name)
        options = {text for action in parser._actions for text in action.option_strings}
        assert {"--json", "--help"} <= options, name


@pytest.mark.django_db
def test_an_empty_installation_gets_one_administrator_with_a_one_time_password() -> None:
    """P04: what `LIANXIN_DEMO=0 make run` asks for; a second time changes nothing."""
    out = StringIO()
    with pytest.raises(SystemExit) as empty:
        call_command("setup", "--is-empty")
    call_command("setup", "--json", stdout=out)
    said = json.loads(out.getvalue().splitlines()[-1])
    account = Account.objects.get()
    assert (empty.value.code, account.username, account.must_change_password) == (0, said["username"], True)
    assert account.check_password(said["password"])
    assert [(a.post, a.organisation.depth) for a in Appointment.objects.all()] == [("admin", 1)]
    for options, code in ((["--is-empty"], 1), ([], 1)):
        with pytest.raises(SystemExit) as again:
            call_command("setup", *options, stderr=StringIO())
        assert again.value.code == code
    assert Account.objects.count() == 1
