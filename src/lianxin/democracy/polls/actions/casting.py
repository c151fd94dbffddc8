"""投票. Without names: one transaction sets the flag on the roll and writes the urn anew, and nothing else (decision 0022).

It is no audited action on purpose: a line of the ledger carries the moment and stands in the order of what happened, and
on PostgreSQL shares its transaction number with the line of the roll. How many took part is written down once a night and
when the result is announced.
"""

from __future__ import annotations

import json

from django.db import transaction

from lianxin.foundation.notices.models import Delivery, Notice
from lianxin.foundation.spine.actions import action, lock, record, require
from lianxin.foundation.spine.unique import or_refuse
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import OUT_OF_SCOPE, Allowed, Decision, Denied, Refused, all_of

from .. import counting, policies, urns
from ..counting import Ballot
from ..limits import not_longer
from ..models import NamedBallot, Poll, Roll


def cast(*, actor: Actor, poll: Poll, ballot: Ballot) -> None:
    """Count one ballot, or refuse and count nothing. Raises `Refused`.

    Idempotent by the roll: a second ballot of the same person is refused (`twice`), or replaces the first where a poll
    with names allows it. The clock is asked again under the lock: what was counted was in time.
    """
    require(all_of(policies.may_cast(actor, poll, policies.entry_of(actor, poll)), sound(poll, ballot)))
    if poll.nameless:
        _without_name(actor, poll, ballot)
    else:
        _with_name(actor=actor, poll=poll, ballot=ballot)


def _without_name(actor: Actor, poll: Poll, ballot: Ballot) -> None:
    with transaction.atomic():
        entry = _entry(actor, poll)
        urn = urns.held(poll)
        _still(actor, poll, entry)
        urns.put_in(urn, poll, ballot)
        _took_part(poll, entry)


@action("polls.cast_named")
def _with_name(*, actor: Actor, poll: Poll, ballot: Ballot) -> None:
    entry = _entry(actor, poll)
    _still(actor, poll, entry)
    again = entry.voted
    NamedBallot.objects.update_or_create(poll=poll, person_id=entry.person_id, defaults={"answers": written(ballot)})
    _took_part(poll, entry)
    record("polls.change_named" if again else "polls.cast_named", actor=actor, subject=poll)


def _entry(actor: Actor, poll: Poll) -> Roll:
    """The locked line of the actor; made now where there is no roll."""
    found = policies.entry_of(actor, poll)
    if found is None:
        if poll.on_roll:
            raise Refused(OUT_OF_SCOPE)
        with or_refuse(Denied("您已经投过了，这一次没有再记。", code="twice")):
            found = Roll.objects.create(poll=poll, person_id=actor.person_id or 0)
    return lock(found)


def _still(actor: Actor, poll: Poll, entry: Roll) -> None:
    """The same questions again, now that nobody comes between."""
    fresh = Poll.objects.unscoped("as it stands under the lock").get(pk=poll.pk)
    require(policies.may_cast(actor, fresh, entry))


def _took_part(poll: Poll, entry: Roll) -> None:
    """The flag, and no reminder more: those on their way are taken back."""
    Roll.objects.filter(pk=entry.pk).update(voted=True)
    calls = Notice.objects.filter(
        person_id=entry.person_id, code="poll.remind", key__startswith=f"poll:{poll.pk}:remind:"
    )
    Delivery.objects.unscoped("reminders of one who voted").filter(notice__in=calls, state="waiting").update(
        state="skipped"
    )


def sound(poll: Poll, ballot: Ballot) -> Decision:
    """Whether it can be counted: not more answers than declared, something said at all, short words."""
    if not counting.fits(ballot, poll.shape):
        return Denied(f"每一项最多选 {poll.most} 个。", code="most", field="a0")
    if (ballot.written and not poll.write_in) or (ballot.said and not poll.comment):
        return Denied("请从列出的答案里选。", code="choice", field="a0")
    if not any(ballot.choices) and not ballot.written:
        return Denied("一项都还没有选。", code="empty", field="a0", remedy="没有意见的，可以选弃权，或者不投。")
    checks = [not_longer(name, "另写的名字", "written", "line") for name in ballot.written]
    checks.append(not_longer(ballot.said, "一句话", "said", "said"))
    if len(set(ballot.written)) != len(ballot.written) or set(ballot.written) & set(poll.options):
        return Denied("同一个名字写了两遍，或者已经在列出的里面。", code="twice_named", field="written")
    return all_of(Allowed(), *checks)


def written(ballot: Ballot) -> str:
    """A ballot with a name as it is sealed."""
    return json.dumps([ballot.choices, ballot.written, ballot.said], ensure_ascii=False)


def read(answers: str) -> Ballot:
    """`written` again."""
    choices, names, said = json.loads(answers)
    return Ballot(tuple(tuple(row) for row in choices), tuple(names), said)
