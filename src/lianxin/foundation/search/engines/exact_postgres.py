"""The exact search on PostgreSQL: numbers of stretches (`packed`) give candidates, the text decides about words of three and more.

The numbers stand in a table of their own, of public entries only, whose rows are so narrow that thousands of candidates
are counted and put in order in a few milliseconds. Texts are read from the newest on and only as many as are needed.
"""

# Every piece that is put into a statement is a constant of this package; values are parameters.
# ruff: noqa: S608

from __future__ import annotations

from collections.abc import Sequence
from math import prod
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from ..grams import ANYWHERE, IN_TITLE, Needle
from ..packed import LONGEST, looked_up, number
from ..text import _RUNS
from . import plan
from .filters import TABLE, columns
from .postgres import STRETCHES, _run

if TYPE_CHECKING:
    from .exact import Asked

Rows = list[tuple[Any, ...]]
#: among very many entries hits are counted so far: by the index alone, and when texts must be read
CAP, CAP_OF_READING = 10_000, 200
#: microseconds: reading one text; a candidate, and each number that is looked up of it
READING, CANDIDATE, NUMBER = 4.0, 0.25, 0.03
#: bytes of a text that is not handed over as a whole; characters of it before and behind the first hit
LONG, BEFORE, BEHIND = 9000, 60, 300
_PLAIN = "translate({}, '<>', '')"
_TITLE = "split_part(d.text, E'\\n', 1)"


def held(needles: Sequence[Needle], *, title: bool = False) -> tuple[str, list[Any]]:
    """Condition that every word stands in the text (or title) of `d`, and its parameters.

    Between two neighbours frames stand or do not stand in every text alike, except where a run of letters is so long that
    it was cut; only then the readable form must be made.
    """
    place = _TITLE if title else "d.text"
    parts: list[str] = []
    values: list[Any] = []
    for needle in needles:
        if any(found["word"] for found in _RUNS.finditer(needle.text)):
            parts.append(
                f" AND (strpos({place}, %s) > 0 OR (strpos({place}, '><') > 0 AND strpos({_PLAIN.format(place)}, %s) > 0))"
            )
            values += [needle.core, needle.text]
        else:
            parts.append(f" AND strpos({place}, %s) > 0")
            values.append(needle.core)
    return "".join(parts), values


def _sure(asked: Asked) -> bool:
    """The numbers alone answer."""
    return all(len(needle.text) < LONGEST for needle in asked.needles)


def _wanted(asked: Asked, *, title: bool = False) -> list[int]:
    sign = -1 if title else 1
    return list(dict.fromkeys(sign * number(one) for n in asked.needles for one in looked_up(n.text)))


def _candidates(asked: Asked, *, title: bool = False) -> tuple[str, list[Any]]:
    condition, values = asked.scope.sql("postgresql", "s", public=True)
    span, ids = asked.span.sql("s.id")
    wanted = "{" + ",".join(map(str, _wanted(asked, title=title))) + "}"
    return (
        f"SELECT s.id FROM {STRETCHES} s WHERE s.numbers @> %s::bigint[]{condition}{span}",
        [wanted, *values, *ids],
    )


def found(asked: Asked, *, title: bool = False) -> tuple[str, list[Any]]:
    """A SELECT of the ids of all hits, the newest first; with a LIMIT no more texts are read than are needed.

    OFFSET 0 keeps the planner, who does not know how dear the numbers are to read, to this order.
    """
    source, values = _candidates(asked, title=title)
    hits = f"SELECT c.id FROM (SELECT id FROM ({source} OFFSET 0) s ORDER BY id DESC) c"
    if _sure(asked):
        return hits, values
    where, words = held(asked.needles, title=title)
    read = f"CROSS JOIN LATERAL (SELECT 1 FROM {TABLE} d WHERE d.id = c.id{where} OFFSET 0) t"
    return f"{hits} {read}", [*values, *words]


def _share(asked: Asked, *, title: bool = False) -> float:
    """The share of the entries that is expected to hold all words; 0.0 when it is small or not known."""
    return prod(_share_of(needle.text, IN_TITLE if title else ANYWHERE) for needle in asked.needles)


def _share_of(word: str, mark: str) -> float:
    """A chain: how often does each three characters go on as they do here, given the two that they share with the last?"""
    last = max(0, len(word) - LONGEST)
    share = plan.share_of([mark + word[:LONGEST]])
    for at in range(1, last + 1):
        shared, longer = plan.share_of([mark + word[at : at + 2]]), plan.share_of([mark + word[at : at + LONGEST]])
        share *= longer / shared if shared else 0.0
    return share


def _walk(asked: Asked, most: int, *, title: bool = False) -> list[int] | None:
    """Ids of so many hits, reading every text from the newest on; None when this is not expected to be the quicker way."""
    share = _share(asked, title=title)
    of_index = CANDIDATE + NUMBER * len(_wanted(asked))
    if share * share * plan.documents() * of_index < most * READING:
        return None
    where, values = held(asked.needles, title=title)
    condition, more = asked.where()
    reach = int(1.5 * most / share) + 50
    rows = _run(
        f"SELECT d.id FROM (SELECT d.id, d.text FROM {TABLE} d WHERE TRUE{condition} ORDER BY d.id DESC LIMIT %s) d "
        f"WHERE TRUE{where} ORDER BY d.id DESC LIMIT %s",
        [*more, reach, *values, most],
    )
    return [row[0] for row in rows] if len(rows) == most else None


def _ids(asked: Asked, most: int | None, *, title: bool = False) -> list[int]:
    """Ids of the newest hits."""
    if most is not None and (walked := _walk(asked, most, title=title)) is not None:
        return walked
    source, values = found(asked, title=title)
    return [row[0] for row in _run(f"{source} ORDER BY 1 DESC LIMIT %s", [*values, most])]


def tally(asked: Asked, most: int | None, level: int) -> Rows:
    """(kind, beginning of the path, year, how many) of the hits, of the newest `most` at most."""
    condition, values = asked.where()
    year = f"""extract(year FROM d."when" AT TIME ZONE '{timezone.get_default_timezone_name()}')::int"""
    statement = (
        f"SELECT d.kind, substr(d.org_path, 1, {level:d}), {year}, count(*) "
        f"FROM {TABLE} d WHERE d.id = ANY(%s){condition} GROUP BY 1, 2, 3"
    )
    return _run(statement, [_ids(asked, most), *values])


def _newest(asked: Asked, needed: int, *, whole: bool) -> tuple[list[int], int, bool]:
    """(ids of the newest hits, at least as many as are needed; total; whether it was counted no further)."""
    if not _sure(asked):
        most = max(needed, CAP_OF_READING)
        ids = _ids(asked, most)
        if len(ids) < most or not whole:
            return ids, len(ids), len(ids) == most
        source, values = found(asked)
        return ids, int(_run(f"SELECT count(*) FROM ({source}) c", values)[0][0]), False
    source, values = _candidates(asked)
    # nothing is selected, so that PostgreSQL need not look at pages of which it knows that every row is to be seen
    limit = "" if whole else f" LIMIT {CAP:d}"
    counted = f"SELECT count(*) FROM ({source.replace('SELECT s.id', 'SELECT', 1)}{limit}) c"
    total = int(_run(counted, values)[0][0])
    return _ids(asked, needed), total, not whole and total == CAP


def _around(asked: Asked) -> tuple[str, list[Any]]:
    """The text of `d`; of a very long one the title and what stands around the first hit: nobody is shown more of it."""
    place = f"COALESCE(LEAST({', '.join(['NULLIF(strpos(b.body, %s), 0)'] * len(asked.needles))}), 1)"
    body = "SELECT substr(d.text, strpos(d.text, E'\\n') + 1) AS body"
    around = f"SELECT substr(b.body, GREATEST(1, {place} - {BEFORE}), {BEFORE + BEHIND}) FROM ({body}) b"
    text = f"CASE WHEN octet_length(d.text) < {LONG} THEN d.text ELSE {_TITLE} || E'\\n' || ({around}) END"
    return text, [needle.core for needle in asked.needles]


def answer(asked: Asked, limit: int, offset: int, *, whole: bool) -> tuple[Rows, int, bool]:
    """(hits in the title first, each group the newest first; their number; whether it was counted no further).

    whole: count to the end.
    """
    needed = offset + limit
    newest, total, capped = _newest(asked, needed, whole=whole)
    titled = _ids(asked, needed, title=True) if newest else []
    ahead = set(titled)
    shown = [*titled, *(pk for pk in newest if pk not in ahead)][offset:needed]
    if not shown:
        return [], total, capped
    text, words = _around(asked)
    # asked once more: an entry that keeps its id may have become one of the staff since
    condition, values = asked.where()
    statement = f"SELECT {columns().removesuffix('d.text')}{text} FROM {TABLE} d WHERE d.id = ANY(%s){condition}"
    rows = {row[0]: row for row in _run(statement, [*words, shown, *values])}
    return [rows[pk] for pk in shown if pk in rows], max(total, offset + len(shown)), capped
