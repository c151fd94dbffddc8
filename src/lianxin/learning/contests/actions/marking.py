"""算分: after a round is over, and again when a question was struck. The same papers give the same marks however often."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict

from lianxin.foundation.spine import moment
from lianxin.foundation.spine.actions import action, record
from lianxin.kernel.actor import SYSTEM, Actor
from lianxin.learning.questions.marking import CENTS

from .. import announcing, pools
from ..marks import mark
from ..models import Attempt, Pooled, Round
from ..timing import grace

_PART = 200


def mark_due() -> int:
    """Every round that is over and not marked; answers how many."""
    rows = Round.objects.filter(contest__state="released", marked_at=None, closes_at__lt=moment.now() - grace())
    due = list(rows.select_related("contest").order_by("closes_at", "pk"))
    for found in due:
        mark_round(actor=SYSTEM, round_=found)
    return len(due)


@action("contests.mark")
def mark_round(*, actor: Actor, round_: Round) -> int:
    """Mark all papers of a round that is over, those that were never handed in as they were kept; answers how many."""
    found = Round.objects.select_for_update(of=("self",)).select_related("contest").get(pk=round_.pk)
    if not found.over():
        record("contests.mark", actor=actor, subject=found.contest, papers=0)
        return 0
    first = found.marked_at is None
    papers = _mark_all(found)
    found.marked_at = moment.now()
    found.save(update_fields=["marked_at"])
    record("contests.mark", actor=actor, subject=found.contest, papers=papers)
    if first and not moment.replaying():
        announcing.marked(found)
    return papers


def _mark_all(found: Round) -> int:
    pool = list(Pooled.objects.filter(round=found))
    keys, struck = pools.keys(row.version_id for row in pool), pools.struck(found)
    rows: list[Attempt] = []
    total, asked, right = 0, Counter[int](), Counter[int]()
    for attempt in Attempt.objects.filter(round=found).order_by("pk").iterator(chunk_size=_PART):
        places = attempt.places
        result = mark(places, attempt.said, keys, found.points, struck)
        attempt.result = json.dumps(asdict(result))
        attempt.passed = result.reaches(found.pass_mark)
        asked.update(place.version for place in places)
        right.update(
            p.version for p, cents in zip(places, result.each, strict=True) if cents == found.points[p.kind] * CENTS
        )
        rows.append(attempt)
        total += 1
        if len(rows) == _PART:
            Attempt.objects.bulk_update(rows, ["result", "passed"])
            rows = []
    Attempt.objects.bulk_update(rows, ["result", "passed"])
    for row in pool:
        row.asked, row.right = asked[row.version_id], right[row.version_id]
    Pooled.objects.bulk_update(pool, ["asked", "right"], batch_size=_PART)
    return total
