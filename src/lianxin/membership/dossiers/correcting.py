"""What a person asks to have corrected in their own file, carried out when it is granted (PIP-04, P03)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils import timezone

from lianxin.foundation.accounts.models import Person
from lianxin.foundation.privacy.corrections import About, register_about, register_correction
from lianxin.foundation.spine.actions import lock, record
from lianxin.kernel.actor import SYSTEM
from lianxin.kernel.decision import OUT_OF_SCOPE, Denied, Refused
from lianxin.kernel.sheet_days import day_of

from . import codes
from .actions import Facts, check, note
from .models import Member

MODEL = "dossiers.Member"
_CODED = ("ethnicity", "education")
_DAYS = ("joined_on", "full_since")
#: what can be asked about by name; category and organisation change by their own flows
NAMES = ("name", *_CODED, *_DAYS, "occupation", "work_unit")


def connect() -> None:
    """Tell the room of personal data what may be asked, where it is answered, how it is carried out."""
    register_about(About(MODEL, NAMES, _path, _current))
    for name in NAMES:
        register_correction(f"{MODEL}.{name}", _applying(name))


def _file(person_id: int) -> Member | None:
    return Member.objects.unscoped("one's own file").filter(person_id=person_id).first()


def _path(person_id: int) -> str | None:
    member = _file(person_id)
    return member.org_path if member else None


def _current(person_id: int, name: str) -> str:
    member = _file(person_id)
    if member is None:
        return ""
    value = getattr(member, name)
    return str(getattr(member, f"get_{name}_display")() if name in _CODED and value else value or "")


def _applying(name: str) -> Callable[[int, str], None]:
    def apply(person_id: int, wanted: str) -> None:
        member = _file(person_id)
        if member is None:
            raise Refused(OUT_OF_SCOPE)
        member = lock(member)
        value = _value(name, wanted.strip())
        known: dict[str, Any] = {column: getattr(member, column) for column in Facts.__dataclass_fields__}
        check(Facts(**(known | {name: value})), born=member.born)
        setattr(member, name, value)
        member.revision += 1
        member.save()
        if name == "name":
            person = Person.objects.select_for_update().get(pk=person_id)
            person.name = str(value)
            person.save()
        word = str(Member._meta.get_field(name).verbose_name)  # type: ignore[union-attr]  # plain columns
        note(member, SYSTEM, "changed", f"按本人申请更正：{word}")
        record("dossiers.change", actor=SYSTEM, subject=member, org_path=member.org_path, columns=[name])

    return apply


def _value(name: str, wanted: str) -> str | date:
    """What was asked for, in the form of the column. Raises `Refused` when it cannot stand there."""
    if name in _CODED:
        code = codes.code_of(name, wanted)
        if not code:
            raise Refused(
                Denied(f"国家标准的代码表里没有“{wanted[:20]}”，请在档案里手工更正，或请本人重新写明。", code="code")
            )
        return code
    if name in _DAYS:
        day = day_of(wanted)
        if day is None or day > timezone.localdate():
            raise Refused(
                Denied(f"“{wanted[:20]}”不是可以填的日期，请在档案里手工更正，或请本人重新写明。", code="day")
            )
        return day
    most = Member._meta.get_field(name).max_length or 0  # type: ignore[union-attr]  # plain columns
    if not wanted or len(wanted) > most:
        raise Refused(Denied(f"内容要在 1 到 {most} 个字之间。", code="too_long"))
    return wanted
