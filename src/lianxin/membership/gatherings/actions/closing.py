"""What was decided, what is to be done, the minutes, and the end."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from lianxin.foundation.spine import moment
from lianxin.foundation.spine.actions import action, lock, record, require
from lianxin.foundation.spine.unique import or_refuse
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import OUT_OF_SCOPE, Allowed, Decision, Denied, Refused
from lianxin.membership.dossiers.models import Member

from .. import announcing, policies, reviewing
from ..models import Gathering, Resolution, Task
from ..reckoning import Quorum, majority, quorum
from ..words import KINDS, UNSEEN

_TWICE = Denied("这一条已经登记过了。", code="twice")


@action("gatherings.resolve")
def resolve(
    *, actor: Actor, gathering: Gathering, text: str, key: str, votes: tuple[int, int, int] | None = None,
    about: Member | None = None, written: int = 0,
) -> Resolution:  # fmt: skip
    """登记决议. votes: in favour, against, abstained; asked of a general meeting, which decides by vote (BR-01).

    about: whose admission, conversion or extension it is; one person to a vote, and for them alone those count who
    handed in a written opinion before the meeting and stayed away (DEV-15).
    """
    gathering = lock(gathering)
    require(policies.may_record(actor, gathering))
    if not text.strip():
        raise Refused(Denied("请填写决议。", code="empty", field="text"))
    known = gathering.resolutions.filter(key=key).first()
    if known is not None:
        record("gatherings.resolve_again", actor=actor, subject=gathering)
        return known
    require(policies.may_vote_on(gathering, about, text))
    found = quorum(gathering.kind, gathering.attendances.all(), gathering.day)
    if not found.met:
        raise Refused(
            Denied(found.sentence, rule=found.rule, code="quorum", remedy="先登记到会；人数不够的，改期再议。")
        )
    counted = _counted(gathering, found, votes, written if about is not None else 0) if found.of_votes else {}
    with or_refuse(_TWICE):
        made = Resolution.objects.create(gathering=gathering, text=text.strip(), key=key, about=about, **counted)
    record("gatherings.resolve", actor=actor, subject=gathering, passed=made.passed)
    return made


def _counted(
    gathering: Gathering, found: Quorum, votes: tuple[int, int, int] | None, written: int
) -> dict[str, int | bool]:
    """Figures of a vote. Raises Refused for more votes than voters."""
    if votes is None:
        raise Refused(Denied("党员大会的决议要写明票数。", rule="BR-01", code="empty", field="yes"))
    due, here = found.due, found.here
    if sum(votes) > here:
        raise Refused(
            Denied(f"票数一共 {sum(votes)}，比到会有表决权的 {here} 人还多。", rule="BR-01", code="rule", field="yes")
        )
    if written > due - here:
        raise Refused(
            Denied(f"没有到会的有表决权党员只有 {due - here} 人，书面赞成不能更多。", rule="DEV-15", code="rule",
                   field="written")
        )  # fmt: skip
    yes, no, abstained = votes
    return {
        "due": due, "here": here, "yes": yes, "no": no, "abstained": abstained, "written": written,
        "passed": yes + written >= majority(due, gathering.day),
    }  # fmt: skip


@action("gatherings.strike")
def strike(*, actor: Actor, resolution: Resolution) -> None:
    """撤掉记错的决议, until the gathering is filed; the ledger keeps that it was done."""
    gathering = lock(resolution.gathering)
    resolution = lock(resolution)
    require(policies.may_record(actor, gathering))
    resolution.delete()
    record("gatherings.strike", actor=actor, subject=gathering)


@action("gatherings.give_task")
def give_task(*, actor: Actor, gathering: Gathering, member_id: int, text: str, due_on: date, key: str) -> Task:
    """登记会后任务: for somebody who stands on the list, with a last day. Also after the gathering was filed."""
    gathering = lock(gathering)
    require(policies.may_keep(actor, gathering.org_path))
    require(policies.has_begun(gathering))
    if gathering.state == "cancelled":
        raise Refused(Denied("这次活动已经取消。", code="closed"))
    row = gathering.attendances.exclude(way=UNSEEN).filter(member_id=member_id).select_related("member").first()
    if row is None:
        raise Refused(Denied("请从名单里选一位。", code="unknown", field="member"))
    if not text.strip():
        raise Refused(Denied("请写明做什么。", code="empty", field="text"))
    if due_on < gathering.day:
        raise Refused(Denied("最迟的日子不能早于开会那天。", code="order", field="due_on"))
    with or_refuse(_TWICE):
        made = Task.objects.create(gathering=gathering, member=row.member, text=text.strip(), due_on=due_on, key=key)
    announcing.task_given(made)
    record("gatherings.give_task", actor=actor, subject=gathering, until=due_on.isoformat())
    return made


@action("gatherings.finish_task")
def finish_task(*, actor: Actor, task: Task, note: str) -> Task:
    """完成: said by the person, or by who keeps the gatherings."""
    task = lock(task)
    own = actor.is_person(task.member.person_id)
    if not own and not actor.may(policies.KEEP, task.gathering.org_path):
        raise Refused(OUT_OF_SCOPE)
    if task.done_on is not None:
        raise Refused(Denied("这项任务已经完成了。", code="twice"))
    if not note.strip():
        raise Refused(Denied("请写一句怎样完成的。", code="empty", field="note"))
    task.done_on, task.done_note = timezone.localdate(moment.now()), note.strip()
    task.save()
    record("gatherings.finish_task", actor=actor, subject=task.gathering)
    return task


@action("gatherings.close")
def close(*, actor: Actor, gathering: Gathering, host: str, recorder: str, minutes: str, revision: int) -> Gathering:
    """归档: attendance is complete, minutes are written; the ledger counts it from now on (BR-02 for committees)."""
    gathering = lock(gathering, revision=revision)
    require(policies.may_record(actor, gathering))
    for name, word, text in (
        ("host", "主持人", host),
        ("recorder", "记录人", recorder),
        ("minutes", "会议记录", minutes),
    ):
        if not text.strip():
            raise Refused(Denied(f"请填写{word}。", code="empty", field=name))
    require(reviewing.finished(gathering))
    rows = list(gathering.attendances.all())
    unmarked = sum(not row.mark for row in rows)
    if unmarked:
        raise Refused(Denied(f"还有 {unmarked} 人没有登记是否到会。", code="unmarked", remedy="请先登记到会。"))
    found = quorum(gathering.kind, rows, gathering.day)
    require(_votes_hold(gathering, found))
    if KINDS[gathering.kind].quorum == "people" and not found.met:
        raise Refused(Denied(found.sentence, rule=found.rule, code="quorum", remedy="请取消这一次，人到齐了再开。"))
    gathering.host, gathering.recorder, gathering.minutes = host.strip(), recorder.strip(), minutes.strip()
    gathering.state, gathering.closed_at = "closed", moment.now()
    gathering.revision += 1
    gathering.save()
    record("gatherings.close", actor=actor, subject=gathering, due=found.due, here=found.here)
    return gathering


def _votes_hold(gathering: Gathering, found: Quorum) -> Decision:
    """What was voted must still agree with the list that is filed: a corrected list can take away its ground (BR-01).

    Who came is not counted by a written opinion too (DEV-15), and nobody who is not on the list was in the room.
    """
    for row in gathering.resolutions.exclude(yes=None):
        votes = (row.yes or 0) + (row.no or 0) + (row.abstained or 0)
        away = (row.written or 0) > found.due - found.here
        if not found.met or votes > found.here or row.due != found.due or (row.here or 0) > found.here or away:
            written = f"、会前书面赞成 {row.written} 人" if row.written else ""
            return Denied(
                f"决议“{row.text[:20]}”登记时应到有表决权 {row.due} 人、到会 {row.here} 人、投票 {votes} 人{written}，现在的名单是应到 {found.due} 人、到会 {found.here} 人，对不上。",
                rule="DEV-15" if away else "BR-01", code="votes", remedy="请核对到会情况；决议记错了的，撤掉重新登记。",
            )  # fmt: skip
    return Allowed()
