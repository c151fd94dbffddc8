"""网上递交入党申请: sent by somebody with an account and without a file, taken in by the branch that sees the original."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from lianxin.foundation.accounts.models import Person
from lianxin.foundation.notices.actions import send
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.spine.actions import action, lock, record, require
from lianxin.foundation.spine.unique import or_refuse
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import OUT_OF_SCOPE, Denied, Refused
from lianxin.membership.dossiers.giving import checked, give_file

from . import actions, policies, reckoning
from .models import Application, Development

MINE = "/me/development/"
_TWICE = Denied("您已经递交了一份，党组织还没有收下。", code="twice", remedy="要换党组织，请先撤回那一份。")


@action("development.send")
def send_in(
    *, actor: Actor, person: Person, organisation: Organisation | None, name: str, identity: str, text: str = ""
) -> Application:
    """递交. identity: checked by GB-01 and against the age of DEV-01. The same branch twice is once."""
    person = lock(person)
    require(policies.may_send(actor, person))
    if organisation is None or organisation.kind not in policies.TAKE_IN or organisation.closed_on:
        raise Refused(Denied("没有找到这个党组织，请从列出的里面选一个党支部。", code="unknown", field="organisation"))
    waiting = waiting_of(person.pk)
    if waiting is not None and waiting.organisation_id == organisation.pk:
        record("development.send_again", actor=actor, subject=waiting, org_path=waiting.org_path)
        return waiting
    if not name.strip():
        raise Refused(Denied("请填写姓名。", code="empty", field="name"))
    number, today = checked(identity), timezone.localdate()
    first = reckoning.of_age(number.born, today)
    if today < first:
        raise Refused(
            Denied(f"{first} 满 18 周岁，那天起才可以递交入党申请。", rule="DEV-01", code="too_early", field="identity")
        )
    with or_refuse(_TWICE):
        made = Application.objects.create(
            person=person, organisation=organisation, org_path=organisation.path, name=name.strip()[:40],
            identity=number.number, text=text.strip()[:2000],
        )  # fmt: skip
    record("development.send", actor=actor, subject=made, org_path=made.org_path)
    return made


@action("development.withdraw")
def withdraw(*, actor: Actor, application: Application) -> Application:
    """撤回, by the person, while nobody has taken it in."""
    row = lock(application)
    if not actor.is_person(row.person_id):
        raise Refused(OUT_OF_SCOPE)
    if row.state != "waiting":
        raise Refused(Denied(f"这份申请{row.get_state_display()}，不能撤回。", code="stale"))
    _decided(row, actor, "withdrawn")
    record("development.withdraw", actor=actor, subject=row, org_path=row.org_path)
    return row


@action("development.take_in")
def take_in(*, actor: Actor, application: Application, on: date, seen: bool, revision: int) -> Development:
    """收下: the original and the identity card were looked at. A file bound to the account, and the way begins (DEV-01).

    on: when the original was handed in, from which the month of DEV-02 runs.
    """
    row = lock(application, revision=revision)
    require(policies.may_take_in(actor, row))
    if not seen:
        raise Refused(Denied("请先核对申请书和身份证原件。", code="empty", field="seen"))
    member = give_file(
        actor=actor, person=row.person, organisation=row.organisation, name=row.name, identity=row.identity
    )
    row.refresh_from_db()  # joining rows may have moved it to the person that stays
    case = actions.apply(actor=actor, member=member, on=on)
    row.case = case
    _decided(row, actor, "taken")
    _tell(row, "入党申请已收下", f"{row.organisation.name}收下了您的入党申请，一个月内派人同您谈话。")
    record("development.take_in", actor=actor, subject=row, org_path=row.org_path, case=case.pk)
    return case


@action("development.give_back")
def give_back(*, actor: Actor, application: Application, reason: str, revision: int) -> Application:
    """退回, with a reason that the person reads; they may send it elsewhere."""
    row = lock(application, revision=revision)
    require(policies.may_take_in(actor, row))
    if not reason.strip():
        raise Refused(Denied("请写明退回的原因，本人看得到。", code="empty", field="reason"))
    row.reason = reason.strip()[:200]
    _decided(row, actor, "returned")
    _tell(row, "入党申请被退回", f"{row.organisation.name}：{row.reason}")
    record("development.give_back", actor=actor, subject=row, org_path=row.org_path)
    return row


def waiting_of(person_id: int | None) -> Application | None:
    """What a person sent and nobody has taken in."""
    rows = Application.objects.unscoped("one's own").select_related("organisation")
    return rows.filter(person_id=person_id, state="waiting").first() if person_id else None


def latest_of(person_id: int | None) -> Application | None:
    """What a person sent last, whatever became of it."""
    rows = Application.objects.unscoped("one's own").select_related("organisation").order_by("-pk")
    return rows.filter(person_id=person_id).first() if person_id else None


def _decided(row: Application, actor: Actor, state: str) -> None:
    """What was only needed to decide does not stay beside the file (PIP-01)."""
    row.state, row.decided_by_id, row.decided_at = state, actor.person_id, timezone.now()
    row.identity = row.name = row.text = ""
    row.revision += 1
    row.save()


def _tell(row: Application, title: str, body: str) -> None:
    send(to=row.person_id, code="development.application", title=title, body=body, url=MINE, key=f"application:{row.pk}:{row.revision}",
         org_path=row.org_path)  # fmt: skip
