"""Tables of foreign HTML: real ones stay tables, those that only arrange things become what is in them."""

from __future__ import annotations

from dataclasses import dataclass, field

from .parts import Para, Part, Table


@dataclass(slots=True)
class Grid:
    """A table while it is read."""

    rows: list[list[str]] = field(default_factory=list)
    in_cell: bool = False
    heads: int = 0
    _loose: list[str] = field(default_factory=list)

    def opened(self, tag: str) -> None:
        """A row or a cell begins."""
        if tag == "tr":
            self.rows.append([])
            self.in_cell = False
        elif tag in ("td", "th"):
            if not self.rows:
                self.rows.append([])
            self.rows[-1].append("")
            self.in_cell = True
            self.heads += tag == "th" and len(self.rows) == 1
        elif tag == "caption":
            self.in_cell = False

    def add(self, html: str) -> None:
        """Text of the open cell; several paragraphs are divided by a line break."""
        cell = self.rows[-1][-1]
        self.rows[-1][-1] = f"{cell}<br/>{html}" if cell else html
        self._loose.append(html)

    def parts(self) -> list[Part]:
        """The table, or its paragraphs when it has a single column or row of layout."""
        rows = [row for row in self.rows if any(row)]
        if not rows:
            return []
        if max(len(row) for row in rows) < 2 or len(rows) < 2:
            return [Para(html) for html in self._loose]
        return [Table(rows, head=self.heads > 0 and self.heads == len(rows[0]))]
