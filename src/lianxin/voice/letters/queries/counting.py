"""The one statement that counts all piles of a person; every desk page asks it.

It is written as SQL, because building it from query sets takes longer than running it. Every part
stands on an index of its own: states on the work index, co-handled letters on the offices of the
parties, later words and appeals on partial indexes that hold only what waits.
"""

# Only marks and constants of this module are put into the statement; values are parameters.
# ruff: noqa: S608

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import connection
from django.utils import timezone

from lianxin.foundation.spine.scope import after
from lianxin.kernel.actor import Actor

from ..lifecycle import OPEN, TO_SEND_ON

#: letters with later words of the citizen that nobody has looked at (M01). The conditions stand here
#: exactly as in the partial indexes of `Message` and `Rating`: with parameters they would not be used
WORDS = (
    "SELECT letter_id FROM letters_message WHERE publication = 'pending' AND NOT (kind = 'appeal') "
    "UNION SELECT letter_id FROM letters_rating WHERE publication = 'pending' AND NOT (text = '')"
)
#: letters with an appeal against not being shown: of the letter itself, or of words that came later (M02)
APPEALS = (
    "SELECT id FROM letters_letter WHERE appealed_at IS NOT NULL "
    "UNION SELECT letter_id FROM letters_message WHERE publication = 'appealed' "
    "UNION SELECT letter_id FROM letters_rating WHERE publication = 'appealed'"
)
#: letters whose office keeps away; see `desk.held_up`. They are few and have an index of their own: a bare state would have
#: the planner read every open letter of the scope
HELD_UP = f"x.held_up_at IS NOT NULL AND (x.state || '') IN ({', '.join(repr(s) for s in TO_SEND_ON)})"
#: CROSS JOIN keeps the order of the loops: the few offices of the actor first, not all parties there are
_HELPED = (
    "SELECT DISTINCT p.letter_id FROM organisations_organisation o CROSS JOIN letters_party p "
    "WHERE p.organisation_id = o.id AND p.role = 'cohandler' AND {offices}"
)
_SUMS = "COUNT(*), COUNT(CASE WHEN x.due_at < %s THEN 1 END)"
Part = tuple[str, list[Any]]


def run(actor: Actor, states_in: Mapping[tuple[str, ...], Sequence[str]], now: datetime) -> list[tuple[str, int, int]]:
    """(state or name of a queue, count, late). states_in: paths of the verb -> states to count there."""
    moment = connection.ops.adapt_datetimefield_value(now)
    away, keys = _away(actor)
    parts: list[Part] = []
    if states_in:
        condition, values = _by_state(states_in)
        parts.append(
            (
                f"SELECT x.state, {_SUMS} FROM letters_letter x WHERE ({condition}){away} GROUP BY x.state",
                [moment, *values],
            )
        )
    if reading := actor.paths_for("letters.read"):
        sql, values = _helping(reading, away)
        parts.append((sql, [moment, *values]))
    if sending := actor.paths_for("letters.dispatch"):
        inside, values = _ranges("x.org_path", sending)
        sql = f"SELECT 'held_up', {_SUMS} FROM letters_letter x WHERE {HELD_UP} AND {inside}{away}"
        parts.append((sql, [moment, *values]))
    if reviewing := actor.paths_for("letters.review"):
        inside, values = _ranges("x.org_path", reviewing)
        rest = f"{inside} AND x.state <> 'withdrawn'{away}"
        for name, some in (("words", WORDS), ("publication", APPEALS)):
            sql = f"SELECT '{name}', {_SUMS} FROM letters_letter x WHERE x.id IN ({some}) AND {rest}"
            parts.append((sql, [moment, *values]))
    parts += _beside(actor, away, now)
    if not parts:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            " UNION ALL ".join(sql for sql, _ in parts), [v for _, values in parts for v in (*values, *keys)]
        )
        return list(cursor.fetchall())


_ADOPTION = "FROM letters_adoption a CROSS JOIN letters_letter x WHERE x.id = a.letter_id AND x.state <> 'withdrawn'"
_SAID = (
    "FROM letters_instruction i CROSS JOIN letters_letter x CROSS JOIN organisations_organisation o "
    "WHERE x.id = i.letter_id AND o.id = i.to_id AND x.state <> 'withdrawn' AND i.closed_at IS NULL"
)
#: (queue, verb, day that it is late after, path, rows). What waits stands as in the partial indexes; CROSS JOIN begins with that handful
PILES = (
    ("adoption", "letters.approve", "a.until", "x.org_path", f"{_ADOPTION} AND a.proposed_at IS NOT NULL"),
    ("promises", "letters.handle", "a.until", "x.org_path",
     f"{_ADOPTION} AND a.until IS NOT NULL AND a.done_on IS NULL AND a.shown_at IS NOT NULL"),
    ("ordered", "letters.handle", "i.until", "o.path", f"{_SAID} AND i.reported_at IS NULL"),
    ("reported", "letters.instruct", "i.until", "x.org_path", f"{_SAID} AND i.reported_at IS NOT NULL AND i.by_id = %s"),
)  # fmt: skip


def _beside(actor: Actor, away: str, now: datetime) -> list[Part]:
    """采纳登记 to be confirmed, and promises to be kept, late by a day of their own (see `desk.promised`)."""
    today = connection.ops.adapt_datefield_value(timezone.localdate(now))
    found: list[Part] = []
    for name, verb, late, column, waits in PILES:
        if paths := actor.paths_for(verb):
            inside, values = _ranges(column, paths)
            own = [actor.person_id] if "%s" in waits else []
            sums = f"COUNT(*), COUNT(CASE WHEN {late} < %s THEN 1 END)"
            found.append((f"SELECT '{name}', {sums} {waits} AND {inside}{away}", [today, *own, *values]))
    return found


def _helping(paths: Sequence[str], away: str) -> Part:
    """Open letters of other places in which an office inside the paths helps; see `desk.helping`."""
    offices, values = _ranges("o.path", paths)
    inside, again = _ranges("x.org_path", paths)
    if len(paths) == 1 and paths[0]:
        # whoever reads the whole tree has nothing outside: two look-ups instead of a long list
        offices += " AND EXISTS (SELECT 1 FROM organisations_organisation WHERE path < %s OR path >= %s)"
        values += [paths[0], after(paths[0])]
    sql = (
        f"SELECT 'helping', {_SUMS} FROM ({_HELPED.format(offices=offices)}) h JOIN letters_letter x "
        f"ON x.id = h.letter_id WHERE x.state IN ({marks(OPEN)}) AND NOT {inside}{away}"
    )
    return sql, [*values, *OPEN, *again]


def _by_state(states_in: Mapping[tuple[str, ...], Sequence[str]]) -> Part:
    parts, values = [], []
    for paths, states in states_in.items():
        inside, edges = _ranges("x.org_path", paths)
        parts.append(f"x.state IN ({marks(states)}) AND {inside}")
        values += [*states, *edges]
    return " OR ".join(f"({part})" for part in parts), values


def _ranges(column: str, paths: Sequence[str]) -> Part:
    """Condition "inside one of these subtrees" in brackets."""
    if "" in paths:
        return "(1 = 1)", []
    one = f"({column} >= %s AND {column} < %s)"
    return f"({' OR '.join([one] * len(paths))})", [edge for p in paths for edge in (p, after(p))]


def _away(actor: Actor) -> Part:
    """Condition that leaves out what the actor must keep away from (PET-06); see `desk.without_conflicts`."""
    offices = [d.organisation_id for d in actor.duties]
    who = "person_id = %s" + (f" OR organisation_id IN ({marks(offices)})" if offices else "")
    return (
        f" AND x.id NOT IN (SELECT letter_id FROM letters_party WHERE role = 'conflict' AND ({who}))",
        [actor.person_id, *offices],
    )


def marks(values: Sequence[Any]) -> str:
    """Places of parameters."""
    return ", ".join(["%s"] * len(values))
