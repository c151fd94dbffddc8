"""Reading the full text of a regulation from a Markdown file.

Expected is what published texts look like: one ``#`` title, lines with the dates of adoption, an
optional comment, chapters (``##``), sections (``###``) and articles, each beginning a line with its
number and a space. A gap in the numbers is reported and kept; a number that comes twice or runs
backward means that the file is damaged, so nothing of it is taken.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date

from .numerals import NUMERAL, number

_ARTICLE = re.compile(rf"^\**第([{NUMERAL}\d]+)条(?:之([{NUMERAL}\d]+))?\**(?:[\s　]+|$)(.*)$")
_HEADING = re.compile(r"^(#{1,6})\s*(.*?)\s*#*$")
_DAY = re.compile(r"(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日")
_FORCE = re.compile(r"自(.{0,24}?)起(?:施行|实施|生效)")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)


@dataclass(frozen=True, slots=True)
class ArticleText:
    """One article. ``number`` and ``suffix`` (第十二条之一 -> 12, 1); ``text`` has a line per paragraph."""

    number: int
    suffix: int
    chapter: str
    section: str
    text: str

    @property
    def anchor(self) -> str:
        """``art-23``, or ``art-12-1`` for an inserted article."""
        return f"art-{self.number}-{self.suffix}" if self.suffix else f"art-{self.number}"


@dataclass(frozen=True, slots=True)
class RefusedLine:
    """A line that cannot be taken, with the reason in plain Chinese. ``row`` counts from 1."""

    row: int
    reason: str


@dataclass
class RegulationText:
    """A text as read; it may be stored only when ``refused`` is empty."""

    title: str = ""
    adopted: list[str] = field(default_factory=list)
    issued: date | None = None
    in_force: date | None = None
    articles: list[ArticleText] = field(default_factory=list)
    refused: list[RefusedLine] = field(default_factory=list)

    @property
    def version(self) -> str:
        """The day of issue as text, the name of this version; ``""`` when no date was found."""
        return self.issued.isoformat() if self.issued else ""

    @property
    def missing(self) -> list[int]:
        """Numbers left out between the first article and the last."""
        present = {article.number for article in self.articles}
        return [n for n in range(1, max(present, default=0) + 1) if n not in present]

    @property
    def digest(self) -> str:
        """A fingerprint of everything that is stored."""
        parts = [self.title, *self.adopted, str(self.issued), str(self.in_force)]
        for a in self.articles:
            parts += [a.anchor, a.chapter, a.section, a.text]
        return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


def name_key(title: str) -> str:
    """What two writings of one title have in common: no state prefix, brackets, book marks, spaces."""
    text = unicodedata.normalize("NFKC", title)
    text = re.sub(r"\(\d{4}[^)]*\)", "", text)
    text = re.sub(r"[\s《》〈〉<>]", "", text)
    return text.removeprefix("中华人民共和国")


def read_text(raw: bytes) -> str:
    """Decode a file as UTF-8 or, failing that, as GB 18030. Raises ValueError for anything else."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ValueError("文件既不是 UTF-8 也不是 GB18030 编码，读不出来。")


def parse(text: str) -> RegulationText:
    """Read a text. Everything wrong with it stands in ``refused``; nothing is raised."""
    reader = _Reader()
    clean = _COMMENT.sub(lambda m: "\n" * m.group().count("\n"), text)
    for row, line in enumerate(clean.splitlines(), 1):
        reader.take(row, line.strip().strip("　").strip())
    return reader.finish()


class _Reader:
    """Goes down the lines once and keeps where it is."""

    def __init__(self) -> None:
        self.result = RegulationText()
        self.chapter = self.section = ""
        self.open: tuple[int, int, int] | None = None  # row, number, suffix
        self.lines: list[str] = []
        self.last = (0, 0)

    def take(self, row: int, line: str) -> None:
        if not line:
            return
        if heading := _HEADING.match(line):
            self._heading(len(heading.group(1)), heading.group(2), row)
        elif article := _ARTICLE.match(line):
            self._article(row, article)
        elif self.open:
            self.lines.append(line)
        elif not self.chapter:
            self.result.adopted.append(line)
        else:
            self.result.refused.append(RefusedLine(row, "这一行在章节标题之后、第一条之前，不知道属于哪一条。"))

    def finish(self) -> RegulationText:
        self._close()
        result = self.result
        if not result.title:
            result.refused.insert(0, RefusedLine(1, "没有找到标题：第一行应以“# ”开头写法规名称。"))
        if not result.articles:
            result.refused.append(RefusedLine(1, "没有找到条文：每一条应另起一行，以“第几条”和一个空格开头。"))
        days = [day for line in result.adopted for day in _days(line)]
        result.issued = max(days, default=None)
        result.in_force = _force(result)
        return result

    def _heading(self, depth: int, words: str, row: int) -> None:
        self._close()
        words = _tidy(words)
        if depth == 1 and not self.result.title:
            self.result.title = words
        elif depth == 1:
            self.result.refused.append(RefusedLine(row, "一个文件里只能有一个“# ”标题。"))
        elif depth == 2:
            self.chapter, self.section = words, ""
        else:
            self.section = words

    def _article(self, row: int, match: re.Match[str]) -> None:
        self._close()
        value, suffix = number(match.group(1)), number(match.group(2) or "零")
        here = (value or 0, suffix or 0)
        if here <= self.last:
            self.result.refused.append(RefusedLine(row, f"第 {here[0]} 条重复，或者次序颠倒。"))
        self.last = max(here, self.last)
        self.open = (row, *here)
        self.lines = [match.group(3)] if match.group(3) else []

    def _close(self) -> None:
        if self.open is None:
            return
        row, value, suffix = self.open
        if not self.lines:
            self.result.refused.append(RefusedLine(row, f"第 {value} 条没有内容。"))
        else:
            body = "\n".join(self.lines)
            self.result.articles.append(ArticleText(value, suffix, self.chapter, self.section, body))
        self.open, self.lines = None, []


def _tidy(words: str) -> str:
    """``第一章 总 则`` -> ``第一章 总则``: the space after the number stays, the stretching ones go."""
    head, gap, tail = re.sub(r"[\s　]+", " ", words).partition(" ")
    return head + gap + tail.replace(" ", "") if re.match(rf"第[{NUMERAL}\d]+[编章节]$", head) else words


def _days(line: str) -> list[date]:
    found = []
    for year, month, day in _DAY.findall(line):
        try:
            found.append(date(int(year), int(month), int(day)))
        except ValueError:
            continue
    return found


def _force(result: RegulationText) -> date | None:
    """The day of force from the last articles; "from the day of publication" is the day of issue."""
    for article in reversed(result.articles[-3:]):
        if match := _FORCE.search(article.text):
            days = _days(match.group(1))
            return days[0] if days else result.issued
    return None
