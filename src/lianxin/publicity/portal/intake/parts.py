"""What comes out of foreign HTML, before it becomes blocks of a page. Plain data: no database, no network."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from html import escape


@dataclass(slots=True)
class Heading:
    """A small heading, plain text."""

    text: str


@dataclass(slots=True)
class Para:
    """A paragraph: clean inline HTML (b, i, a, br)."""

    html: str


@dataclass(slots=True)
class Item:
    """One point of a list. level: 1 and deeper; kind: ``ul`` or ``ol``."""

    html: str
    level: int
    kind: str


@dataclass(slots=True)
class Picture:
    """Where the text has a picture. src: as it stood there (a path, an address or data:)."""

    src: str
    alt: str = ""
    caption: str = ""


@dataclass(slots=True)
class Quote:
    """A quotation and where it is from, if that was said."""

    text: str
    source: str = ""


@dataclass(slots=True)
class Table:
    """Rows of cells with clean inline HTML; the first may be a head."""

    rows: list[list[str]]
    head: bool = False


Part = Heading | Para | Item | Picture | Quote | Table


@dataclass(slots=True)
class Intake:
    """A text that was taken in. dropped: word for people -> how many; title: what the text itself names as its title."""

    parts: list[Part]
    dropped: Counter[str] = field(default_factory=Counter)
    title: str = ""

    @property
    def pictures(self) -> list[Picture]:
        """The pictures in their order."""
        return [part for part in self.parts if isinstance(part, Picture)]


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text of one look."""

    text: str
    bold: bool = False
    italic: bool = False
    href: str = ""


def inline(runs: list[Run]) -> str:
    """Clean HTML of runs; equal neighbours become one, outer white space goes."""
    merged: list[Run] = []
    for run in runs:
        if merged and (merged[-1].bold, merged[-1].italic, merged[-1].href) == (run.bold, run.italic, run.href):
            merged[-1] = Run(merged[-1].text + run.text, run.bold, run.italic, run.href)
        elif run.text:
            merged.append(run)
    return "".join(_one(run) for run in merged)


def _one(run: Run) -> str:
    text = escape(run.text, quote=False).replace("\n", "<br/>")
    if not run.text.strip():
        return text
    if run.bold:
        text = f"<b>{text}</b>"
    if run.italic:
        text = f"<i>{text}</i>"
    return f'<a href="{escape(run.href)}">{text}</a>' if run.href else text
