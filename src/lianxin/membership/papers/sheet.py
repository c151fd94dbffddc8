"""A paper as it is said once: a title and parts of four kinds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Text:
    """Paragraphs under a heading; without lines nothing is printed."""

    lines: Sequence[str]
    heading: str = ""
    kind: ClassVar[str] = "text"

    @property
    def said(self) -> list[str]:
        """The lines that are not empty."""
        return [line.strip() for line in self.lines if line.strip()]


@dataclass(frozen=True, slots=True)
class Facts:
    """A table of labels and values. An empty value is written in by hand."""

    rows: Sequence[tuple[str, str]]
    kind: ClassVar[str] = "facts"


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with a head. tall: rows leave room for a pen; shares: how wide the columns are beside one another, empty for all alike."""

    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    tall: bool = False
    shares: Sequence[int] = ()
    kind: ClassVar[str] = "grid"

    def widths(self, whole: float) -> tuple[float, ...]:
        """Of each column, together `whole`. ValueError for shares that are not one for each column."""
        shares = self.shares or [1] * len(self.head)
        return tuple(whole * share / sum(shares) for share, _ in zip(shares, self.head, strict=True))


@dataclass(frozen=True, slots=True)
class Plain:
    """One line as it stands: whom it goes to, who signs. right: at the right edge, as signatures are."""

    text: str
    right: bool = False
    kind: ClassVar[str] = "plain"


Part = Text | Facts | Grid | Plain


@dataclass(frozen=True, slots=True)
class Sheet:
    """One paper. head: the organisation above the title; author and made: of the file's own facts."""

    title: str
    parts: tuple[Part, ...]
    author: str
    made: datetime
    head: str = ""
    #: what the file says its title is, when that differs from the printed one
    name: str = ""
    #: in large type, for eyes that read with effort
    large: bool = False
    #: whether pages carry their number; a ballot carries nothing that is not on all others
    numbered: bool = True


def chinese(day: date | None) -> str:
    """2026年3月4日; room for a pen where the day is not known."""
    return f"{day.year}年{day.month}月{day.day}日" if day else "　　　　年　　月　　日"
