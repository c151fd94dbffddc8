"""Rosters of every make are read, whatever the order of their columns and the style of their days (R021)."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime
from typing import Any

import pytest

from lianxin.kernel.sheet_days import day_of
from lianxin.kernel.sheets import SheetError, plain, read
from lianxin.membership.dossiers.importing.judging import HEADINGS, NEEDED, Bad, Row, judge
from lianxin.membership.dossiers.names import spelled
from tests.membership.dossiers.rosters import BRANCH, book, number, person

TODAY = date(2026, 11, 27)


def judged(data: bytes) -> list[Row | Bad]:
    return list(judge(read(data, HEADINGS, NEEDED), today=TODAY))


def reasons(**more: Any) -> str:
    verdict = judged(book([person(**more)]))[0]
    return "；".join(verdict.reasons) if isinstance(verdict, Bad) else ""


@pytest.mark.parametrize(
    "said",
    [
        "1988-03-07", "1988/3/7", "1988.03.07", "1988年3月7日", "19880307", "一九八八年三月七日", "１９８８．３．７", "1988-03-07 00:00:00",
        "1988、3、7", 32209, 32209.0, 19880307, date(1988, 3, 7), datetime(1988, 3, 7, 12),
    ],
)  # fmt: skip
def test_a_day_is_read_in_every_style(said: Any) -> None:
    assert day_of(said) == date(1988, 3, 7)


@pytest.mark.parametrize(("said", "day"), [("1988-03", 1), ("198803", 1), ("1988年3月", 1), ("二〇一〇年十二月", None)])
def test_a_month_means_its_first_day(said: str, day: int | None) -> None:
    assert day_of(said) == (date(1988, 3, day) if day else date(2010, 12, 1))


@pytest.mark.parametrize("said", ["1988-02-30", "1988-13-01", "八八年", "不详", "3月7日", 5, True, -1, 99999999999])
def test_what_is_no_day_is_none(said: Any) -> None:
    assert day_of(said) is None


def test_columns_stand_in_any_order_below_a_title() -> None:
    names = ["joined_on", "organisation", "序号", "name", "stage", "identity", "备注"]
    rows = judged(book([person() | {"序号": 1, "备注": "无"}], names, title="柳河镇党员花名册（2026年）"))
    assert isinstance(rows[0], Row)
    assert (rows[0].name, rows[0].organisation, rows[0].joined_on, rows[0].born) == (
        "周禾苗", BRANCH, date(2010, 7, 1), date(1988, 3, 7),
    )  # fmt: skip
    assert rows[0].number == 4, "the row as Excel counts it: title, empty row, headings, then this one"


def test_the_sheet_with_the_headings_is_found_behind_others() -> None:
    assert isinstance(judged(book([person()], sheets=3))[0], Row)


@pytest.mark.parametrize("heading", ["姓  名", "姓名（必填）", "*姓名", "姓名："])
def test_headings_are_read_as_people_write_them(heading: str) -> None:
    data = book([{heading: "周禾苗"} | person()], [heading, "identity", "organisation", "stage", "joined_on"])
    assert isinstance(judged(data)[0], Row)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("comma", [",", "\t", ";"])
def test_text_files_in_every_encoding(encoding: str, comma: str) -> None:
    lines = [
        ["姓名", "身份证号", "所在党支部", "人员类别", "入党日期"],
        ["周禾苗", number(), BRANCH, "党员", "2010.7.1"],
    ]
    rows = judged("\n".join(comma.join(line) for line in lines).encode(encoding))
    assert isinstance(rows[0], Row)


def test_full_width_digits_and_hidden_marks_do_no_harm() -> None:
    wide = number().translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    assert plain("\ufeff '１２３ ") == "123"
    assert reasons(identity=f"{wide}\u200b", name="周 禾 苗") == ""


@pytest.mark.parametrize(
    ("more", "word"),
    [
        ({"name": ""}, "缺少姓名"),
        ({"identity": ""}, "缺少身份证号"),
        ({"identity": number()[:17] + ("0" if number()[17] != "0" else "1")}, "最后一位"),
        ({"identity": "110101880307001"}, "15 位"),
        ({"organisation": ""}, "缺少所在党支部"),
        ({"stage": "群众"}, "人员类别看不懂"),
        ({"stage": "", "full_since": ""}, "缺少人员类别"),
        ({"sex": "女"}, "性别和身份证号对不上"),
        ({"born": "1988-04-07"}, "出生日期和身份证号对不上"),
        ({"ethnicity": "火星族"}, "民族不在国家标准"),
        ({"joined_on": ""}, "缺少入党日期"),
        ({"joined_on": "明年"}, "入党日期看不懂"),
        ({"joined_on": "2026-11-28", "full_since": ""}, "还没有到"),
        ({"joined_on": "2012-01-01"}, "转正日期早于入党日期"),
        ({"joined_on": "1988-03-07"}, "早于出生"),
        ({"stage": "入党积极分子"}, "还没有入党"),
        ({"stage": "预备党员"}, "预备党员不应有转正日期"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_row_is_said(more: dict[str, Any], word: str) -> None:
    """GB-01 and the order of the days; a good row stays good."""
    assert word in reasons(**more)
    assert reasons() == ""


def test_every_reason_of_a_row_is_said_at_once() -> None:
    said = reasons(name="", stage="群众", ethnicity="火星族")
    assert all(word in said for word in ("姓名", "人员类别", "民族"))


def test_the_same_number_twice_names_the_first_row() -> None:
    first, second = judged(book([person(), person(name="周田园")]))
    assert isinstance(first, Row)
    assert isinstance(second, Bad)
    assert "第 2 行" in second.reasons[0]


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "空的"),
        (b"PK\x03\x04rubbish", "损坏"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "打不开"),
        (b"\x89PNG\r\n\x1a\n\0\0\0", "看不懂这个文件"),
        ("姓名,年龄\n周禾苗,38".encode(), "身份证号、所在党支部"),
        (book([person()])[:700], "损坏"),
    ],
)
def test_a_file_that_is_no_roster_is_refused_in_words(data: bytes, word: str) -> None:
    with pytest.raises(SheetError, match=word):
        read(data, HEADINGS, NEEDED)


def test_a_bomb_is_not_unpacked() -> None:
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in range(7):
            archive.writestr(f"xl/worksheets/sheet{part}.xml", b"\0" * 100_000_000)
    with pytest.raises(SheetError, match="压缩炸弹"):
        read(raw.getvalue(), HEADINGS, NEEDED)


@pytest.mark.parametrize(
    ("name", "pinyin", "initials"),
    [("曾小贤", "zengxiaoxian", "zxx"), ("单雄信", "shanxiongxin", "sxx"), ("尉迟恭", "yuchigong", "ycg"), ("吕布", "lvbu", "lb"),
     ("买买提·艾力", "maimaitiaili", "mmtal"), ("欧阳春", "ouyangchun", "oyc")],
)  # fmt: skip
def test_names_are_spelled_as_they_are_called(name: str, pinyin: str, initials: str) -> None:
    assert spelled(name) == (pinyin, initials)
