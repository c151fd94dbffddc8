"""书面意见 before a vote on an admission: entered from signed paper by the desk, replaced or taken back until the meeting (DEV-15)."""

from __future__ import annotations

import json
from collections.abc import Sequence

from lianxin.foundation.spine.actions import action, lock, record, require
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Denied, Refused

from .. import counting, opinions, policies
from ..models import Opinion, Voter
from ..words import WRITTEN


@action("elections.take_opinion")
def take_opinion(*, actor: Actor, voter: Voter, marks: Sequence[int]) -> Opinion:
    """登记 what somebody who cannot come wrote to each line; another one of the same person replaces it.

    marks: `counting.YES`, `NO` or `ABSTAIN`, one for each line of the ballot.
    """
    case, row = lock(voter.election), lock(voter)
    require(policies.may_hand_in(actor, row))
    known = (counting.YES, counting.NO, counting.ABSTAIN)
    if len(marks) != case.candidates.count() or any(mark not in known for mark in marks):
        words = "每一行都要选赞成、不赞成或者弃权。"
        raise Refused(Denied(words, rule=WRITTEN[case.kind], code="opinion", field="marks"))
    made, _ = Opinion.objects.update_or_create(voter=row, defaults={"marks": json.dumps(list(marks))})
    count = len(opinions.counting_now(case))
    record("elections.take_opinion", actor=actor, subject=case, number=row.number, opinions=count)
    return made


@action("elections.drop_opinion")
def drop_opinion(*, actor: Actor, voter: Voter) -> None:
    """撤掉 one that was entered by mistake or taken back. Raises `Refused` when there is none."""
    case, row = lock(voter.election), lock(voter)
    require(policies.may_hand_in(actor, row))
    gone, _ = Opinion.objects.filter(voter=row).delete()
    if not gone:
        raise Refused(Denied(f"{row.name}没有交书面意见。", code="unknown", field="voter"))
    count = len(opinions.counting_now(case))
    record("elections.drop_opinion", actor=actor, subject=case, number=row.number, opinions=count)
