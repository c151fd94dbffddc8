"""The console program: one layout of verbs in every room."""

from __future__ import annotations

import pytest
from django.core.management import get_commands, load_command_class

from lianxin.console import resolve

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


def test_every_command_of_ours_has_help_in_chinese() -> None:
    ours = [(name, app) for name, app in get_commands().items() if app.startswith("lianxin.")]
    assert len(ours) >= 12
    for name, app in ours:
        text = load_command_class(app, name).help
        assert any("\u4e00" <= c <= "\u9fff" for c in text), name
