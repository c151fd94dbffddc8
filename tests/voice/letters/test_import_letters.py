"""`lianxin import_letters`: history comes in whole, once, and what is refused says why."""

from __future__ import annotations

import csv
import json
import multiprocessing
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from lianxin.foundation.search.queries import find
from lianxin.voice.letters.importing import feeding
from lianxin.voice.letters.importing.reading import Bad, FileError, headings, parse_date
from lianxin.voice.letters.models import Letter, LetterStep, Reply

pytestmark = pytest.mark.django_db
HEAD = ["留言编号", "留言用户", "留言主题", "留言时间", "留言详情", "答复意见", "答复时间"]
GOOD = ["N1", "U7", "桥头路灯不亮", "2024/4/25 9:32:09", "晚上看不见路。", "已经修好。", "2024/5/6 10:00:00"]
OPEN = ["N2", "U8", "建议修公厕", "2024-4-26", "集市旁边没有公厕。", "", ""]


@pytest.fixture
def bring_in(
    county: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, dict[str, Any]]]:
    """Write rows to a file, run the command, answer (exit code, figures)."""

    def run(
        rows: list[list[str]], *options: str, head: list[str] = HEAD, encoding: str = "utf-8"
    ) -> tuple[int, dict[str, Any]]:
        file = tmp_path / "letters.csv"
        with file.open("w", encoding=encoding, newline="") as out:
            csv.writer(out).writerows([head, *rows])
        with pytest.raises(SystemExit) as ended:
            call_command("import_letters", str(file), "--organisation", "QS01", "--json", *options)
        lines = capsys.readouterr().out.strip().splitlines()
        return int(str(ended.value.code)), json.loads(lines[-1]) if lines else {}

    return run


def letters() -> Any:
    return Letter.objects.unscoped("test").order_by("external_id")


def test_a_good_file_comes_in_with_replies_and_figures(bring_in: Any) -> None:
    code, figures = bring_in([GOOD, OPEN])
    assert (code, figures["imported"], figures["unchanged"], figures["refused"]) == (0, 2, 0, [])
    answered, waiting = letters()
    assert (answered.state, answered.publication, answered.answer_days, answered.answer_late) == (
        "closed",
        "public",
        5,
        False,
    )
    # 26 April, the make-up Sunday 28, 29, 30 and 6 May: the fifth working day is the last in time (HOT-01)
    assert answered.rating is None  # an unrated letter never counts as satisfied (HCP-01)
    assert (waiting.state, waiting.kind, waiting.due_clock) == ("accepted", "suggest", "answer")
    assert Reply.objects.get().body == "已经修好。"
    assert LetterStep.objects.filter(case=answered).count() == 3


def test_history_can_be_found_and_opened(bring_in: Any, client: Any) -> None:
    bring_in([GOOD])
    assert find("路灯", kinds=["letter"]).total == 1
    page = client.get(f"/letters/{letters().get().pk}/")
    assert page.status_code == 200
    assert "已经修好。" in page.content.decode()


def test_the_same_file_again_changes_nothing(bring_in: Any) -> None:
    bring_in([GOOD, OPEN])
    before = list(letters().values())
    code, figures = bring_in([GOOD, OPEN])
    assert (code, figures["imported"], figures["unchanged"]) == (0, 0, 2)
    assert list(letters().values()) == before


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (["", *GOOD[1:]], "没有留言编号"),
        ([*GOOD[:2], "", *GOOD[3:]], "没有主题"),
        ([*GOOD[:4], " \t ", *GOOD[5:]], "没有内容"),
        ([*GOOD[:3], "上周三", *GOOD[4:]], "留言时间看不懂"),
        ([*GOOD[:3], "2024/2/30 8:00", *GOOD[4:]], "留言时间看不懂"),
        ([*GOOD[:6], ""], "答复时间看不懂"),
        ([*GOOD[:6], "2024/4/1 8:00:00"], "早于"),
        ([*GOOD[:2], "长" * 201, *GOOD[3:]], "超过 200 个字"),
    ],
)  # fmt: skip
def test_a_bad_row_is_refused_with_its_line_and_the_others_come_in(bring_in: Any, row: list[str], reason: str) -> None:
    code, figures = bring_in([OPEN, row])
    assert code == 1
    assert figures["imported"] == 1
    assert [r["row"] for r in figures["refused"]] == [3]
    assert reason in figures["refused"][0]["reason"]
    assert letters().count() == 1


def test_line_numbers_count_line_breaks_inside_cells(bring_in: Any) -> None:
    _, figures = bring_in([[*GOOD[:4], "第一行\n第二行\n第三行", *GOOD[5:]], ["", *GOOD[1:]]])
    assert [r["row"] for r in figures["refused"]] == [5]


def test_a_number_twice_in_a_file(bring_in: Any) -> None:
    other = [*GOOD[:4], "别的内容", *GOOD[5:]]
    code, figures = bring_in([GOOD, GOOD, other])
    assert (code, figures["imported"], figures["unchanged"]) == (1, 1, 1)
    assert "两次" in figures["refused"][0]["reason"]


def test_a_known_number_with_other_words_is_refused_and_keeps_the_old(bring_in: Any) -> None:
    bring_in([GOOD])
    code, figures = bring_in([[*GOOD[:4], "别的内容", *GOOD[5:]]])
    assert code == 1
    assert "内容不同" in figures["refused"][0]["reason"]
    assert letters().get().body == "晚上看不见路。"


def test_refused_rows_can_be_mended_and_brought_in_again(bring_in: Any, tmp_path: Path) -> None:
    out = tmp_path / "rejects.csv"
    bring_in([["", *GOOD[1:]]], "--rejects", str(out))
    with out.open(encoding="utf-8-sig", newline="") as file:
        head, row = list(csv.reader(file))
    assert head == ["行号", "原因", *HEAD]
    assert row == ["2", "没有留言编号", "", *GOOD[1:]]
    code, figures = bring_in([["9", "", "N9", *GOOD[1:]]], head=head)
    assert (code, figures["imported"]) == (0, 1)


def test_stray_tabs_boms_and_other_encodings_are_understood(bring_in: Any) -> None:
    code, figures = bring_in([["\t\ufeffN5 ", *GOOD[1:]]], encoding="gb18030")
    assert (code, figures["imported"]) == (0, 1)
    assert letters().get().external_id == "N5"


def test_columns_are_found_by_name_in_any_order(bring_in: Any) -> None:
    turned = list(reversed(HEAD))
    code, figures = bring_in([list(reversed(GOOD))], head=turned)
    assert (code, figures["imported"]) == (0, 1)
    assert letters().get().title == GOOD[2]


def test_hold_keeps_history_out_of_every_public_place(bring_in: Any, client: Any) -> None:
    bring_in([GOOD], "--hold")
    letter = letters().get()
    assert client.get(f"/letters/{letter.pk}/").status_code == 404
    assert find("路灯", kinds=["letter"]).total == 0


def test_a_file_without_the_needed_columns_is_refused_whole() -> None:
    with pytest.raises(FileError, match="留言详情"):
        headings(["留言编号", "留言主题", "留言时间"])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2019/4/25 9:32:09", "2019-04-25T09:32:09+08:00"),
        ("2019-04-25 09:32:09", "2019-04-25T09:32:09+08:00"),
        ("2019年4月25日 9时32分", "2019-04-25T09:32:00+08:00"),
        ("2019.4.25", "2019-04-25T00:00:00+08:00"),
        ("２０１９/４/２５", "2019-04-25T00:00:00+08:00"),
        ("20190425", "2019-04-25T00:00:00+08:00"),
        ("2019-04-25T09:32:09", "2019-04-25T09:32:09+08:00"),
        ("4/25", None),
        ("2019/13/1", None),
        ("", None),
    ],
)
def test_dates_as_people_write_them(text: str, expected: str | None) -> None:
    found = parse_date(text)
    assert (found.isoformat() if found else None) == expected


REAL = Path(__file__).resolve().parents[4] / "shared/data/letters/letters_with_replies.csv"


@pytest.mark.skipif(not REAL.exists(), reason="the shared sample of real letters is not beside the project")
def test_the_real_sample_comes_in_without_loss(county: Any, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        call_command("import_letters", str(REAL), "--json")
    figures = json.loads(capsys.readouterr().out.strip().splitlines()[-1])
    with REAL.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert figures["imported"] + figures["unchanged"] + len(figures["refused"]) == len(rows)
    assert figures["imported"] == len({r["留言编号"] for r in rows}) == letters().count()


def test_a_large_file_is_read_by_a_process_of_its_own(
    bring_in: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Every batch arrives, refused rows keep their line, and a broken file says so."""
    monkeypatch.setattr(feeding, "SMALL", 0)
    rows = [[f"N{n}", *GOOD[1:]] for n in range(60)]
    rows[40][2] = ""
    code, figures = bring_in(rows)
    assert (code, figures["imported"]) == (1, 59)
    assert figures["refused"] == [{"row": 42, "reason": "没有主题"}]
    empty = tmp_path / "empty.csv"
    empty.write_bytes(b"")
    with pytest.raises(FileError, match="文件是空的"):
        feeding.feed(empty)


def test_a_reader_that_dies_is_an_error_and_not_the_end_of_the_file() -> None:
    ours, theirs = multiprocessing.Pipe(duplex=False)
    theirs.send(("rows", [Bad(2, "没有主题", ("",))]))
    theirs.close()
    told = feeding._told(ours)
    assert next(told)[0].line == 2
    with pytest.raises(FileError, match="中途停止"):
        next(told)
