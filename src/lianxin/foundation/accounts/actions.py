"""Every change of persons, accounts, appointments and keepers."""

from __future__ import annotations

import secrets
from datetime import date, datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.spine import moment
from lianxin.foundation.spine.actions import action, lock, record, require
from lianxin.foundation.spine.sealed import blind_index
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import OUT_OF_SCOPE, Denied, Refused

from . import policies
from .models import Account, Appointment, Keeping, Person


@action("accounts.register")
def register(
    *,
    actor: Actor,
    username: str,
    password: str,
    nickname: str,
    name: str = "",
    phone: str = "",
    verified: bool = False,
) -> Account:
    """Open an account for a new person. The phone counts as verified only when a code proved it."""
    if Account.objects.filter(username=username).exists():
        raise Refused(Denied("这个用户名已经有人用了，请换一个。", code="taken", field="username"))
    if phone and Person.objects.filter(phone_index=blind_index(phone), account__isnull=False).exists():
        raise Refused(Denied("这个手机号已经开过账号，请直接登录或找回密码。", code="taken", field="phone"))
    try:
        validate_password(password)
    except ValidationError as error:
        raise Refused(Denied(" ".join(error.messages), code="weak_password", field="password")) from None
    person = Person(nickname=nickname, name=name, phone=phone)
    person.phone_verified_at = moment.now() if phone and verified else None
    person.save()
    account = Account.objects.create_account(username, password, person)
    record("accounts.register", actor=actor, subject=account, verified=bool(person.phone_verified_at))
    return account


@action("accounts.open_for_staff")
def open_for_staff(*, actor: Actor, username: str, name: str, nickname: str, phone: str = "") -> tuple[Account, str]:
    """Open a staff account; answers the one-time password, which must be changed at first sign-in (P04)."""
    if actor.kind != "system" and not actor.has("accounts.edit"):
        raise Refused(Denied("只有系统管理员可以开设工作账号。", code="no_right"))
    if Account.objects.filter(username=username).exists():
        raise Refused(Denied("这个用户名已经有人用了，请换一个。", code="taken", field="username"))
    person = Person.objects.create(nickname=nickname, name=name, phone=phone)
    password = secrets.token_urlsafe(12)
    account = Account.objects.create_account(username, password, person, must_change_password=True)
    record("accounts.open_for_staff", actor=actor, subject=account)
    return account, password


@action("accounts.change_password")
def change_password(*, actor: Actor, account: Account, password: str) -> Account:
    """The person sets a new password; the one-time password ends here."""
    account = lock(account)
    if not actor.is_person(account.person_id):
        raise Refused(Denied("只能修改自己的密码。", code="no_right"))
    if account.check_password(password):
        raise Refused(Denied("新密码不能与现在的相同。", code="same", field="new_password1"))
    account.set_password(password)
    account.must_change_password = False
    account.save()
    record("accounts.change_password", actor=actor, subject=account)
    return account


@action("accounts.appoint")
def appoint(
    *,
    actor: Actor,
    person: Person,
    post: str,
    organisation: Organisation,
    since: date,
    until: date | None = None,
    full_time: bool = False,
    basis: str = "",
) -> Appointment:
    """任命. A second open appointment of the same kind is refused."""
    require(policies.term_is_sound(post, since, until))
    require(policies.may_appoint(actor, organisation, person.pk))
    if Appointment.objects.filter(person=person, post=post, organisation=organisation, until=None).exists():
        raise Refused(Denied("此人已在任这个岗位。", code="already", field="post"))
    row = Appointment.objects.create(
        person=person,
        post=post,
        organisation=organisation,
        org_path=organisation.org_path,
        since=since,
        until=until,
        full_time=full_time,
        basis=basis,
    )
    record("accounts.appoint", actor=actor, subject=row, post=post, person=person.pk)
    return row


@action("accounts.end_appointment")
def end_appointment(*, actor: Actor, appointment: Appointment, until: date) -> Appointment:
    """免职. Rights end with the day `until`."""
    appointment = lock(appointment)
    require(policies.may_end(actor, appointment))
    require(policies.term_is_sound(appointment.post, appointment.since, until))
    appointment.until = until
    appointment.save()
    record("accounts.end_appointment", actor=actor, subject=appointment, until=until.isoformat())
    return appointment


@action("accounts.set_keeper")
def set_keeper(
    *, actor: Actor, organisation: Organisation, column: str, label: str, keeper: Person | None, deputy: Person | None
) -> Keeping:
    """Name the keeper and the deputy of a column (F01). One person cannot be both."""
    if actor.kind != "system":
        require(policies.may_appoint(actor, organisation, 0))
    if keeper and deputy and keeper.pk == deputy.pk:
        raise Refused(Denied("责任人和副责任人不能是同一人。", code="same", field="deputy"))
    row, _ = Keeping.objects.update_or_create(
        organisation=organisation,
        column=column,
        defaults={"org_path": organisation.org_path, "label": label, "keeper": keeper, "deputy": deputy},
    )
    record("accounts.set_keeper", actor=actor, subject=row, column=column)
    return row


def touch_column(organisation_id: int, column: str, at: datetime) -> None:
    """A column showed a sign of life; called by the actions of the rooms that fill it."""
    Keeping.objects.filter(organisation_id=organisation_id, column=column).update(last_activity_at=at)


@action("accounts.verify_phone")
def verify_phone(*, actor: Actor, phone: str) -> Person:
    """The person showed that the phone is theirs; from now on it counts as identity (CMT-01) and signs in."""
    person = Person.objects.filter(pk=actor.person_id or 0).first()
    if person is None:
        raise Refused(Denied("请先登录。", code="sign_in"))
    person = lock(person)
    others = Person.objects.filter(phone_index=blind_index(phone), phone_verified_at__isnull=False)
    if others.exclude(pk=person.pk).exists():
        raise Refused(Denied("这个手机号已用于另一个账号。", code="taken", field="phone"))
    person.phone, person.phone_verified_at = phone, moment.now()
    person.save()
    record("accounts.verify_phone", actor=actor, subject=person)
    return person


@action("accounts.reset_password")
def reset_password(*, actor: Actor, account: Account) -> str:
    """Answers a one-time password, which must be changed at the next sign-in (P04)."""
    account = lock(account)
    paths = account.person.appointments.values_list("org_path", flat=True)
    if not any(actor.may("accounts.edit", path) for path in paths):
        raise Refused(OUT_OF_SCOPE if actor.has("accounts.edit") else Denied("您的岗位不能重置密码。", code="no_right"))
    if actor.is_person(account.person_id):
        raise Refused(Denied("自己的密码请在“我的”里修改。", code="own_work"))
    password = secrets.token_urlsafe(12)
    account.set_password(password)
    account.must_change_password = True
    account.save()
    record("accounts.reset_password", actor=actor, subject=account)
    return password
