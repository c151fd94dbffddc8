"""What the rooms below this one keep about a person, and this room itself."""

from __future__ import annotations

from lianxin.foundation.accounts.joining import former_ids
from lianxin.foundation.accounts.models import Account, Appointment, Keeping, Person
from lianxin.foundation.audit.models import AuditLine
from lianxin.foundation.audit.sentences import sentence_for

from .consents import PURPOSES
from .export import Row, Tables
from .models import Consent, DataRequest

#: newest lines of the ledger that an export holds
_LINES = 5000


def of_accounts(person_id: int) -> Tables:
    """The person, the account, appointments and columns kept."""
    person = Person.objects.select_related("account").get(pk=person_id)
    account = getattr(person, "account", None)
    appointments = Appointment.objects.filter(person=person).select_related("organisation").order_by("since", "id")
    kept = Keeping.objects.filter(keeper=person) | Keeping.objects.filter(deputy=person)
    return {
        "本人信息": [_person(person)],
        "账号": [_account(account)] if account else [],
        "任职": [_appointment(row) for row in appointments],
        "责任栏目": [{"栏目": row.label, "组织": row.organisation.name} for row in kept.select_related("organisation")],
    }


def _person(person: Person) -> Row:
    return {
        "姓名": person.name,
        "昵称": person.nickname,
        "手机号": person.phone,
        "电子邮箱": person.email,
        "居民身份证号": person.identity_number,
        "手机核验时间": person.phone_verified_at,
        "身份核验时间": person.identity_verified_at,
        "建档时间": person.created_at,
    }


def _account(account: Account) -> Row:
    return {
        "用户名": account.username,
        "登录邮箱": account.email,
        "开通时间": account.created_at,
        "最近登录": account.last_login,
    }


def _appointment(row: Appointment) -> Row:
    return {
        "岗位": row.get_post_display(),
        "组织": row.organisation.name,
        "自": row.since,
        "至": row.until,
        "专职": row.full_time,
        "任命依据": row.basis,
    }


def of_ledger(person_id: int) -> Tables:
    """What the person did, and who looked at or changed what is about them (without naming the others)."""
    lines = AuditLine.objects.unscoped("own data of the person")
    keys = [person_id, *former_ids(person_id)]
    own = lines.filter(person_id__in=keys).order_by("-pk")[:_LINES]
    about = lines.filter(subject__in=[f"person:{key}" for key in keys])
    seen = about.exclude(person_id__in=keys).order_by("-pk")[:_LINES]
    return {
        "本人的操作": [{"时间": line.moment, "操作": sentence_for(line.code, line.facts)} for line in own],
        "他人对本人信息的操作": [{"时间": line.moment, "操作": sentence_for(line.code, line.facts)} for line in seen],
    }


def of_privacy(person_id: int) -> Tables:
    asked = DataRequest.objects.unscoped("own data of the person").filter(person_id=person_id).order_by("pk")
    agreed = Consent.objects.filter(person_id=person_id).order_by("pk")
    return {
        "申请": [
            {
                "事项": row.get_kind_display(),
                "应当改成": row.wanted,
                "说明": row.reason,
                "提出时间": row.created_at,
                "答复期限": row.due_at,
                "状态": row.get_state_display(),
                "答复": row.answer,
                "答复时间": row.answered_at,
            }
            for row in asked
        ],
        "同意": [
            {
                "用途": PURPOSES[row.purpose].label if row.purpose in PURPOSES else row.purpose,
                "同意时间": row.given_at,
                "撤回时间": row.withdrawn_at,
            }
            for row in agreed
        ],
    }
