"""外出登记: registering, confirming, change of place, who takes note of the person there, the end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from lianxin.foundation.organisations.models import PARTY_KINDS, Organisation
from lianxin.foundation.spine import moment
from lianxin.foundation.spine.actions import action, lock, record, require
from lianxin.foundation.spine.unique import or_refuse
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Denied, Refused
from lianxin.membership.dossiers.models import Member

from .. import announcing, policies, reckoning
from ..models import Absence, AbsenceLine
from ..words import CHOSEN_ENDS, ENDS, HOSTS, KINDS, OWN_KINDS, REASONS

_TWICE = Denied(
    "这位同志已经有一条没有结束的登记。", code="twice", remedy="换了地方的，在那条登记里改；回来了的，先结束那一条。"
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody is. region_code, place: by GB/T 2260 (`places.named`) or in words; host: an organisation of this
    house, host_name: one outside it."""

    place: str
    region_code: str = ""
    address: str = ""
    phone: str = ""
    fixed: bool = True
    host: Organisation | None = None
    host_name: str = ""


@action("mobility.register")
def register(
    *, actor: Actor, member: Member, kind: str, since: date, where: Place, reason: str = "", until: date | None = None,
    last_contact_on: date | None = None,
) -> Absence:  # fmt: skip
    """外出登记 (EDU-12). What the member says of themselves waits for the branch; nobody has two that run."""
    member = lock(member)
    require(policies.may_register(actor, member))
    own, today = actor.is_person(member.person_id), moment.today()
    _check(kind, reason, since, until, own=own)
    last = last_contact_on or (since if kind == "lost" else today)
    if not since <= last <= today:
        raise Refused(Denied("最近一次联系要在外出以后、今天以前。", code="order", field="last_contact_on"))
    with or_refuse(_TWICE):
        made = Absence(
            member=member, organisation=member.organisation, org_path=member.org_path, kind=kind, since=since, until=until,
            reason=reason, state="asked" if own else "open", last_contact_on=last, by_id=actor.person_id,
        )  # fmt: skip
        _put(made, where, since)
        made.save()
    _line(made, actor, f"{'本人报告' if own else '支部登记'}：{KINDS[kind]}{'，' + made.place if made.place else ''}")
    if own:
        announcing.tell(
            made,
            announcing.keepers(made, made.org_path),
            "asked",
            "有同志报告外出，请确认",
            key=f"absence:{made.pk}:asked",
        )
    else:
        announcing.tell(
            made, [member.person_id], "registered", "支部为您登记了外出", key=f"absence:{made.pk}:made", own=True
        )
        _ask_host(made)
    record("mobility.register", actor=actor, subject=made, kind=kind, own=own)
    return made


def _check(kind: str, reason: str, since: date, until: date | None, *, own: bool) -> None:
    if kind not in (OWN_KINDS if own else KINDS):
        raise Refused(Denied("请选择类别。", code="empty", field="kind"))
    if reason not in REASONS and kind != "lost":
        raise Refused(Denied("请选择原因。", code="empty", field="reason"))
    if since > moment.today():
        raise Refused(Denied("这一天还没有到，走的那天再登记。", code="future", field="since"))
    if until is not None and until <= since:
        raise Refused(Denied("预计返回要晚于外出的那天。", code="order", field="until"))


def _put(absence: Absence, where: Place, since: date) -> None:
    """Write a place and the days that follow from it. Part of the actions above and below."""
    if not where.place.strip() and absence.kind != "lost":
        raise Refused(Denied("请写明去了哪里。", code="empty", field="region"))
    if where.host is not None and (where.host.kind not in PARTY_KINDS or where.host.closed_on):
        raise Refused(Denied("流入的要是党组织。", code="not_party", field="host"))
    if where.host is not None and absence.org_path.startswith(where.host.path):
        raise Refused(Denied("这就是现在的组织，不用登记流入。", code="same", field="host"))
    absence.region_code, absence.place = where.region_code, where.place.strip()[:80]
    absence.address, absence.phone, absence.fixed = where.address.strip(), where.phone.strip(), where.fixed
    absence.place_since = since
    absence.host, absence.host_path = where.host, where.host.path if where.host else ""
    absence.host_name = where.host.name if where.host else where.host_name.strip()[:120]
    absence.host_state = "asked" if where.host else ""
    reckon(absence)


def reckon(absence: Absence) -> None:
    """The days that the rules name, as they stand today."""
    today = moment.today()
    absence.next_contact_on = reckoning.next_contact(absence.kind, absence.last_contact_on, today)
    absence.transfer_due_on = reckoning.transfer_due(absence.kind, absence.place_since, fixed=absence.fixed, on=today)
    absence.keep_until = reckoning.keep_until(absence.kind, absence.since, today)


def _ask_host(absence: Absence) -> None:
    """The organisation there hears of somebody once the branch at home stands behind it."""
    if absence.state == "open" and absence.host_state == "asked":
        key = f"absence:{absence.pk}:host:{absence.host_id}:{absence.place_since}"
        announcing.tell(absence, announcing.keepers(absence, absence.host_path), "host", "有流动党员流入，请接收登记", key=key,
                        org_path=absence.host_path)  # fmt: skip


@action("mobility.confirm")
def confirm(*, actor: Actor, absence: Absence, yes: bool, answer: str = "", revision: int) -> Absence:
    """确认 what somebody reported, or not, with a reason that they read."""
    absence = lock(absence, revision=revision)
    require(policies.may_confirm(actor, absence))
    if not yes and not answer.strip():
        raise Refused(Denied("没有确认的，请写明原因。", code="empty", field="answer"))
    absence.state, absence.answer = "open" if yes else "refused", answer.strip()
    _save(absence)
    word = "支部已确认您的外出登记" if yes else "支部没有确认您的外出登记"
    _line(absence, actor, "支部确认" if yes else "支部没有确认")
    announcing.tell(
        absence, [absence.member.person_id], "confirmed", word, key=f"absence:{absence.pk}:answer", own=True
    )
    _ask_host(absence)
    record("mobility.confirm", actor=actor, subject=absence, confirmed=yes)
    return absence


@action("mobility.move_on")
def move_on(*, actor: Actor, absence: Absence, where: Place, on: date, revision: int) -> Absence:
    """换了地方: the six months of EDU-08 begin anew there; also a new address at the same place, when `on` stays."""
    absence = lock(absence, revision=revision)
    require(policies.may_change(actor, absence))
    if not absence.since <= on <= moment.today():
        raise Refused(Denied("换地方的日子要在外出以后、今天以前。", code="order", field="on"))
    was, host = absence.place, absence.host_id
    state = absence.host_state
    _put(absence, where, on)
    if host == absence.host_id:
        absence.host_state = state
    _save(absence)
    _line(absence, actor, f"换了地方：{absence.place}" if was != absence.place else "更新了住址、电话或流入地党组织")
    if policies.is_person(actor, absence):
        key = f"absence:{absence.pk}:place:{absence.revision}"
        announcing.tell(
            absence, announcing.keepers(absence, absence.org_path), "moved", "在外的同志更新了地址", key=key
        )
    _ask_host(absence)
    record("mobility.move_on", actor=actor, subject=absence, since=on.isoformat())
    return absence


@action("mobility.change_kind")
def change_kind(*, actor: Actor, absence: Absence, kind: str, until: date | None, revision: int) -> Absence:
    """What it is has changed: work became settling, nobody finds them any more. The days follow."""
    absence = lock(absence, revision=revision)
    require(policies.may_keep(actor, absence))
    if kind not in KINDS:
        raise Refused(Denied("请选择类别。", code="empty", field="kind"))
    if (kind, until) == (absence.kind, absence.until):
        raise Refused(Denied("没有改动。", code="same"))
    if until is not None and until <= absence.since:
        raise Refused(Denied("预计返回要晚于外出的那天。", code="order", field="until"))
    absence.kind, absence.until = kind, until
    reckon(absence)
    _save(absence)
    _line(absence, actor, f"改为：{KINDS[kind]}")
    record("mobility.change_kind", actor=actor, subject=absence, kind=kind)
    return absence


@action("mobility.note_host")
def note_host(*, actor: Actor, absence: Absence, yes: bool, answer: str = "", revision: int) -> Absence:
    """接收登记 of somebody who flowed in, or not, with a reason that home reads. The file stays at home (EDU-12)."""
    absence = lock(absence, revision=revision)
    require(policies.may_note(actor, absence))
    if not yes and not answer.strip():
        raise Refused(Denied("没有接收登记的，请写明原因。", rule="EDU-12", code="empty", field="answer"))
    absence.host_state = "noted" if yes else "declined"
    if not yes:
        absence.answer = answer.strip()
    _save(absence)
    word = HOSTS[absence.host_state]
    _line(absence, actor, word)
    key = f"absence:{absence.pk}:noted:{absence.revision}"
    announcing.tell(absence, announcing.keepers(absence, absence.org_path), "noted", word, key=key)
    announcing.tell(absence, [absence.member.person_id], "noted", word, key=f"{key}:own", own=True)
    record("mobility.note_host", actor=actor, subject=absence, noted=yes)
    return absence


@action("mobility.assign_liaison")
def assign_liaison(*, actor: Actor, absence: Absence, liaison: Member | None, phone: str, revision: int) -> Absence:
    """联系人: who of the branch keeps in touch, and under which number the member reaches them."""
    absence = lock(absence, revision=revision)
    require(policies.may_keep(actor, absence))
    if liaison is None or not liaison.in_party or not liaison.org_path.startswith(absence.org_path):
        raise Refused(Denied("请从本支部的党员里选一位。", code="empty", field="liaison"))
    if liaison.pk == absence.member_id:
        raise Refused(Denied("自己不能做自己的联系人。", code="own_work", field="liaison"))
    absence.liaison, absence.liaison_phone = liaison, phone.strip()
    _save(absence)
    _line(absence, actor, f"联系人：{liaison.name}")
    announcing.tell(absence, [absence.member.person_id], "liaison", "支部给您安排了联系人", key=f"absence:{absence.pk}:liaison:{absence.revision}", own=True)  # fmt: skip
    record("mobility.assign_liaison", actor=actor, subject=absence)
    return absence


@action("mobility.end")
def end(*, actor: Actor, absence: Absence, how: str, on: date, revision: int) -> Absence:
    """结束登记: back, found, or written by mistake."""
    absence = lock(absence, revision=revision)
    require(policies.may_keep(actor, absence))
    if how not in CHOSEN_ENDS:
        raise Refused(Denied("请选择怎样结束。", code="empty", field="how"))
    if not absence.since <= on <= moment.today():
        raise Refused(Denied("结束的日子要在外出以后、今天以前。", code="order", field="on"))
    return finish(actor, absence, how, on)


def finish(actor: Actor, absence: Absence, how: str, on: date) -> Absence:
    """The end of a registration; part of the actions that bring it about."""
    absence.state, absence.ended_how, absence.ended_on = "ended", how, on
    _save(absence)
    _line(absence, actor, ENDS[how])
    announcing.tell(
        absence, [absence.member.person_id], "ended", "您的外出登记已结束", key=f"absence:{absence.pk}:ended", own=True
    )
    if absence.host_state == "noted":
        key = f"absence:{absence.pk}:left"
        announcing.tell(absence, announcing.keepers(absence, absence.host_path), "ended", "流入的同志登记已结束", key=key,
                        org_path=absence.host_path)  # fmt: skip
    record("mobility.end", actor=actor, subject=absence, how=how)
    return absence


def _save(absence: Absence) -> None:
    absence.revision += 1
    absence.save()


def _line(absence: Absence, actor: Actor, text: str) -> None:
    AbsenceLine.objects.create(absence=absence, text=text[:200], at=moment.now(), by_id=actor.person_id)
