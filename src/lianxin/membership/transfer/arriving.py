"""What a letter says about somebody who comes from outside: kept sealed until the file is made."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import TYPE_CHECKING, Any

from lianxin.kernel.decision import Denied, Refused
from lianxin.kernel.identity import parse_identity_number
from lianxin.membership.dossiers.actions import Facts, check
from lianxin.membership.dossiers.words import STAGES

if TYPE_CHECKING:
    from .models import Transfer


@dataclass(frozen=True, slots=True)
class Arriving:
    """A person as a letter names them; days as ISO text, so that it goes through JSON."""

    name: str
    identity: str
    stage: str
    phone: str = ""
    sex: str = ""
    ethnicity: str = ""
    education: str = ""
    joined_on: str = ""
    full_since: str = ""
    occupation: str = ""
    work_unit: str = ""

    def facts(self) -> Facts:
        """The first page of the file that is made of it."""
        known = asdict(self)
        joined, full = (date.fromisoformat(text) if text else None for text in (self.joined_on, self.full_since))
        kept = {f.name: known[f.name] for f in fields(Facts) if f.name not in ("joined_on", "full_since")}
        return Facts(**kept, joined_on=joined, full_since=full)

    def packed(self) -> str:
        """JSON, to be sealed."""
        return json.dumps(asdict(self), ensure_ascii=False)


def facts_of(case: Transfer) -> Arriving:
    """The person of an incoming letter; an empty one when the file has been made."""
    return Arriving(**json.loads(case.arriving)) if case.arriving else Arriving("", "", "member")


def read(said: dict[str, Any], today: date) -> Arriving:
    """A person out of what a form or another instance says. Raises Refused with the field."""
    known = {f.name: str(said.get(f.name) or "").strip() for f in fields(Arriving)}
    if not known["name"] or len(known["name"]) > 40:
        raise Refused(Denied("请填写姓名。", code="empty", field="name"))
    if known["stage"] not in STAGES:
        raise Refused(Denied("请选择人员类别。", code="empty", field="stage"))
    number = parse_identity_number(known["identity"], today=today)
    if isinstance(number, Denied):
        raise Refused(
            Denied(number.reason, rule="GB-01", code="identity_number", field="identity", remedy=number.remedy)
        )
    for name in ("joined_on", "full_since"):
        try:
            known[name] = date.fromisoformat(known[name]).isoformat() if known[name] else ""
        except ValueError:
            raise Refused(Denied("日期要写成 2026-07-01 这样。", code="invalid", field=name)) from None
    found = Arriving(**known | {"identity": number.number})
    check(
        found.facts(), born=number.born
    )  # what cannot become a file is said now, not when a branch takes the person in
    return found


def of_member(member: Any) -> Arriving:
    """What the letter says of a member of this instance."""
    person = member.person
    days = {name: day.isoformat() if (day := getattr(member, name)) else "" for name in ("joined_on", "full_since")}
    plain = {
        name: getattr(member, name)
        for name in ("name", "stage", "sex", "ethnicity", "education", "occupation", "work_unit")
    }
    return Arriving(identity=person.identity_number, phone=person.phone, **plain, **days)
