"""`lianxin import_topics`: three levels, once each."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.core.management import call_command

from lianxin.voice.letters.models import Topic

pytestmark = pytest.mark.django_db


def bring_in(file: Path, text: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, dict]:
    file.write_text(text, encoding="utf-8")
    with pytest.raises(SystemExit) as ended:
        call_command("import_topics", str(file), "--json")
    return int(str(ended.value.code)), json.loads(capsys.readouterr().out.strip().splitlines()[-1])


def test_three_levels_come_in_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = "一级分类,二级分类,三级分类\n交通,公交,线路\n交通,公交,站点\n交通,道路,\n"
    code, figures = bring_in(tmp_path / "t.csv", text, capsys)
    assert (code, figures["imported"], figures["unchanged"]) == (0, 3, 0)
    assert set(Topic.objects.values_list("path", flat=True)) == {
        "交通", "交通/公交", "交通/公交/线路", "交通/公交/站点", "交通/道路",
    }  # fmt: skip
    code, figures = bring_in(tmp_path / "t.csv", text, capsys)
    assert (code, figures["imported"], figures["unchanged"]) == (0, 0, 3)


def test_rows_that_make_no_sense_are_refused_with_their_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, figures = bring_in(tmp_path / "t.csv", "一级分类,二级分类,三级分类\n,公交,\n交通,,站点\n交通,公交,\n", capsys)
    assert (code, figures["imported"]) == (1, 1)
    assert [r["row"] for r in figures["refused"]] == [2, 3]
