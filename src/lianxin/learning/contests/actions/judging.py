"""题目有误: said by who was asked, found by another; upheld, it is struck for everybody and all are marked again (LX-225)."""

from __future__ import annotations

from lianxin.foundation.casework.engine import advance
from lianxin.foundation.spine import moment
from lianxin.foundation.spine.actions import action, lock, record, require
from lianxin.foundation.spine.unique import or_refuse
from lianxin.kernel.actor import SYSTEM, Actor
from lianxin.kernel.decision import OUT_OF_SCOPE, Denied, Refused
from lianxin.learning.questions.actions import found_wrong

from .. import announcing, policies
from ..limits import within
from ..models import Attempt, Contest, Objection, Pooled
from .marking import mark_round


@action("contests.object")
def object_to(*, actor: Actor, attempt: Attempt, version: int, text: str) -> Objection:
    """题目有误, once for each question. version: one of the own paper."""
    require(policies.may_object(actor, attempt))
    if version not in {place.version for place in attempt.places}:
        raise Refused(OUT_OF_SCOPE)
    require(within(text, "哪里有误", "text", "said", by="LX-225"))
    pooled = Pooled.objects.get(round=attempt.round, version_id=version)
    if pooled.struck_at is not None:
        raise Refused(Denied("这一题已经剔除了。", code="struck"))
    with or_refuse(Denied("您已经提过了，答复会通知您。", code="twice")):
        made = Objection.objects.create(
            pooled=pooled, person_id=actor.person_id or 0, text=text.strip(), at=moment.now()
        )
    record("contests.object", actor=actor, subject=attempt.round.contest, version=version)
    announcing.objected(made)
    return made


@action("contests.decide")
def decide(*, actor: Actor, objection: Objection, upheld: bool, answer: str) -> Objection:
    """认定. Upheld: struck in every round of the contest, all papers marked again, everybody who took part is told, and the
    question goes back to the bank to be mended."""
    row = lock(objection)
    contest = Contest.objects.unscoped("the contest of an objection").get(rounds__pool=row.pooled_id)
    contest = lock(contest)
    require(policies.may_decide(actor, row))
    require(within(answer, "答复", "answer", "statement"))
    row.verdict, row.answer = "upheld" if upheld else "dismissed", answer.strip()
    row.decided_by_id, row.decided_at = actor.person_id, moment.now()
    row.save(update_fields=["verdict", "answer", "decided_by", "decided_at"])
    record("contests.decide", actor=actor, subject=contest, upheld=upheld, version=row.pooled.version_id)
    announcing.decided(row)
    if upheld and row.pooled.struck_at is None:
        _strike(actor, contest, row)
    return row


def _strike(actor: Actor, contest: Contest, row: Objection) -> None:
    version = row.pooled.version
    Pooled.objects.filter(round__contest=contest, version=version, struck_at=None).update(struck_at=moment.now())
    for found in contest.rounds.filter(marked_at__isnull=False):
        mark_round(actor=SYSTEM, round_=found)
    advance(contest, "strike", actor=actor, public_note=row.answer, data={"version": version.pk})
    found_wrong(actor=actor, version=version, note=row.answer)
