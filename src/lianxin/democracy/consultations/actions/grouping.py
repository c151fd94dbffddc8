"""意见归类: opinions that say the same, and the answer to each group (R075)."""

from __future__ import annotations

from collections.abc import Iterable

from lianxin.foundation.casework.engine import may
from lianxin.foundation.spine import moment
from lianxin.foundation.spine.actions import action, lock, record, require
from lianxin.foundation.spine.unique import or_refuse
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import OUT_OF_SCOPE, Denied, Refused

from .. import opinions, policies_consult
from ..models import Consultation, Group, Placement
from ..policies import fits
from ..words import ANSWERS

_TAKEN = Denied("其中有的意见刚刚被归到了别的类。", code="taken", field="opinions", remedy="请刷新页面再归类。")


def _open(actor: Actor, case: Consultation, group: Group | None = None) -> Consultation:
    """The case, locked: while the answers are written, and after the result for what is still owed one."""
    case = lock(case)
    require(may(actor, case, policies_consult.grouping(case)))
    if group is not None:
        group.refresh_from_db(fields=["shown"])
        require(policies_consult.still_open(case, group))
    return case


@action("consult.form_group")
def form_group(
    *, actor: Actor, case: Consultation, gist: str, part: str = "", keys: Iterable[int] = (), key: str
) -> Group:
    """一类意见: the gist in one sentence, the opinions in it. The same form twice is one group."""
    case = _open(actor, case)
    known = Group.objects.filter(consultation=case, key=key[:40]).first()
    if known is not None:
        record("consult.form_group_again", actor=actor, subject=case)
        return known
    require(fits(gist, "归纳", "gist", figure="reason", of="LX-187"))
    found = Group.objects.create(
        consultation=case, part=part[:8], gist=gist.strip(), by_id=actor.person_id, at=moment.now(), key=key[:40],
        shown=case.state != "finished",
    )  # fmt: skip
    _place(case, found, keys)
    record("consult.form_group", actor=actor, subject=case, group=found.pk)
    return found


@action("consult.place")
def place(*, actor: Actor, group: Group, keys: Iterable[int]) -> int:
    """归入这一类; answers how many stand there. Only what is published at this very place, and in no other group."""
    case = _open(actor, group.consultation, group)
    _place(case, group, keys)
    count = group.placements.count()
    record("consult.place", actor=actor, subject=case, group=group.pk, opinions=count)
    return count


def _place(case: Consultation, group: Group, keys: Iterable[int]) -> None:
    wanted = sorted(set(keys))
    if not wanted:
        return
    if set(wanted) - set(opinions.published(case.pk)):
        raise Refused(
            Denied("选的意见里有的已经不在了。", code="choice", field="opinions", remedy="请刷新页面再归类。")
        )
    mine = set(group.placements.values_list("opinion", flat=True))
    with or_refuse(_TAKEN):
        Placement.objects.bulk_create([Placement(group=group, opinion=pk) for pk in wanted if pk not in mine])


@action("consult.take_out")
def take_out(*, actor: Actor, case: Consultation, opinion: int) -> None:
    """移出: the opinion waits for a group again; a group that is empty goes."""
    case = _open(actor, case)
    row = Placement.objects.filter(group__consultation=case, opinion=opinion).select_related("group").first()
    if row is None:
        raise Refused(OUT_OF_SCOPE)
    group = row.group
    require(policies_consult.still_open(case, group))
    row.delete()
    if not group.placements.exists():
        group.delete()
    record("consult.take_out", actor=actor, subject=case)


@action("consult.answer")
def answer(*, actor: Actor, group: Group, answer: str, reason: str, gist: str = "") -> Group:
    """答复一类: 采纳, 部分采纳, 未采纳 or 已有规定, each with its reason."""
    case = _open(actor, group.consultation, group)
    if answer not in ANSWERS:
        raise Refused(Denied("请选择采纳情况。", code="empty", field="answer"))
    require(fits(reason, "理由", "reason", figure="reason", of="LX-187"))
    require(fits(gist, "归纳", "gist", figure="reason", of="LX-187", needed=False))
    group.answer, group.reason, group.gist = answer, reason.strip(), gist.strip() or group.gist
    group.by_id = group.by_id if group.shown else actor.person_id  # who answered last does not release it
    group.save(update_fields=["answer", "reason", "gist", "by"])
    record("consult.answer", actor=actor, subject=case, group=group.pk, answer=answer)
    return group
