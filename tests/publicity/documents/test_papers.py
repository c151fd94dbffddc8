"""DOC-01: the files are read back with other programs than those that wrote them, and measured."""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from dataclasses import replace
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree

import pytest
from PIL import Image
from pypdf import PdfReader

from lianxin.foundation.rules.registry import rule
from lianxin.publicity.documents import paper as p
from lianxin.publicity.documents.docx_file import to_docx
from lianxin.publicity.documents.from_html import lines_of
from lianxin.publicity.documents.paper import Line, Paper, signature_indents
from lianxin.publicity.documents.pdf_file import to_pdf
from lianxin.publicity.documents.poster import Poster, poster_pdf, poster_png

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MM = 72 / 25.4
TEXT = Line("村里的路灯每月巡查两次发现故障三个工作日以内修复" * 30)
PAPER = Paper(
    title="关于做好村级路灯日常管护工作的通知",
    body=(TEXT, Line("一、工作目标", 1), Line("（一）亮灯率", 2), Line("1.巡查", 3)),
    signer="中共柳河镇委员会",
    on=datetime.date(2026, 3, 4),
    issuer="中共柳河镇委员会文件",
    number="柳委〔2026〕3号",
    to="各村党支部",
    attachments=("路灯台账", "巡查记录表。"),
    copies="县住建局",
    printed_by="柳河镇党政办公室",
)


def parts(made: bytes) -> dict[str, ElementTree.Element]:
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        names = [n for n in archive.namelist() if re.match(r"word/(document|settings|footer\d)\.xml", n)]
        return {name[5:-4]: ElementTree.fromstring(archive.read(name)) for name in names}


def number(element: ElementTree.Element | None, name: str) -> float:
    assert element is not None
    return float(element.attrib[W + name])


def paragraph(root: ElementTree.Element, text: str) -> ElementTree.Element:
    found = [p for p in root.iter(W + "p") if "".join(p.itertext()).startswith(text)]
    assert len(found) == 1, text
    return found[0]


def face(element: ElementTree.Element) -> tuple[str, float]:
    run = next(element.iter(W + "r"))
    fonts = next(run.iter(W + "rFonts"))
    return fonts.attrib[W + "eastAsia"], number(next(run.iter(W + "sz")), "val") / 2


@pytest.fixture(scope="module")
def word() -> dict[str, ElementTree.Element]:
    return parts(to_docx(PAPER))


def test_word_page_is_a4_with_the_margins_of_the_standard(word: dict[str, ElementTree.Element]) -> None:
    section = next(word["document"].iter(W + "sectPr"))
    size, margin = section.find(W + "pgSz"), section.find(W + "pgMar")
    to_mm = 25.4 / 1440
    assert number(size, "w") * to_mm == pytest.approx(210, abs=0.1)
    assert number(size, "h") * to_mm == pytest.approx(297, abs=0.1)
    assert number(margin, "top") * to_mm == pytest.approx(37, abs=1)
    assert number(margin, "left") * to_mm == pytest.approx(28, abs=1)
    area = [number(size, "w") - number(margin, "left") - number(margin, "right")]
    area.append(number(size, "h") - number(margin, "top") - number(margin, "bottom"))
    assert [a * to_mm for a in area] == pytest.approx([156, 225], abs=0.1)


def test_word_grid_holds_22_lines_of_28_characters(word: dict[str, ElementTree.Element]) -> None:
    section = next(word["document"].iter(W + "sectPr"))
    grid, margin, size = section.find(W + "docGrid"), section.find(W + "pgMar"), section.find(W + "pgSz")
    assert grid is not None
    assert grid.attrib[W + "type"] == "linesAndChars"
    height = (number(size, "h") - number(margin, "top") - number(margin, "bottom")) / 20
    width = (number(size, "w") - number(margin, "left") - number(margin, "right")) / 20
    assert number(grid, "linePitch") / 20 == 28.95
    assert int(height / (number(grid, "linePitch") / 20)) == 22
    assert round(width / (16 + number(grid, "charSpace") / 4096), 1) == 28.0


def test_word_faces_and_sizes(word: dict[str, ElementTree.Element]) -> None:
    document = word["document"]
    assert face(paragraph(document, PAPER.title)) == ("方正小标宋简体", 22)
    assert face(paragraph(document, TEXT.text[:20])) == ("仿宋_GB2312", 16)
    assert face(paragraph(document, "一、工作目标")) == ("黑体", 16)
    assert face(paragraph(document, "（一）亮灯率")) == ("楷体_GB2312", 16)
    assert face(paragraph(document, "抄送：")) == ("仿宋_GB2312", 14)
    spacing = next(paragraph(document, TEXT.text[:20]).iter(W + "spacing"))
    assert (number(spacing, "line"), spacing.attrib[W + "lineRule"]) == (579, "exact")
    indent = next(paragraph(document, TEXT.text[:20]).iter(W + "ind"))
    assert number(indent, "firstLineChars") == 200


def test_word_red_head_and_rule(word: dict[str, ElementTree.Element]) -> None:
    head = paragraph(word["document"], PAPER.issuer)
    assert next(head.iter(W + "color")).attrib[W + "val"] == "E60012"
    assert number(next(head.iter(W + "spacing")), "before") / 20 / MM == pytest.approx(35, abs=0.1)
    rule = next(paragraph(word["document"], PAPER.number).iter(W + "bottom"))
    assert rule.attrib[W + "color"] == "E60012"


def test_word_page_numbers_stand_outside_on_both_sides(word: dict[str, ElementTree.Element]) -> None:
    assert word["settings"].find(W + "evenAndOddHeaders") is not None
    footers = [root for name, root in word.items() if name.startswith("footer") and "—" in "".join(root.itertext())]
    sides = {next(root.iter(W + "jc")).attrib[W + "val"] for root in footers}
    assert sides == {"right", "left"}
    for root in footers:
        assert face(root) == ("宋体", 14)
        assert next(root.iter(W + "fldSimple")).attrib[W + "instr"] == "PAGE"


def test_word_opens_again_with_its_words_in_order() -> None:
    from docx import Document

    made = Document(io.BytesIO(to_docx(PAPER)))
    text = "\n".join(p.text for p in made.paragraphs)
    wanted = [
        "柳委〔2026〕3号",
        PAPER.title,
        "各村党支部：",
        "一、工作目标",
        "附件：1. 路灯台账",
        "2. 巡查记录表\n",
        f"\n{PAPER.signer}\n",
    ]
    places = [text.index(word) for word in [*wanted, "2026年3月4日"]]
    assert places == sorted(places)
    assert made.tables[0].rows[1].cells[0].text == "柳河镇党政办公室\t2026年3月4日印发"


class Placed:
    """Where the glyphs of a page stand, in millimetres from its upper left corner."""

    def __init__(self, page: Any) -> None:
        self.found: list[tuple[str, float, float, float]] = []
        height = float(page.mediabox.height)

        def see(text: str, cm: list[float], tm: list[float], font: Any, size: float) -> None:
            if text.strip():
                x = cm[0] * tm[4] + cm[2] * tm[5] + cm[4]
                y = cm[1] * tm[4] + cm[3] * tm[5] + cm[5]
                self.found.append((text.strip(), x / MM, (height - y) / MM, size))

        page.extract_text(visitor_text=see)

    def lines(self) -> list[float]:
        return sorted({round(y, 2) for _, _, y, size in self.found if size == 16})


def test_pdf_holds_22_lines_of_28_characters_on_a4() -> None:
    long = replace(PAPER, issuer="", body=(Line(TEXT.text * 3),))
    pages = PdfReader(io.BytesIO(to_pdf(long))).pages
    second = pages[1]
    assert [float(second.mediabox.width) / MM, float(second.mediabox.height) / MM] == pytest.approx([210, 297], abs=0.1)
    lines = [line for line in second.extract_text().splitlines() if "—" not in line]
    assert [len(line) for line in lines] == [28] * 22
    ys = Placed(second).lines()
    assert [(b - a) * MM for a, b in pairwise(ys)] == pytest.approx([28.95] * 21, abs=0.1)
    assert 37 < ys[0] < 37 + 28.95 / MM
    assert ys[-1] < 37 + 225


def test_pdf_says_everything_and_embeds_its_faces() -> None:
    reader: Any = PdfReader(io.BytesIO(to_pdf(PAPER)))
    text = "".join(page.extract_text() for page in reader.pages).replace("\n", "")
    for word in (
        PAPER.issuer,
        PAPER.number,
        PAPER.title,
        "各村党支部：",
        "附件：1. 路灯台账",
        "抄送：县住建局。",
        "印发",
        "— 1 —",
    ):
        assert word in text
    for font in reader.pages[0]["/Resources"]["/Font"].values():
        descendant = font.get_object()["/DescendantFonts"][0].get_object()
        descriptor = descendant["/FontDescriptor"].get_object()
        assert any(key in descriptor for key in ("/FontFile2", "/FontFile3"))


def test_pdf_numbers_stand_right_on_odd_and_left_on_even_pages() -> None:
    pages = PdfReader(io.BytesIO(to_pdf(replace(PAPER, body=(Line(TEXT.text * 3),))))).pages
    found = [next(x for text, x, _, size in Placed(page).found if "—" in text and size == 14) for page in pages[:2]]
    assert found[0] > 150
    assert found[1] < 40


@pytest.mark.parametrize("sign", ["#panic()", "$x$", '"\\', "*_`<a>@b", "]}{[", "//", "’‘—…《》"])
def test_no_sign_breaks_a_paper(sign: str) -> None:
    odd = replace(PAPER, title=f"标题{sign}", body=(Line(f"正文{sign}"),))
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(to_pdf(odd))).pages)
    assert "正文" + sign[:1] in text
    assert to_docx(odd)


@pytest.mark.parametrize(
    ("signer", "sealed", "date"),
    [("中共柳河镇委员会", True, 4.0), ("柳河镇", True, 4.0), ("中共青山县柳河镇新桥村总支部委员会", False, 11.0)],
)
def test_signature_stands_as_the_standard_says(signer: str, sealed: bool, date: float) -> None:
    """With a seal the name is centred over a date that keeps four characters to the edge."""
    paper = replace(PAPER, signer=signer, sealed=sealed)
    name, when = signature_indents(paper)
    assert when == date
    if sealed:
        date_width = 6 * 0.5 + 3  # six figures of half a character, and 年 月 日
        assert name + len(signer) / 2 == pytest.approx(when + date_width / 2)
    else:
        assert name == 2.0


def test_html_becomes_levels() -> None:
    html = "<h2>一、目标</h2><p>第一&amp;段<br>第二段</p><script>x()</script><ul><li>甲</li><li>乙</li></ul>尾"
    assert lines_of(html) == (
        Line("一、目标", 1), Line("第一&段"), Line("第二段"), Line("甲"), Line("乙"), Line("尾"),
    )  # fmt: skip


def test_poster_is_a4_signed_and_leads_only_to_the_web() -> None:
    poster = Poster("路灯修好了", "三盏路灯今晚恢复照明。", "https://example.test/a/12/", "中共柳河镇委员会")
    page = PdfReader(io.BytesIO(poster_pdf(poster))).pages[0]
    assert float(page.mediabox.width) / MM == pytest.approx(210, abs=0.1)
    text = page.extract_text()
    assert "路灯修好了" in text
    assert "中共柳河镇委员会" in text
    picture = Image.open(io.BytesIO(poster_png(poster)))
    assert picture.size == pytest.approx((909, 1286), abs=2)
    with pytest.raises(ValueError, match="web address"):
        poster_pdf(replace(poster, url="javascript:alert(1)"))


def test_the_same_paper_gives_the_same_pdf() -> None:
    assert to_pdf(PAPER) == to_pdf(PAPER)


def test_the_layout_has_the_figures_of_the_rule() -> None:
    """DOC-01: what the code measures with is what the registry says, figure by figure."""
    found = rule("DOC-01", on=datetime.date(2026, 3, 4))
    wanted = {
        "width": p.AREA_MM[0], "height": p.AREA_MM[1], "top": p.TOP_MM, "binding": p.LEFT_MM, "lines": p.LINES,
        "chars": p.CHARACTERS, "leading": p.PITCH_PT,
    }  # fmt: skip
    assert {name: float(found.number(name)) for name in wanted} == {k: float(v) for k, v in wanted.items()}


def test_pdf_margins_title_and_sizes() -> None:
    """DOC-01 read from the file: 订口 28 mm, 天头 37 mm, 二号标题 22 pt, 正文三号 16 pt, 版记四号 14 pt."""
    pages = PdfReader(io.BytesIO(to_pdf(replace(PAPER, issuer="", number="")))).pages
    glyphs = Placed(pages[0]).found
    body = [g for g in glyphs if g[3] == 16]
    assert min(x for _, x, _, _ in body) == pytest.approx(28, abs=1)
    titles = [g for g in glyphs if g[3] == 22]
    assert "".join(text for text, *_ in titles).replace("\n", "").startswith(PAPER.title[:6])
    assert 37 <= titles[0][2] <= 37 + 22 / MM + 1, "the first line stands at the upper edge of the type area"
    assert any("抄送" in text and size == 14 for text, _, _, size in Placed(pages[-1]).found)
    assert {round(size, 1) for *_, size in glyphs} == {14, 16, 22}


def test_word_lines_keep_the_pitch_and_footers_stand_below_the_type_area(
    word: dict[str, ElementTree.Element],
) -> None:
    """DOC-01: every text line has the exact pitch of 28.95 pt; the number stands 7 mm below the type area."""
    spacings = [
        (number(s, "line"), s.attrib.get(W + "lineRule"))
        for para in word["document"].iter(W + "p")
        if any(t.text for t in para.iter(W + "t")) and PAPER.issuer not in "".join(para.itertext())
        for s in para.iter(W + "spacing")
        if W + "line" in s.attrib
    ]
    assert {rule_ for _, rule_ in spacings} == {"exact"}
    assert {line for line, _ in spacings} == {579}
    margin = next(word["document"].iter(W + "sectPr")).find(W + "pgMar")
    bottom, footer = number(margin, "bottom") / 20 / MM, number(margin, "footer") / 20 / MM
    assert bottom - footer == pytest.approx(7 + 14 / MM, abs=2.5)
