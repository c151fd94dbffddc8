"""Released by another: pools and seeds are fixed then. Finished when nobody can object any more; cancelled with a reason."""

from __future__ import annotations

import secrets

from lianxin.foundation.casework.engine import advance
from lianxin.foundation.spine import moment
from lianxin.foundation.spine.actions import action, lock, require
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Denied, Refused
from lianxin.learning.questions.queries import usable
from lianxin.learning.questions.words import KINDS

from .. import indexing, pools
from ..drawing import commitment
from ..limits import within
from ..models import Contest, Pooled, Round


@action("contests.submit")
def submit(*, actor: Actor, contest: Contest, revision: int) -> Contest:
    """送另一位同志看."""
    return advance(lock(contest, revision=revision), "submit", actor=actor)


@action("contests.give_back")
def give_back(*, actor: Actor, contest: Contest, reason: str, revision: int) -> Contest:
    """退回修改, with what to change."""
    case = lock(contest, revision=revision)
    require(within(reason, "原因", "reason", "statement"))
    return advance(case, "give_back", actor=actor, note=reason.strip())


@action("contests.release")
def release(*, actor: Actor, contest: Contest, revision: int) -> Contest:
    """放行: each round gets its pool and its seed; the check value over both is shown from now on."""
    case = lock(contest, revision=revision)
    sizes = [_fix(case, found) for found in case.rounds.order_by("number")]
    changes = {"released_at": moment.now()}
    case = advance(case, "release", actor=actor, changes=changes, data={"rounds": len(sizes), "questions": sum(sizes)})
    indexing.index(case)
    return case


def _fix(case: Contest, found: Round) -> int:
    """The pool of a round as the bank stands now; refused when it cannot fill a paper. Answers how many it holds."""
    rows = usable(case.org_path, tuple(found.topics))
    if case.practice_topics:
        rows = rows.exclude(topic__in=case.practice_topics)
    versions = sorted(rows.values_list("latest_id", flat=True))
    Pooled.objects.filter(round=found).delete()
    Pooled.objects.bulk_create([Pooled(round=found, version_id=pk) for pk in versions], batch_size=500)
    candidates = pools.candidates(found)
    for kind, word in KINDS.items():
        there, wanted = sum(1 for c in candidates if c.kind == kind), found.counts.get(kind, 0)
        if there < wanted:
            words = f"{found.name}要 {wanted} 道{word}，题库里复核过、能用的只有 {there} 道。"
            raise Refused(Denied(words, code="too_few", remedy="请退回改题数，或者先补充题库。"))
    found.seed, found.pool_size = secrets.token_hex(32), len(versions)
    found.commitment = commitment(found.seed, candidates)
    found.save(update_fields=["seed", "pool_size", "commitment"])
    return len(versions)


@action("contests.finish")
def finish(*, actor: Actor, contest: Contest, revision: int) -> Contest:
    """结束: what people earned does not change any more."""
    return advance(lock(contest, revision=revision), "finish", actor=actor)


@action("contests.cancel")
def cancel(*, actor: Actor, contest: Contest, reason: str, revision: int) -> Contest:
    """取消: nothing of it counts; those who took part learn why."""
    case = lock(contest, revision=revision)
    require(within(reason, "取消的原因", "reason", "statement"))
    case = advance(case, "cancel", actor=actor, changes={"reason": reason.strip()}, public_note=reason.strip())
    indexing.index(case)
    return case
