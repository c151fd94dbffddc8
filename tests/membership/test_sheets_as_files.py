"""A paper of membership as Word and as PDF: the same words in both, read back with other programs than those that wrote them."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise

from docx import Document
from docx.oxml.ns import qn
from docx.table import Table
from pypdf import PdfReader

from lianxin.membership.papers import FILES, Facts, Grid, Plain, Sheet, Text, to_docx, to_pdf

SIGNS = '井号#一、美元$二、反斜线\\三、引号"四、方括号[五]、星号*六*'
SHEET = Sheet(
    title="入党积极分子登记、考察表",
    parts=(
        Facts([("姓名", "冯长河"), ("一句话", SIGNS), ("签名", "")]),
        Text(["肯干，公道。", "", "群众信得过。"], "主要表现"),
        Text(["  "], "没有内容的一段"),
        Grid(("时间", "考察意见"), [(f"第{n}次", "表现稳定") for n in range(1, 61)], tall=True),
        Plain("党支部书记（签名）：", right=True),
    ),
    author="柳河镇新桥村党支部",
    made=datetime(2026, 3, 4, 8, tzinfo=UTC),
    head="柳河镇新桥村党支部",
)


def pages(data: bytes) -> list[str]:
    return [re.sub(r"\s", "", page.extract_text()) for page in PdfReader(io.BytesIO(data)).pages]


def words_of_docx(data: bytes) -> str:
    document = Document(io.BytesIO(data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return re.sub(r"\s", "", "".join([*(line.text for line in document.paragraphs), *cells]))


def test_both_files_say_the_same() -> None:
    printed, written = "".join(pages(to_pdf(SHEET))), words_of_docx(to_docx(SHEET))
    for words in (
        "柳河镇新桥村党支部",
        "登记、考察表",
        "姓名",
        "冯长河",
        SIGNS,
        "主要表现",
        "群众信得过。",
        "第60次",
        "党支部书记（签名）：",
    ):
        assert words in printed, words
        assert words in written, words
    assert "没有内容" not in printed + written, "a heading without a line is not printed"


def test_a_table_goes_on_with_its_head_on_a4_pages() -> None:
    made = to_pdf(SHEET)
    assert len(pages(made)) > 2, "rows to be filled in with a pen are 12 mm high: sixty of them need three pages"
    assert all("考察意见" in page for page in pages(made)[1:-1])
    millimetres = {
        tuple(round(float(side) * 25.4 / 72) for side in page.mediabox[2:])
        for page in PdfReader(io.BytesIO(made)).pages
    }
    assert millimetres == {(210, 297)}


def test_the_same_sheet_gives_the_same_bytes_and_its_own_facts() -> None:
    assert to_pdf(SHEET) == to_pdf(SHEET)
    facts = PdfReader(io.BytesIO(to_pdf(SHEET))).metadata
    assert facts
    assert (facts.title, facts.author, str(facts.creation_date)[:10]) == (SHEET.title, SHEET.author, "2026-03-04")


def test_every_kind_of_file_is_what_it_says() -> None:
    heads = {"docx": b"PK", "pdf": b"%PDF-"}
    for ending, file in FILES.items():
        assert file.make(SHEET).startswith(heads[ending]), ending


def test_long_papers_number_their_pages_and_a_ballot_does_not() -> None:
    """ELE-10 for the ballot: nothing on it that tells one from another; a single page of PDF needs no number."""
    made = to_pdf(SHEET)
    assert [f"—{at}—" in page for at, page in enumerate(pages(made), 1)] == [True] * len(pages(made))
    assert "—1—" not in "".join(pages(to_pdf(replace(SHEET, numbered=False))))
    assert "—1—" not in "".join(pages(to_pdf(replace(SHEET, parts=SHEET.parts[:2]))))
    for numbered in (True, False):
        foot = Document(io.BytesIO(to_docx(replace(SHEET, numbered=numbered)))).sections[0].footer
        assert ('w:instr="PAGE"' in foot.paragraphs[0]._p.xml) is numbered


def test_what_word_makes_of_tables_and_signatures() -> None:
    """As seen in pages drawn by another office program: two tables do not run together, columns are as wide as was said, no row is torn, a head
    comes again, the lines to sign stand with the table above them."""
    few = Grid(("姓名", "赞成", "签名"), [("冯长河", "8/12", "")] * 3, shares=(2, 1, 1))
    parts = (
        Facts([("名额", "3 名")]),
        few,
        Text(["过半数当选。"], "结果"),
        few,
        Plain("主持人："),
        Plain("二〇二六年", right=True),
    )
    document = Document(io.BytesIO(to_docx(replace(SHEET, parts=parts))))
    inner = list(document.iter_inner_content())
    assert {one.get(qn("w:eastAsia")) for one in document.styles.element.iter(qn("w:lang"))} == {"zh-CN"}
    assert not [a for a, b in pairwise(inner) if isinstance(a, Table) and isinstance(b, Table)]
    facts, grid, signed = document.tables
    assert [round(column.width.mm) for column in grid.columns] == [78, 39, 39]
    assert [row._tr.xml.count("w:tblHeader") for row in grid.rows] == [1, 0, 0, 0]
    assert facts._tbl.xml.count("w:tblHeader") == 0
    assert all(row._tr.xml.count("w:cantSplit") == 1 for table in document.tables for row in table.rows)
    assert "w:keepNext" not in grid._tbl.xml
    assert signed._tbl.xml.count("<w:keepNext/>") == 12
    kept = {line.text: line.paragraph_format.keep_with_next for line in document.paragraphs}
    assert (kept["结果"], kept["过半数当选。"], kept["主持人："], kept["二〇二六年"]) == (True, True, True, False)
