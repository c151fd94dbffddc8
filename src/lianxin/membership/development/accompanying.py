"""Those who accompany somebody on the way (DEV-04, DEV-09): whom, from when on, and what they write down.

They need no post. They see exactly the people whom a step named them for, and of those nothing but name, branch and stage.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils import timezone

from lianxin.foundation.organisations import queries as organisations
from lianxin.foundation.rules.registry import rule
from lianxin.foundation.spine.actions import action, lock, record
from lianxin.foundation.spine.unique import or_refuse
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import OUT_OF_SCOPE, Denied, Refused
from lianxin.membership.dossiers import queries as dossiers
from lianxin.membership.dossiers.models import Member

from .lifecycle import ON_PROBATION
from .models import Development, Observation
from .steps import OBSERVED

#: step that names people -> what they are called
ROLES = {"mentors": "培养联系人", "introducers": "入党介绍人"}
#: state from which on the mentors have done their part and the introducers go on
_PROBATION = ON_PROBATION
_OVER = ("full", "archived", "cancelled", "stopped")
_LONGEST = 2000
_TWICE = Denied("这一条已经写过了。", code="twice")


@dataclass(frozen=True, slots=True)
class Charge:
    """One person whom somebody accompanies. since: the day on which they were named."""

    case: Development
    role: str
    since: date

    @property
    def member(self) -> Member:
        return self.case.member


def charges(person_id: int | None) -> list[Charge]:
    """The people whom somebody accompanies now, by name. Empty for who is no full member with a file here."""
    member = dossiers.own(person_id)
    if member is None or member.stage != "member" or member.standing != "active":
        return []
    rows = Development.objects.unscoped("whom one accompanies").filter(_named(member), closed_at=None)
    return [
        charge
        for case in rows.exclude(state__in=_OVER)
        .select_related("member", "organisation")
        .order_by("member__pinyin", "pk")
        if (charge := _charge(member, case)) is not None
    ]


def charge_of(person_id: int | None, pk: int) -> Charge | None:
    """One of them, or None, which is answered with 404."""
    return next((one for one in charges(person_id) if one.case.pk == pk), None)


def _named(member: Member) -> Q:
    named = Q(pk__in=[])
    for event, most in (
        ("mentors", rule("DEV-04").count("most")),
        ("introducers", rule("DEV-09").count("introducers")),
    ):
        for place in range(most):
            named |= Q(**{f"facts__{event}__people__{place}": str(member.pk)})
    return named


def _charge(member: Member, case: Development) -> Charge | None:
    for event in ("introducers", "mentors"):
        fact, since = case.fact(event), case.day(event)
        over = event == "mentors" and case.state in _PROBATION
        if (
            since is None
            or over
            or str(member.pk) not in fact.get("people", [])
            or _left_behind(member, case, fact.get("branch"))
        ):
            continue
        return Charge(case, ROLES[event], since)
    return None


def _left_behind(member: Member, case: Development, branch: int | None) -> bool:
    """The person went to another branch after the naming; a merger takes both along (DEV-06)."""
    if branch in (None, case.organisation_id) or member.organisation_id == case.organisation_id:
        return False
    named_at = organisations.by_id(int(branch or 0))
    return named_at is None or organisations.heir(named_at).pk != case.organisation_id


@action("development.observe")
def observe(*, actor: Actor, case: Development, kind: str, on: date, text: str, key: str) -> Observation:
    """写一条培养联系记录, by who accompanies the person and about nobody else (P05). The same form twice is one."""
    case = lock(case)
    charge = charge_of(actor.person_id, case.pk)
    if charge is None or actor.person_id is None:
        raise Refused(OUT_OF_SCOPE)
    if kind not in OBSERVED:
        raise Refused(Denied("请选择种类。", code="empty", field="kind"))
    if not text.strip() or len(text) > _LONGEST:
        raise Refused(Denied(f"请写明情况，不超过 {_LONGEST} 字。", code="empty", field="text"))
    if not charge.since <= on <= timezone.localdate():
        raise Refused(Denied(f"日期要在 {charge.since} 到今天之间。", code="order", field="on"))
    known = Observation.objects.filter(by_id=actor.person_id, key=key[:60]).first()
    if known is not None:
        record("development.observe_again", actor=actor, subject=case, org_path=case.org_path)
        return known
    with or_refuse(_TWICE):
        made = Observation.objects.create(
            case=case, by_id=actor.person_id, on=on, kind=kind, text=text.strip(), key=key[:60]
        )
    record("development.observe", actor=actor, subject=case, org_path=case.org_path, kind=kind)
    return made


def own_words(charge: Charge, person_id: int | None) -> list[Observation]:
    """What the asker wrote about somebody: what others wrote is not theirs to read."""
    return list(charge.case.observations.filter(by_id=person_id or 0))
