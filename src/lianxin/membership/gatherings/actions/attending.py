"""Leave, signing in, the organiser's list."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from lianxin.foundation.spine import moment
from lianxin.foundation.spine.actions import action, lock, record, require
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import OUT_OF_SCOPE, Denied, Refused
from lianxin.membership.dossiers.models import Member

from .. import announcing, policies
from ..calling import exempt_on, voters
from ..models import Attendance, Exemption, Gathering
from ..visitors import visitors_of
from ..words import AMONG_POSTS, HERE, MARKS, UNSEEN


@action("gatherings.ask_leave")
def ask_leave(*, actor: Actor, row: Attendance, reason: str) -> Attendance:
    """请假, with a reason that only those see who answer."""
    row = lock(row)
    require(policies.may_ask_leave(actor, row))
    if not reason.strip():
        raise Refused(Denied("请写明请假的原因。", code="empty", field="reason"))
    row.leave, row.leave_reason, row.leave_at, row.leave_answer = "asked", reason.strip(), moment.now(), ""
    row.save()
    announcing.leave_asked(row)
    record("gatherings.ask_leave", actor=actor, subject=row.gathering)
    return row


@action("gatherings.answer_leave")
def answer_leave(*, actor: Actor, row: Attendance, grant: bool, answer: str = "") -> Attendance:
    """准假 or not; a refusal says why."""
    row = lock(row)
    require(policies.may_answer_leave(actor, row))
    if not grant and not answer.strip():
        raise Refused(Denied("不准假的，请写明原因。", code="empty", field="answer"))
    row.leave, row.leave_answer = "granted" if grant else "refused", answer.strip()
    row.leave_by_id, row.leave_at = actor.person_id, moment.now()
    if grant and not row.mark:
        row.mark = "leave"
    row.save()
    announcing.leave_answered(row)
    record("gatherings.answer_leave", actor=actor, subject=row.gathering, granted=grant)
    return row


@action("gatherings.sign_in")
def sign_in(*, actor: Actor, gathering: Gathering, way: str) -> Attendance:
    """签到 by the person, once; a second time changes nothing.

    way: ``"code"`` in the room (the caller has seen the code of the room), ``"online"`` where it is held online.
    Who is not on the list is a guest and is counted at home (EDU-12); an exempt member of the organisation who
    comes counts on both sides (EDU-05).
    """
    gathering = lock(gathering)
    require(policies.may_sign_in(gathering))
    if way == "online" and not gathering.online_url:
        raise Refused(Denied("这次活动没有线上会场。", code="not_online"))
    member = Member.objects.unscoped("one's own file").filter(person_id=actor.person_id or 0).first()
    if member is None or member.standing != "active":
        raise Refused(Denied("没有找到您的党员档案，不能签到。", code="no_file", remedy="请让组织者登记。"))
    row = gathering.attendances.filter(member=member).first() or _newcomer(gathering, member)
    if row.mark in HERE:
        record("gatherings.sign_in_again", actor=actor, subject=gathering)
        return row
    _mark(row, "online" if way == "online" else "present", way, actor)
    row.save()
    record("gatherings.sign_in", actor=actor, subject=gathering)
    return row


@action("gatherings.mark")
def mark(*, actor: Actor, gathering: Gathering, marks: Mapping[int, str], revision: int) -> int:
    """登记到会: the organiser's list. marks: key of the attendance -> mark or ''. Answers how many changed."""
    gathering = lock(gathering, revision=revision)
    require(policies.may_record(actor, gathering))
    count = write_marks(actor, gathering, marks, "list")
    if not count:
        raise Refused(Denied("没有改动。", code="same"))
    gathering.revision += 1
    gathering.save()
    record("gatherings.mark", actor=actor, subject=gathering, people=count)
    return count


def write_marks(actor: Actor, gathering: Gathering, marks: Mapping[int, str], way: str) -> int:
    """Part of the actions that write a whole list."""
    if any(value and value not in MARKS for value in marks.values()):
        raise Refused(Denied("请从列出的选项里选择。", code="unknown"))
    changed = []
    for row in gathering.attendances.exclude(way=UNSEEN).select_for_update().filter(pk__in=list(marks)):
        if row.mark != marks[row.pk]:
            _mark(row, marks[row.pk], way, actor)
            changed.append(row)
    Attendance.objects.bulk_update(changed, ["mark", "way", "marked_by", "marked_at"])
    return len(changed)


@action("gatherings.add")
def add(*, actor: Actor, gathering: Gathering, member: Member, revision: int) -> Attendance:
    """补记到会: somebody who came without being called. member: inside the actor's own scope, or a visitor (EDU-12)."""
    gathering = lock(gathering, revision=revision)
    require(policies.may_record(actor, gathering))
    if not actor.may(policies.KEEP, member.org_path) and member not in visitors_of(
        gathering.organisation, gathering.kind, gathering.day
    ):
        raise Refused(OUT_OF_SCOPE)
    if gathering.attendances.filter(member=member).exists():
        raise Refused(Denied("这位同志已经在名单上了。", code="twice", field="member"))
    row = _newcomer(gathering, member)
    _mark(row, "present", "list", actor)
    row.save()
    gathering.revision += 1
    gathering.save()
    record("gatherings.add", actor=actor, subject=gathering, role=row.role)
    return row


@action("gatherings.exempt")
def exempt(*, actor: Actor, member: Member, since: date, until: date | None, reason: str) -> Exemption:
    """登记年老体弱 (EDU-05): no longer called, and in no denominator."""
    member = lock(member)
    require(policies.may_keep(actor, member.org_path))
    if actor.is_person(member.person_id):
        raise Refused(Denied("自己的情况由其他同志登记。", code="own_work"))
    if not reason.strip():
        raise Refused(Denied("请写明情况。", rule="EDU-05", code="empty", field="reason"))
    if until is not None and until < since:
        raise Refused(Denied("结束日期早于开始日期。", code="order", field="until"))
    if member.pk in exempt_on([member], since):
        raise Refused(Denied("这位同志已经登记过了。", code="twice", field="member"))
    made = Exemption.objects.create(
        member=member, since=since, until=until, reason=reason.strip(), by_id=actor.person_id
    )
    record("gatherings.exempt", actor=actor, subject=member, org_path=member.org_path, since=since.isoformat())
    return made


@action("gatherings.end_exemption")
def end_exemption(*, actor: Actor, exemption: Exemption, on: date) -> Exemption:
    """不再需要; the last day on which it held. One that has not begun by then never holds: no day, no year knows of it."""
    exemption = lock(exemption)
    require(policies.may_keep(actor, exemption.member.org_path))
    if exemption.until is not None and exemption.until <= on:
        raise Refused(Denied("已经结束了。", code="twice"))
    record("gatherings.end_exemption", actor=actor, subject=exemption.member, org_path=exemption.member.org_path)
    if on < exemption.since:
        exemption.delete()
        return exemption
    exemption.until = on
    exemption.save()
    return exemption


def _newcomer(gathering: Gathering, member: Member) -> Attendance:
    own = member.org_path.startswith(gathering.org_path) and member.in_party and gathering.kind not in AMONG_POSTS
    role = "came" if own else "guest"
    votes = own and member.pk in voters([member], gathering.day)
    return Attendance(gathering=gathering, member=member, role=role, votes=votes)


def _mark(row: Attendance, mark: str, way: str, actor: Actor) -> None:
    row.mark, row.way = mark, way if mark else ""
    row.marked_by_id, row.marked_at = actor.person_id, moment.now()
