"""Every change of persons, accounts, appointments and keepers."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import date, datetime

from allauth.mfa.models import Authenticator
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db.models import Q

from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.spine import moment
from lianxin.foundation.spine.actions import action, lock, record, require
from lianxin.foundation.spine.sealed import blind_index
from lianxin.foundation.spine.unique import or_refuse
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Denied, Refused

from . import policies
from .models import Account, Appointment, Keeping, Person
from .posts import HELP_REASONS


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
    require(policies.name_is_free(username))
    if phone and Person.objects.filter(phone_index=blind_index(phone), account__isnull=False).exists():
        raise Refused(Denied("这个手机号已经开过账号，请直接登录或找回密码。", code="taken", field="phone"))
    try:
        validate_password(password)
    except ValidationError as error:
        raise Refused(Denied(" ".join(error.messages), code="weak_password", field="password")) from None
    person = Person(nickname=nickname, name=name, phone=phone)
    person.phone_verified_at = moment.now() if phone and verified else None
    with or_refuse(policies.PHONE_TAKEN):
        person.save()
    with or_refuse(policies.NAME_TAKEN):
        account = Account.objects.create_account(username, password, person)
    record("accounts.register", actor=actor, subject=account, verified=bool(person.phone_verified_at))
    return account


@action("accounts.open_for_staff")
def open_for_staff(*, actor: Actor, username: str, name: str, nickname: str, phone: str = "") -> tuple[Account, str]:
    """Open a staff account; answers the one-time password, which must be changed at first sign-in (P04)."""
    if actor.kind != "system" and not actor.has("accounts.edit"):
        raise Refused(Denied("只有系统管理员可以开设工作账号。", code="no_right"))
    require(policies.name_is_free(username))
    person = Person.objects.create(nickname=nickname, name=name, phone=phone)
    password = secrets.token_urlsafe(12)
    with or_refuse(policies.NAME_TAKEN):
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
    require(policies.post_is_free(person, post, organisation))
    with or_refuse(policies.POST_HELD):
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


@action("accounts.correct_full_time")
def correct_full_time(*, actor: Actor, appointment: Appointment, full_time: bool, was: bool) -> Appointment:
    """更正专职、兼职 that was entered wrongly. was: what the one who corrects saw; somebody else may have been there first.

    What really changed on a day is no correction: that term ends, and another one begins.
    """
    appointment = lock(appointment)
    require(policies.may_correct(actor, appointment, full_time=full_time, was=was))
    appointment.full_time = full_time
    appointment.save()
    words = {True: "专职", False: "兼职"}
    record("accounts.correct_full_time", actor=actor, subject=appointment, before=words[was], after=words[full_time])
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


@action("accounts.keep_columns")
def keep_columns(
    *,
    actor: Actor,
    organisation: Organisation,
    columns: Mapping[str, str],
    keeper: Person | None,
    deputy: Person | None,
) -> int:
    """List several columns (name -> label) at once; one that is listed already keeps its people. Answers how many."""
    if actor.kind != "system":
        require(policies.may_appoint(actor, organisation, 0))
    if keeper and deputy and keeper.pk == deputy.pk:
        raise Refused(Denied("责任人和副责任人不能是同一人。", code="same", field="deputy"))
    known = set(Keeping.objects.filter(organisation=organisation).values_list("column", flat=True))
    rows = [
        Keeping(
            organisation=organisation, org_path=organisation.org_path, column=column, label=label, keeper=keeper,
            deputy=deputy, last_activity_at=moment.now(),
        )
        for column, label in columns.items()
        if column not in known
    ]  # fmt: skip
    Keeping.objects.bulk_create(rows)
    record("accounts.keep_columns", actor=actor, subject=organisation, columns=len(rows))
    return len(rows)


def touch_column(organisation_id: int, column: str, at: datetime) -> None:
    """A column showed a sign of life; called by the actions of the rooms that fill it. An older one changes nothing."""
    rows = Keeping.objects.filter(organisation_id=organisation_id, column=column)
    rows.filter(Q(last_activity_at=None) | Q(last_activity_at__lt=at)).update(last_activity_at=at)


@action("accounts.verify_phone")
def verify_phone(*, actor: Actor, phone: str) -> Person:
    """The person showed that the phone is theirs; from now on it counts as identity (CMT-01) and signs in."""
    person = Person.objects.filter(pk=actor.person_id or 0).first()
    if person is None:
        raise Refused(Denied("请先登录。", code="sign_in"))
    person = lock(person)
    require(policies.phone_is_free(phone, person))
    person.phone, person.phone_verified_at = phone, moment.now()
    with or_refuse(policies.PHONE_TAKEN):
        person.save()
    record("accounts.verify_phone", actor=actor, subject=person)
    return person


@action("accounts.set_email")
def set_email(*, actor: Actor, email: str) -> Person:
    """The mailbox that the person showed to be theirs; empty takes it away. Notices go there, nobody signs in by it."""
    person = Person.objects.filter(pk=actor.person_id or 0).first()
    if person is None:
        raise Refused(Denied("请先登录。", code="sign_in"))
    person = lock(person)
    person.email = email
    person.save()
    record("accounts.set_email", actor=actor, subject=person, kept=bool(email))
    return person


@action("accounts.reset_password")
def reset_password(*, actor: Actor, account: Account, reason: str) -> str:
    """Answers a one-time password, which must be changed at the next sign-in (P04); all sessions end."""
    account = lock(account)
    require(policies.may_help_sign_in(actor, account))
    require(policies.reason_is_known(reason))
    password = secrets.token_urlsafe(12)
    account.set_password(password)
    account.must_change_password = True
    account.save()
    record("accounts.reset_password", actor=actor, subject=account, reason=HELP_REASONS[reason])
    return password


@action("accounts.open_or_close")
def open_or_close(*, actor: Actor, account: Account, active: bool, reason: str) -> Account:
    """停用 or 恢复: a closed account signs nobody in, and who is signed in is out at once. Posts and data stay."""
    account = lock(account)
    require(policies.may_help_sign_in(actor, account))
    require(policies.reason_is_known(reason))
    if account.is_active == active:
        raise Refused(Denied("账号已经是这样了。", code="same", field="what"))
    account.is_active = active
    account.save(update_fields=["is_active"])
    done = "恢复" if active else "停用"
    record("accounts.open_or_close", actor=actor, subject=account, done=done, reason=HELP_REASONS[reason])
    return account


@action("accounts.new_password_by_phone")
def new_password_by_phone(*, actor: Actor, account: Account, password: str) -> Account:
    """A new password for whoever proved the verified phone; all sessions end. Raises `ValidationError` for a weak one."""
    account = lock(account)
    validate_password(password, account)
    account.set_password(password)
    account.must_change_password = False
    account.save()
    record("accounts.new_password_by_phone", actor=actor, subject=account)
    return account


@action("accounts.reset_second_factor")
def reset_second_factor(*, actor: Actor, account: Account, reason: str) -> Account:
    """Forget the authenticator and the spare codes of somebody who lost them; the next sign-in sets up new ones."""
    account = lock(account)
    require(policies.may_help_sign_in(actor, account))
    require(policies.reason_is_known(reason))
    gone, _ = Authenticator.objects.filter(user=account).delete()
    if not gone:
        raise Refused(Denied("这位同志没有开启第二步验证，不用重置。", code="nothing", field="what"))
    record("accounts.reset_second_factor", actor=actor, subject=account, reason=HELP_REASONS[reason])
    return account
