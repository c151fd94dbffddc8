"""`lianxin import_codes`: regions by GB/T 2260 come in once, what cannot be a code is refused with its line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.core.management import call_command

from lianxin.foundation.organisations.models import Region

pytestmark = pytest.mark.django_db
GOOD = "code,name,level\n510000,四川省,省\n510100,成都市,地级\n510104001,样子街道,街道\n"


def bring_in(file: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, dict]:
    with pytest.raises(SystemExit) as ended:
        call_command("import_codes", str(file), "--json")
    lines = capsys.readouterr().out.strip().splitlines()
    return int(str(ended.value.code)), json.loads(lines[-1]) if lines else {}


def test_regions_come_in_once_and_follow_a_change(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "codes.csv"
    file.write_text(GOOD, encoding="utf-8-sig")
    assert bring_in(file, capsys) == (0, {"imported": 3, "unchanged": 0, "refused": []})
    file.write_text(GOOD.replace("样子街道", "新样子街道"), encoding="utf-8")
    assert bring_in(file, capsys) == (0, {"imported": 1, "unchanged": 2, "refused": []})
    assert Region.objects.get(code="510104001").name == "新样子街道"


def test_what_is_no_code_is_refused_and_an_unreadable_file_ends_with_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "codes.csv"
    file.write_text("code,name,level\n51,四川省,\n510100,,\n510104,锦江区,\n510105,青羊区,district\n", encoding="utf-8")
    code, figures = bring_in(file, capsys)
    assert (code, figures["imported"], [line["row"] for line in figures["refused"]]) == (1, 1, [2, 3, 5])
    assert bring_in(tmp_path / "nowhere.csv", capsys) == (2, {})
