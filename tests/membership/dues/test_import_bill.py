"""`lianxin import_bill`: what a script reads, and that the exit code tells the truth."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.core.management import call_command
from python_calamine import CalamineWorkbook

from lianxin.membership.dues.models import BillLine, Posting
from tests.factories import County
from tests.membership.dues import bills

pytestmark = pytest.mark.django_db


def command(path: Path, *more: str, code: str = "QS01-B1") -> int:
    with pytest.raises(SystemExit) as ended:
        call_command("import_bill", str(path), "--organisation", code, *more)
    return int(str(ended.value.code))


@pytest.fixture
def good(tmp_path: Path) -> Path:
    path = tmp_path / "good.csv"
    path.write_bytes(bills.wechat(bills.paid(1), bills.paid(2)))
    return path


def test_every_row_went_in(branch: County, good: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command(good, "--dry-run", "--json") == 0
    assert not BillLine.objects.unscoped("test").exists()
    capsys.readouterr()
    assert command(good, "--json") == 0
    told = capsys.readouterr().out.splitlines()
    assert json.loads(told[-1]) == {"imported": 2, "unchanged": 0, "refused": []}
    assert "收入 2 笔 180.00 元" in told[1]
    assert command(good, "--json") == 0
    assert json.loads(capsys.readouterr().out.splitlines()[-1]) == {"imported": 0, "unchanged": 2, "refused": []}
    assert BillLine.objects.unscoped("test").count() == 2
    assert not Posting.objects.unscoped("test").exists(), "people book, no script"


def test_refused_rows_come_back_with_their_line(
    branch: County, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, out = tmp_path / "mixed.csv", tmp_path / "out.xlsx"
    path.write_bytes(bills.wechat(bills.paid(1), bills.paid(2, **{"金额(元)": "很多"})))
    assert command(path, "--json", "--rejects", str(out)) == 1
    told = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert told == {"imported": 1, "unchanged": 0, "refused": [{"row": 19, "reason": "金额看不懂：很多"}]}
    rows = CalamineWorkbook.from_path(out).get_sheet_by_index(0).to_python()
    assert (rows[0][0], rows[0][-1]) == ("行号", "退回原因")
    assert (rows[1][0], rows[1][-1]) == ("19", "金额看不懂：很多")


@pytest.mark.parametrize(("content", "word"), [(b"", "空的"), (b"a,b\n1,2\n", "认不出")])
def test_a_file_that_is_of_no_use(
    content: bytes, word: str, branch: County, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "bad.csv"
    path.write_bytes(content)
    assert command(path) == 2
    assert word in capsys.readouterr().err


def test_an_organisation_that_does_not_exist_and_a_file_that_is_not_there(
    branch: County, good: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command(good, code="NOWHERE") == 2
    assert "没有组织代码是“NOWHERE”的党组织" in capsys.readouterr().err
    assert command(tmp_path / "gone.csv") == 2


def test_accounts_of_one_bank_are_kept_apart(branch: County, tmp_path: Path) -> None:
    path = tmp_path / "bank.xlsx"
    path.write_bytes(bills.table(("交易日期", "收入", "流水号"), ("2026-11-20", 90, "A1")))
    assert [command(path, "--account", name) for name in ("农行 1234", "工行 5678", "农行 1234")] == [0, 0, 0]
    assert BillLine.objects.unscoped("test").count() == 2
