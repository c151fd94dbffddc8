"""What an official document is made of, independent of the file it becomes.

The figures of the layout are those of GB/T 9704-2012 (rule DOC-01), in millimetres and points.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

PAGE_MM = (210.0, 297.0)
TOP_MM = 37.0
LEFT_MM = 28.0
#: the type area: width and height
AREA_MM = (156.0, 225.0)
RIGHT_MM = PAGE_MM[0] - LEFT_MM - AREA_MM[0]
BOTTOM_MM = PAGE_MM[1] - TOP_MM - AREA_MM[1]
LINES = 22
CHARACTERS = 28
#: distance of two lines; 22 of them fill the type area
PITCH_PT = 28.95
#: Chinese type sizes
SIZE_2 = 22.0
SIZE_3 = 16.0
SIZE_4 = 14.0
MM_PT = 72 / 25.4
#: what a character gives up or gains so that exactly 28 fill a line (points, negative: closer together)
TRACKING_PT = AREA_MM[0] * MM_PT / CHARACTERS - SIZE_3
#: the page number stands this far below the type area
FOOTER_MM = 7.0
RED = "E60012"

FANGSONG = "仿宋_GB2312"
TITLE_FACE = "方正小标宋简体"
HEI = "黑体"
KAI = "楷体_GB2312"
SONG = "宋体"


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph. level: 0 for text, 1 for 一、 (黑体), 2 for （一） (楷体), 3 and 4 for 1. and （1）."""

    text: str
    level: int = 0


@dataclass(frozen=True, slots=True)
class Paper:
    """An official document.

    issuer: 发文机关标志, usually the full name with 文件; empty leaves the red head out. number: 发文字号,
    e.g. 〔2026〕 with its figures. to: 主送机关 without the colon. attachments: names without numbers.
    signer: 发文机关署名. copies: 抄送 without the full stop. printed_by, printed_on: 印发机关 and 印发日期.
    sealed: a seal will be put over the signature, which then keeps more distance from the edge.
    """

    title: str
    body: tuple[Line, ...]
    signer: str
    on: date
    issuer: str = ""
    number: str = ""
    to: str = ""
    attachments: tuple[str, ...] = ()
    copies: str = ""
    printed_by: str = ""
    printed_on: date | None = None
    sealed: bool = True


def day(on: date) -> str:
    """2026年3月4日: Arabic figures, no leading zeros."""
    return f"{on.year}年{on.month}月{on.day}日"


def attachment_lines(paper: Paper) -> list[str]:
    """The lines of 附件说明: one has no number, several are numbered; no stop after a name."""
    names = [name.rstrip("。.") for name in paper.attachments]
    if len(names) == 1:
        return [f"附件：{names[0]}"]
    return [f"{'附件：' if n == 1 else '　　　'}{n}. {name}" for n, name in enumerate(names, 1)]


def signature_indents(paper: Paper) -> tuple[float, float]:
    """Distance of 署名 and of the date from the right edge, in characters.

    With a seal the date keeps four characters and the name is centred over it; without one the name
    keeps two and the date begins two characters further right than the name, but never past the edge.
    """
    name, when = width(paper.signer), width(day(paper.on))
    if paper.sealed:
        return max(0.0, 4 + (when - name) / 2), 4.0
    if when > name:
        # the longer date keeps the two characters, and the name moves left by what the date is longer
        return 2 + max(0.0, when - name) + 2, 2.0
    return 2.0, max(0.0, 2 + name - 2 - when)


def width(text: str) -> float:
    """Width in full characters; letters and figures of ASCII take half of one."""
    return sum(0.5 if ord(sign) < 0x100 else 1.0 for sign in text)
