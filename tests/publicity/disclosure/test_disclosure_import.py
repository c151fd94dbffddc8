"""`import_disclosure_catalogue`: lines from a table, one verdict for each row, the same file again changes nothing."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from lianxin.publicity.disclosure.models import Entry
from tests.factories import County

HEAD = "组织代码,目录编号,公开事项,公开内容,公开依据,规定编号,公开范围,公开形式,公开时机\n"
GOOD = "QS01,D01,党费收支,收缴和使用,党务公开条例第九条,DIS-01,先党内、后向社会公开,网站公开,每季一次\n"


@pytest.fixture
def bring(county: County, tmp_path: Path) -> Any:
    def run(text: str | bytes) -> tuple[int, dict[str, Any], str]:
        path = tmp_path / "catalogue.csv"
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        out, err = io.StringIO(), io.StringIO()
        with pytest.raises(SystemExit) as ended:
            call_command("import_disclosure_catalogue", str(path), "--json", stdout=out, stderr=err)
        last = out.getvalue().strip().splitlines()[-1:] or ["{}"]
        return int(ended.value.code or 0), json.loads(last[0]), err.getvalue()

    return run


def lines() -> list[tuple[str, str, str, str]]:
    rows = Entry.objects.unscoped("test").order_by("pk")
    return list(rows.values_list("code", "matter", "scope", "frequency"))


def test_lines_come_in_and_a_second_run_changes_nothing(bring: Any) -> None:
    assert bring(HEAD + GOOD)[:2] == (0, {"imported": 1, "unchanged": 0, "refused": []})
    assert bring(HEAD + GOOD)[:2] == (0, {"imported": 0, "unchanged": 1, "refused": []})
    assert lines() == [("D01", "党费收支", "public", "quarterly")]
    assert Entry.objects.unscoped("test").get().due_at is not None, "its rhythm is counted (DIS-02)"


def test_a_changed_row_changes_its_line_and_a_retired_one_is_left(bring: Any) -> None:
    bring(HEAD + GOOD)
    assert bring(HEAD + GOOD.replace("每季一次", "随时公开"))[1]["imported"] == 1
    assert lines() == [("D01", "党费收支", "public", "event")]
    Entry.objects.unscoped("test").update(state="retired")
    code, said, _ = bring(HEAD + GOOD)
    assert (code, said["imported"]) == (1, 0)
    assert "已经停用" in said["refused"][0]["reason"]


@pytest.mark.parametrize(
    ("row", "word"),
    [
        (GOOD.replace("QS01", "NONE"), "没有代码为"),
        (GOOD.replace("QS01", ""), "没有代码为"),
        (GOOD.replace("每季一次", "每天"), "公开时机"),
        (GOOD.replace("先党内、后向社会公开", "全世界"), "公开范围"),
        (GOOD.replace("网站公开", "大喇叭"), "公开形式"),
        (GOOD.replace("DIS-01", "DIS-99"), "没有编号为"),
        (GOOD.replace("党务公开条例第九条", ""), "公开依据"),
        (GOOD.replace("党费收支", "长" * 61), "最多 60 个字"),
        ("QS01\n", "公开范围"),
    ],
)
def test_bad_rows_are_refused_with_their_line_and_good_ones_go_in(bring: Any, row: str, word: str) -> None:
    code, said, _ = bring(HEAD + row + GOOD.replace("D01", "D02"))
    assert code == 1
    assert said["imported"] == 1
    assert [r["row"] for r in said["refused"]] == [2]
    assert word in said["refused"][0]["reason"]
    assert [x[0] for x in lines()] == ["D02"]


def test_files_of_other_offices_are_read(bring: Any) -> None:
    assert bring((HEAD + GOOD).encode("gb18030"))[1]["imported"] == 1
    assert bring("\ufeff" + "org,code,matter,basis,scope,frequency\nQS02,D1,议事,条例,inner,once\n")[1]["imported"] == 1


@pytest.mark.parametrize("text", ["", "编号,事项\n1,2\n", b"\xff\xfe\x00\x00\x81", HEAD + '"QS01,D01\n'])
def test_a_file_that_is_none_is_refused_as_a_whole(bring: Any, text: str | bytes) -> None:
    code, _, err = bring(text)
    assert code == 2
    assert err.strip()
    assert lines() == []
