"""Planning, calling together, changing, calling off."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from decimal import Decimal

from django.utils import timezone

from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.spine import moment
from lianxin.foundation.spine.actions import action, lock, record, require
from lianxin.foundation.spine.unique import or_refuse
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Denied, Refused

from .. import announcing, policies
from ..calling import called
from ..lessons import fits, lasts
from ..models import Attendance, Gathering

_TWICE = Denied("这张表已经提交过了。", code="twice", remedy="请回到列表看看。")
#: what the people who are called are told about when it changes
_TOLD = ("starts_at", "place", "online_url")


@dataclass(frozen=True, slots=True)
class Draft:
    """What is planned; names of the columns."""

    title: str
    starts_at: datetime
    agenda: str
    place: str = ""
    online_url: str = ""
    ends_at: datetime | None = None
    lessons: Decimal | None = None


@action("gatherings.plan")
def plan(*, actor: Actor, organisation: Organisation, kind: str, draft: Draft, key: str) -> Gathering:
    """列入计划. key: of the form; the same form sent twice is one gathering.

    A day that is over is taken too: what was held on paper is entered afterwards.
    """
    require(policies.may_plan(actor, organisation, kind))
    known = Gathering.objects.unscoped("the same form").filter(key=key, organisation=organisation).first()
    if known is not None:
        record("gatherings.plan_again", actor=actor, subject=known)
        return known
    check(draft)
    with or_refuse(_TWICE):
        made = Gathering.objects.create(
            organisation=organisation,
            kind=kind,
            key=key,
            by_id=actor.person_id,
            **asdict(draft),
        )
    record("gatherings.plan", actor=actor, subject=made, kind=kind, on=made.day.isoformat())
    return made


@action("gatherings.change")
def change(*, actor: Actor, gathering: Gathering, draft: Draft, revision: int) -> Gathering:
    """改期、改地点、改议程. Who was called is told of another time or place."""
    gathering = lock(gathering, revision=revision)
    require(policies.may_change(actor, gathering))
    check(draft)
    names = [name for name, value in asdict(draft).items() if getattr(gathering, name) != value]
    if not names:
        raise Refused(Denied("没有改动。", code="same"))
    if "starts_at" in names and gathering.attendances.exclude(mark="").exists():
        raise Refused(Denied("已经登记了到会，不能再改时间。", code="marked", field="day"))
    for name in names:
        setattr(gathering, name, getattr(draft, name))
    gathering.revision += 1
    gathering.save()
    if gathering.state == "called" and any(name in _TOLD for name in names):
        announcing.tell(gathering, _people(gathering), "changed", f"时间或地点有变：{gathering.title}"[:120])
    record("gatherings.change", actor=actor, subject=gathering, columns=names)
    return gathering


@action("gatherings.call")
def call(*, actor: Actor, gathering: Gathering, revision: int) -> int:
    """发通知. Called again it adds who came to the organisation since; nobody is told twice. Answers how many are new."""
    gathering = lock(gathering, revision=revision)
    require(policies.may_change(actor, gathering))
    known = set(gathering.attendances.values_list("member_id", flat=True))
    found = called(gathering)
    if not found.members and not known:
        raise Refused(
            Denied("名单里一个人也没有。", code="nobody", remedy="请先在“党员档案”里登记这个组织的党员和任职。")
        )
    fresh = [(member, votes, "called") for member, votes in found.members if member.pk not in known]
    fresh += [(member, False, "guest") for member in found.visitors if member.pk not in known]
    if gathering.state == "called" and not fresh:
        raise Refused(Denied("名单没有变化，不用再通知。", code="same"))
    Attendance.objects.bulk_create(
        Attendance(gathering=gathering, member=m, votes=votes, role=role) for m, votes, role in fresh
    )
    gathering.state, gathering.called_at = "called", gathering.called_at or moment.now()
    gathering.revision += 1
    gathering.save()
    announcing.tell(
        gathering,
        [m.person_id for m, _, _ in fresh],
        "called",
        f"{gathering.get_kind_display()}：{gathering.title}"[:120],
    )
    record("gatherings.call", actor=actor, subject=gathering, people=len(fresh))
    return len(fresh)


@action("gatherings.cancel")
def cancel(*, actor: Actor, gathering: Gathering, reason: str, revision: int) -> Gathering:
    """取消, with a reason that those who were called read."""
    gathering = lock(gathering, revision=revision)
    require(policies.may_change(actor, gathering))
    if not reason.strip():
        raise Refused(Denied("请写明为什么取消。", code="empty", field="reason"))
    told = gathering.state == "called"
    gathering.state, gathering.cancelled_for = "cancelled", reason.strip()
    gathering.revision += 1
    gathering.save()
    if told:
        announcing.tell(gathering, _people(gathering), "cancelled", f"已取消：{gathering.title}"[:120], reason.strip())
    record("gatherings.cancel", actor=actor, subject=gathering)
    return gathering


def _people(gathering: Gathering) -> list[int]:
    return list(gathering.attendances.values_list("member__person_id", flat=True))


def check(draft: Draft) -> None:
    """What a plan may not say. Raises Refused with the field."""
    for name, word in (("title", "题目"), ("agenda", "议程")):
        if not str(getattr(draft, name)).strip():
            raise Refused(Denied(f"请填写{word}。", code="empty", field=name))
    if not draft.place and not draft.online_url:
        raise Refused(Denied("请填写地点，或者线上地址。", code="empty", field="place"))
    if draft.online_url and not draft.online_url.startswith(("https://", "http://")):
        raise Refused(Denied("线上地址要以 https:// 开头。", code="address", field="online_url"))
    if draft.ends_at and draft.ends_at <= draft.starts_at:
        raise Refused(Denied("结束时间要晚于开始时间。", code="order", field="until"))
    require(fits(draft.lessons, timezone.localdate(draft.starts_at), length=lasts(draft.starts_at, draft.ends_at)))
