"""责任人 of a poll (F01): named before it is released, changed aloud, told when the result is owed."""

from __future__ import annotations

from django.utils import timezone

from lianxin.foundation.accounts.models import Person
from lianxin.foundation.casework.engine import advance
from lianxin.foundation.spine import moment
from lianxin.foundation.spine.actions import action, lock, record, require
from lianxin.kernel.actor import SYSTEM, Actor
from lianxin.kernel.decision import Denied, Refused

from .. import announcing, policies
from ..models import Poll


@action("polls.keep")
def keep(*, actor: Actor, poll: Poll, keeper: Person | None, deputy: Person | None, revision: int) -> Poll:
    """换责任人. Nothing else of the declaration moves."""
    case = lock(poll, revision=revision)
    for name, person in (("keeper", keeper), ("deputy", deputy)):
        if person is None:
            label = "责任人" if name == "keeper" else "副责任人"
            raise Refused(Denied(f"请填写“{label}”。", rule="LX-13", code="empty", field=name))
    people = {"keeper_id": keeper.pk if keeper else None, "deputy_id": deputy.pk if deputy else None}
    require(policies.two_people(people["keeper_id"], people["deputy_id"]))
    return advance(case, "keep", actor=actor, changes=people)


@action("polls.tell_keepers")
def tell_keepers(*, actor: Actor = SYSTEM) -> int:
    """Polls that have closed and are not announced: once at the closing, once after the promised day. Answers how many."""
    rows = Poll.objects.unscoped("what the clock goes through").filter(state="released", closes_at__lte=moment.now())
    told, today = 0, timezone.localdate(moment.now())
    for case in rows.exclude(told="late").order_by("pk"):
        late = today > case.result_on
        if case.told == "closed" and not late:
            continue
        announcing.to_be_announced(case, late)
        Poll.objects.unscoped("told once").filter(pk=case.pk).update(told="late" if late else "closed")
        told += 1
    record("polls.tell_keepers", actor=actor, polls=told)
    return told
