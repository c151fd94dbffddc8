"""书面意见 of those who stay away from a vote on an admission: who handed in one, and what they add to the ballots (DEV-15).

They count among the votes, never among those who are there (DEV-14). Whoever comes after all votes like the others, and
what they wrote does not count.
"""

from __future__ import annotations

import json

from .counting import ABSTAIN, NO, YES
from .models import Election, Opinion, Round, Voter
from .words import MATTER, WRITTEN


def counting_now(case: Election) -> list[Opinion]:
    """Those that count as things stand: their authors have a vote, are due and are not there."""
    if case.kind not in WRITTEN:
        return []
    rows = Opinion.objects.filter(voter__election=case, voter__without="", voter__here=False, voter__excused=False)
    return list(rows.select_related("voter").order_by("voter__number"))


def marks_of(opinion: Opinion) -> list[int]:
    """What it says to each line: `counting.YES`, `NO` or `ABSTAIN`."""
    return [int(mark) for mark in json.loads(str(opinion.marks))]


def sums(case: Election) -> list[list[int]]:
    """[[赞成, 不赞成, 弃权] by line] of those that count; empty when there are none."""
    rows = [marks_of(one) for one in counting_now(case)]
    return [[line.count(mark) for mark in (YES, NO, ABSTAIN)] for line in zip(*rows, strict=True)]


def number(row: Round) -> int:
    """How many were counted in a round."""
    return sum(row.opinions[0]) if row.opinions else 0


def words_of(voter: Voter) -> str:
    """What somebody's own opinion says, for the export of one's own data; empty without one."""
    found = getattr(voter, "opinion", None)
    return "、".join(MATTER[mark - YES] for mark in marks_of(found)) if found is not None else ""
