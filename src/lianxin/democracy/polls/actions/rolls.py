"""The roll: fixed when a poll is released, open to objections, longer only in sight of everybody on it."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from typing import Any

from lianxin.foundation.casework.engine import advance
from lianxin.foundation.notices.actions import send
from lianxin.foundation.spine import moment
from lianxin.foundation.spine.actions import action, lock, record, require
from lianxin.foundation.spine.unique import or_refuse
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import OUT_OF_SCOPE, Denied, Refused, all_of
from lianxin.membership.dossiers.queries import people_below

from .. import policies
from ..lifecycle import COUNT, DRAW
from ..limits import within
from ..models import Objection, Poll, Roll


def digest_of(salt: str, people: Iterable[int]) -> str:
    """SHA-256 (64 hex digits) over the salt and the sorted numbers of the persons, a line each."""
    lines = "\n".join([salt, *(str(pk) for pk in sorted(people))])
    return hashlib.sha256(lines.encode()).hexdigest()


def name_people(poll: Poll, people: Iterable[int]) -> None:
    """The list of a draft for named people; another electorate has none yet."""
    Roll.objects.filter(poll=poll).delete()
    if poll.electorate == "named":
        Roll.objects.bulk_create([Roll(poll=poll, person_id=pk) for pk in sorted(set(people))])


def fix_roll(poll: Poll) -> dict[str, Any]:
    """Write the roll of a poll that is being released; the columns that show it. Part of `release`."""
    if poll.electorate == "organisation":
        people = people_below(poll.org_path)
        Roll.objects.filter(poll=poll).delete()
        Roll.objects.bulk_create([Roll(poll=poll, person_id=pk) for pk in people])
    elif poll.electorate == "named":
        people = list(Roll.objects.filter(poll=poll).values_list("person_id", flat=True))
    else:
        return {"roll_size": 0, "roll_hash": "", "roll_salt": ""}
    if not people:
        raise Refused(
            Denied("名册上一个人也没有。", code="empty_roll", remedy="请先在党员档案里登记，或者改投票人的范围。")
        )
    salt = secrets.token_hex(16)
    return {"roll_size": len(people), "roll_salt": salt, "roll_hash": digest_of(salt, people)}


@action("polls.enrol")
def enrol(*, actor: Actor, poll: Poll, person_id: int, reason: str, revision: int) -> Poll:
    """补进名册 while it runs, with a reason that everybody on the roll reads; the number and the check value change."""
    case = lock(poll, revision=revision)
    require(all_of(within(reason, "为什么补", "reason", "said"), policies.may_enrol(actor, case)))
    with or_refuse(Denied("名册上已经有这位同志。", code="twice", field="person")):
        Roll.objects.create(poll=case, person_id=person_id)
    people = list(Roll.objects.filter(poll=case).values_list("person_id", flat=True))
    changes = {"roll_size": len(people), "roll_hash": digest_of(case.roll_salt, people)}
    case = advance(
        case, "enrol", actor=actor, changes=changes, public_note=reason.strip(), data={"people": len(people)}
    )
    send(to=person_id, code="poll.ready", title=f"请您参加：{case.title}", url=case.get_absolute_url(),
         key=f"poll:{case.pk}:ready:0", org_path=case.org_path)  # fmt: skip
    return case


@action("polls.hand_paper")
def hand_paper(*, actor: Actor, poll: Poll, person_id: int | None = None) -> int:
    """发纸质票: who holds one votes nowhere else (V06). Answers how many were handed out.

    The ledger says that one was handed out, not to whom. person_id: None where there is no roll.
    """
    # first the line of the roll, then the poll: in the order in which a ballot with a name takes them
    entry = Roll.objects.select_for_update().filter(poll=poll, person_id=person_id or 0).first()
    case = lock(poll)
    if not actor.may(COUNT, case.org_path):
        raise Refused(OUT_OF_SCOPE)
    require(policies.in_time(case))
    if case.on_roll:
        if entry is None:
            raise Refused(Denied("名册上没有这位同志。", code="not_on_roll", field="person"))
        if entry.voted or entry.paper:
            raise Refused(Denied("这位同志已经参加，或者已经领了纸质票。", code="twice", field="person"))
        Roll.objects.filter(pk=entry.pk).update(paper=True)
    case.paper_issued += 1
    case.save(update_fields=["paper_issued"])
    record("polls.hand_paper", actor=actor, subject=case)
    return case.paper_issued


@action("polls.object")
def object_to(*, actor: Actor, poll: Poll, text: str) -> Objection:
    """对名册提意见, once; an answer comes to the one who said it."""
    if actor.person_id is None or not poll.on_roll:
        raise Refused(OUT_OF_SCOPE)
    require(within(text, "对名册的意见", "text", "said"))
    with or_refuse(Denied("您已经提过了，答复会通知您。", code="twice")):
        made = Objection.objects.create(poll=poll, person_id=actor.person_id, text=text.strip(), at=moment.now())
    record("polls.object", actor=actor, subject=poll)
    return made


@action("polls.answer")
def answer(*, actor: Actor, objection: Objection, text: str) -> Objection:
    """答复 of what was said about the roll."""
    row = lock(objection)
    poll = Poll.objects.unscoped("the poll of an objection").get(pk=row.poll_id)
    if not actor.may(DRAW, poll.org_path):
        raise Refused(OUT_OF_SCOPE)
    if row.answer:
        raise Refused(Denied("已经答复过了。", code="twice"))
    require(within(text, "答复", "text", "said"))
    row.answer, row.answered_by_id = text.strip(), actor.person_id
    row.save(update_fields=["answer", "answered_by"])
    send(to=row.person_id, code="poll.answer", title="您对投票名册的意见有了答复", url=poll.get_absolute_url(),
         key=f"poll:{poll.pk}:answer:{row.pk}", org_path=poll.org_path)  # fmt: skip
    record("polls.answer", actor=actor, subject=poll)
    return row
