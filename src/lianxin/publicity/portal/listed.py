"""Lines of lists as plain rows: what stands on a front or in a column is read by thousands and needs no models.

Every statement asks for what everybody may read: published, and below no restriction of Wagtail's tree (M01).
"""

# Every piece that is put into a statement is a constant of this house; values are parameters.
# ruff: noqa: S608

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.db import connection

from lianxin.foundation.spine.scope import after

from .addresses import address, root_path
from .words import FORMS

JOINED = "FROM wagtailcore_page p JOIN portal_articlepage a ON a.page_ptr_id = p.id"
FROM = f"{JOINED} LEFT JOIN wagtailimages_image i ON i.id = a.cover_id"
# CROSS JOIN: SQLite then begins with the restrictions, of which there are none nearly always
OPEN = """p.live AND NOT EXISTS (SELECT 1 FROM wagtailcore_pageviewrestriction r CROSS JOIN wagtailcore_page above
WHERE above.id = r.page_id AND substr(p.path, 1, length(above.path)) = above.path)"""
COLUMNS = """p.id, p.path, p.title, p.url_path, p.first_published_at, p.last_published_at, a.form, a.summary, a.source,
a.correction, a.day, a.focus, a.cover_id, a.cover_alt, i.width, i.height"""
NEWEST = "p.first_published_at DESC, p.id DESC"
#: steps of a path that one level of the tree takes
STEP = 4


@dataclass(slots=True)
class Cover:
    """As much of a picture as its tag needs."""

    pk: int
    width: int
    height: int


@dataclass(slots=True)
class Listed:
    """A published item in a list. credit: the site that it was taken over from."""

    pk: int
    path: str
    title: str
    url_path: str
    first_published_at: datetime
    last_published_at: datetime | None
    form: str
    summary: str
    source: str
    correction: str
    day: date | None
    focus: bool
    cover_id: int | None
    cover_alt: str
    cover: Cover | None
    href: str
    credit: str = ""

    @property
    def get_form_display(self) -> str:
        """As a model says it."""
        return FORMS[self.form][0] if self.form in FORMS else self.form


Condition = tuple[str, list[Any]]
EVERYWHERE: Condition = ("1 = 1", [])


def below(paths: Iterable[str]) -> Condition:
    """Inside the subtrees of these paths."""
    ranges = [(path, after(path)) for path in paths]
    text = " OR ".join(["(p.path >= %s AND p.path < %s)"] * len(ranges)) or "1 = 0"
    return f"({text})", [value for pair in ranges for value in pair]


def within(place: Any, shown: Iterable[int]) -> Condition:
    """Below a site or a column, or one of the items that it shows from elsewhere."""
    text, values = below([place.path])
    ids = sorted(shown)  # named by the item's own key, else SQLite would gather both sides and sort them
    if not ids:
        return text, values
    return f"({text} OR a.page_ptr_id IN ({', '.join(['%s'] * len(ids))}))", [*values, *ids]


def lines(condition: Condition, *, order: str = NEWEST, limit: int, offset: int = 0) -> list[Listed]:
    """Open items under a condition on `p` (page) and `a` (item)."""
    text, values = condition
    end = f"ORDER BY {order} LIMIT {limit:d} OFFSET {offset:d}"
    return _read(f"SELECT {COLUMNS} {FROM} WHERE {OPEN} AND {text} {end}", values)


def newest_of_each(columns: Sequence[Any], many: int) -> list[Listed]:
    """The newest items of each column, one statement for all of them."""
    if not columns:
        return []
    text, values = below([column.path for column in columns])
    place = f"row_number() OVER (PARTITION BY substr(p.path, 1, {len(columns[0].path):d}) ORDER BY {NEWEST})"
    inner = f"SELECT {COLUMNS}, {place} AS place {FROM} WHERE {OPEN} AND {text}"
    return _read(
        f"SELECT * FROM ({inner}) ranked WHERE place <= {many:d} ORDER BY first_published_at DESC, id DESC", values
    )


def _read(statement: str, values: Sequence[Any]) -> list[Listed]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        rows = cursor.fetchall()
    root = root_path()
    return [_made(row, root) for row in rows]


def _made(row: Sequence[Any], root: str) -> Listed:
    pk, path, title, url_path, first, last, *rest = row[:14]
    form, summary, source, correction, day, focus, cover, alt = rest
    picture = Cover(cover, row[14], row[15]) if cover is not None and row[14] else None
    return Listed(
        pk, path, title, url_path, moment(first), moment(last) if last else None, form, summary, source, correction,
        date.fromisoformat(day) if isinstance(day, str) else day, bool(focus), cover if picture else None, alt, picture,
        address(url_path, root),
    )  # fmt: skip


def moment(value: Any) -> datetime:
    """SQLite hands out text or a naive time in UTC; PostgreSQL an aware one."""
    at: datetime = datetime.fromisoformat(value) if isinstance(value, str) else value
    return at if at.tzinfo is not None else at.replace(tzinfo=UTC)
