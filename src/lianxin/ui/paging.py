"""One view of "pages of a list", whatever counted them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Pages:
    """number and last are 1-based; shown holds page numbers with 0 for a gap; total may be None."""

    number: int
    last: int
    total: int | None
    shown: tuple[int, ...]

    @property
    def has_before(self) -> bool:
        """True when an earlier page exists."""
        return self.number > 1

    @property
    def has_after(self) -> bool:
        """True when a later page exists."""
        return self.number < self.last


def near(number: int, last: int) -> tuple[int, ...]:
    """First, last and the neighbours of the current page: ``(1, 0, 6, 7, 8, 0, 64)``."""
    wanted = sorted({n for n in (1, number - 1, number, number + 1, last) if 1 <= n <= last})
    shown: list[int] = []
    for n in wanted:
        if shown and n - shown[-1] == 2:
            shown.append(n - 1)
        elif shown and n - shown[-1] > 2:
            shown.append(0)
        shown.append(n)
    return tuple(shown)


def view(page: Any) -> Pages:
    """Understand Django's Page, or an object with ``number`` and ``last``, or with ``offset``, ``limit``, ``total``."""
    if hasattr(page, "paginator"):
        number, last, total = page.number, page.paginator.num_pages, page.paginator.count
    elif hasattr(page, "offset") and hasattr(page, "total"):
        size = max(1, page.limit)
        number, last, total = page.offset // size + 1, max(1, -(-page.total // size)), page.total
    else:
        number, last, total = page.number, page.last, getattr(page, "total", None)
    return Pages(number, last, total, near(number, last))
