"""领导机构 (R027): who leads what by which paper, who sits in it, and in which gatherings it met."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date

from lianxin.foundation.accounts.models import Person
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.spine import moment
from lianxin.foundation.spine.actions import action, lock, record, require
from lianxin.foundation.spine.unique import or_refuse
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Denied, Refused, all_of
from lianxin.membership.gatherings.models import Gathering

from .. import policies
from ..models import LeadingGroup, Seat
from ..words import ROLES
from .practice import fits

ROOT = "/workbench/upkeep/groups/"
_TWICE = Denied("这一页已经提交过了。", code="twice", remedy="请到列表里查看。")
_TAKEN = Denied(
    "组长已经有人，或者这位同志已经在里面。", code="twice", field="role", remedy="先把原来的登记为退出，再登记新的。"
)


@dataclass(frozen=True, slots=True)
class Founding:
    """What a leading group is. basis: the paper by which it was founded."""

    name: str
    basis: str
    duties: str
    founded_on: date


def _check(said: Founding) -> None:
    require(all_of(fits(said.name, "title", "名称", "name"), fits(said.basis, "title", "成立依据", "basis"),
                   fits(said.duties, "text", "职责", "duties")))  # fmt: skip
    if said.founded_on > moment.today():
        raise Refused(Denied("这一天还没有到。", code="future", field="founded_on"))


@action("upkeep.found_group")
def found(*, actor: Actor, organisation: Organisation, said: Founding, key: str) -> LeadingGroup:
    """成立. The same form twice is one group."""
    require(policies.may_write_group(actor, organisation))
    known = LeadingGroup.objects.unscoped("the same form").filter(organisation=organisation, key=key[:40]).first()
    if known is not None:
        record("upkeep.write_again", actor=actor, subject=known)
        return known
    _check(said)
    with or_refuse(_TWICE):
        made = LeadingGroup.objects.create(
            organisation=organisation, org_path=organisation.path, key=key[:40], **asdict(said)
        )
    record("upkeep.found_group", actor=actor, subject=made)
    return made


@action("upkeep.change_group")
def change(*, actor: Actor, group: LeadingGroup, said: Founding, revision: int) -> LeadingGroup:
    """更正名称、依据、职责."""
    group = lock(group, revision=revision)
    require(all_of(policies.may_write_group(actor, group.organisation), policies.stands(group)))
    _check(said)
    for name, value in asdict(said).items():
        setattr(group, name, value)
    _store(group)
    record("upkeep.change_group", actor=actor, subject=group)
    return group


@action("upkeep.seat")
def seat(
    *,
    actor: Actor,
    group: LeadingGroup,
    role: str,
    person: Person | None,
    name: str,
    post: str,
    since: date,
    revision: int,
) -> Seat:
    """登记成员. There is one head at a time; a person's name comes from their account."""
    group = lock(group, revision=revision)
    require(all_of(policies.may_write_group(actor, group.organisation), policies.stands(group)))
    if role not in ROLES:
        raise Refused(Denied("请选择担任什么。", code="empty", field="role"))
    called = (person.name or person.nickname) if person is not None else name.strip()
    if not called:
        raise Refused(Denied("请选一位同志，或者写姓名。", code="empty", field="name"))
    if not group.founded_on <= since <= moment.today():
        raise Refused(Denied("日期要在成立以后、今天以前。", code="order", field="since"))
    with or_refuse(_TAKEN):
        made = Seat.objects.create(group=group, role=role, person=person, name=called, post=post.strip(), since=since)
    _store(group)
    record("upkeep.seat", actor=actor, subject=group, role=role)
    return made


@action("upkeep.unseat")
def unseat(*, actor: Actor, seat: Seat, until: date) -> Seat:
    """退出: the time that somebody sat there stays."""
    seat = lock(seat)
    group = lock(seat.group)
    require(all_of(policies.may_write_group(actor, group.organisation), policies.stands(group)))
    if seat.until is not None:
        raise Refused(Denied("已经登记退出了。", code="twice"))
    if not seat.since <= until <= moment.today():
        raise Refused(Denied("退出的日期要在担任以后、今天以前。", code="order"))
    seat.until = until
    seat.save()
    _store(group)
    record("upkeep.unseat", actor=actor, subject=group)
    return seat


@action("upkeep.meet")
def meet(*, actor: Actor, group: LeadingGroup, gathering: Gathering) -> LeadingGroup:
    """这次会是领导机构开的: the record stays where gatherings are kept; here stands that it was this group's."""
    group = lock(group)
    require(policies.may_write_group(actor, group.organisation))
    if gathering.organisation_id != group.organisation_id or gathering.state != "closed":
        raise Refused(Denied("只能选本组织已经存档的会议。", code="choice", field="gathering"))
    group.meetings.add(gathering)
    record("upkeep.meet", actor=actor, subject=group)
    return group


@action("upkeep.dissolve")
def dissolve(*, actor: Actor, group: LeadingGroup, on: date, revision: int) -> LeadingGroup:
    """撤销: nobody sits in it any more."""
    group = lock(group, revision=revision)
    require(all_of(policies.may_write_group(actor, group.organisation), policies.stands(group)))
    if not group.founded_on <= on <= moment.today():
        raise Refused(Denied("撤销的日期要在成立以后、今天以前。", code="order", field="on"))
    group.dissolved_on = on
    group.seats.filter(until=None).update(until=on)
    _store(group)
    record("upkeep.dissolve", actor=actor, subject=group)
    return group


def _store(group: LeadingGroup) -> None:
    group.revision += 1
    group.save()
