"""Long commands say how far they are on the standard error, and keep the last line of the output for one JSON object."""

from __future__ import annotations

import contextlib
import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import OutputWrapper

from lianxin.foundation.audit.models import AuditLine
from lianxin.foundation.files import shelf
from lianxin.foundation.spine.progress import teller
from tests.factories import County

TREE = "组织名称,组织代码,上级组织代码,组织类别\n"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def arguments(command: str, folder: Path) -> list[str]:
    """What each command works on, small."""
    if command == "audit_export":
        return [str(folder / "lines.jsonl")]
    if command == "import_organisations":
        table = folder / "tree.csv"
        table.write_text(TREE + "没有上级的,ZZ01,没有,党支部\n", encoding="utf-8")
        return [str(table)]
    return []


@pytest.mark.parametrize(
    ("command", "says"),
    [
        ("audit_export", "行"),
        ("import_organisations", "1/1 行"),
        ("files_sweep", "1/1 个"),
        ("search_reindex", "letter：收录"),
    ],
)
def test_progress_beside_the_figures(
    command: str, says: str, county: County, tmp_path: Path, settings: Any, monkeypatch: Any
) -> None:
    settings.FILES_ROOT = tmp_path
    lost = tmp_path / "lost"
    lost.write_bytes(b"x")
    monkeypatch.setattr(shelf, "waiting", lambda: iter([(None, lost, False)]))
    out, err = io.StringIO(), Terminal()
    with contextlib.suppress(SystemExit):  # an import with a refused row ends with 1
        call_command(command, *arguments(command, tmp_path), json=True, stdout=out, stderr=err)
    if command == "audit_export":
        count = AuditLine.objects.unscoped("test").exclude(code="audit.export").count()
        says = f"{count}/{count} 行"
    assert says in err.getvalue()
    assert isinstance(json.loads(out.getvalue().splitlines()[-1]), dict)


def test_a_log_gets_the_end_alone() -> None:
    """At a terminal step by step; into a file one line."""
    for stream, said in ((Terminal(), "\r10 行\r20/30 行\r30/30 行\n"), (io.StringIO(), "\r30/30 行\n")):
        tell = teller(OutputWrapper(stream), "行", every=10)
        for done, total in ((5, 0), (10, 0), (20, 30), (30, 30)):
            tell(done, total)
        assert stream.getvalue() == said
