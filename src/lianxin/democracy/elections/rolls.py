"""名册: who may vote, who may not and why. It is fixed when an election is announced, with a check value of its own."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.spine.scope import subtree
from lianxin.kernel.decision import Denied, Refused
from lianxin.membership.dossiers.models import Member
from lianxin.membership.dossiers.words import IN_PARTY
from lianxin.membership.gatherings.calling import voters

from . import policies, strokes
from .models import Election, Voter


@dataclass(frozen=True, slots=True)
class Line:
    """Somebody on a roll. without: a key of `words.WITHOUT`; person: None for somebody without a file."""

    name: str
    without: str = ""
    person: int | None = None


def of_members(case: Election) -> list[Line]:
    """Members of the organisation and below: full ones vote, probationary and sanctioned ones are listed (ELE-14)."""
    rows = Member.objects.unscoped("the roll of their own organisation").filter(stage__in=IN_PARTY, standing="active")
    found = list(rows.filter(subtree("organisation__path", [case.org_path])).order_by("name", "pk"))
    voting = voters(found, policies.day_of(case))
    return [Line(m.name, "" if m.pk in voting else "probation" if m.stage != "member" else "sanction", m.person_id)
            for m in found]  # fmt: skip


def write(case: Election, lines: Sequence[Line]) -> None:
    """The roll anew, numbered in the order of strokes."""
    Voter.objects.filter(election=case).delete()
    order = sorted(lines, key=lambda line: strokes.key(line.name))
    Voter.objects.bulk_create(
        Voter(election=case, person_id=line.person, name=line.name, without=line.without, number=number)
        for number, line in enumerate(order, 1)
    )


def fix(case: Election) -> str:
    """Write the roll of an election that is being announced; its check value, which stands in every round's fingerprint."""
    if case.electorate == "members":
        write(case, of_members(case))
    if not case.voters.filter(without="").exists():
        raise Refused(
            Denied("名册上没有一位有选举权的人。", rule="ELE-14", code="empty_roll",
                   remedy="请先在党员档案里登记，或者改用名单。")
        )  # fmt: skip
    return digest_of(case)


def digest_of(case: Election) -> str:
    """SHA-256 (64 hex digits) of the roll as it is published: number, name, and why somebody has no vote, a line each."""
    rows = case.voters.order_by("number").values_list("number", "name", "without")
    return hashlib.sha256("\n".join(f"{n} {name} {without}" for n, name, without in rows).encode()).hexdigest()


def nameable(case: Election) -> frozenset[int]:
    """Numbers that may be written in: those with a vote who do not stand (ELE-06, ELE-14)."""
    standing = {one.person_id for one in case.candidates.all() if one.person_id}
    names = {one.name for one in case.candidates.all() if not one.person_id}
    rows = case.voters.filter(without="").values_list("number", "person_id", "name")
    return frozenset(n for n, person, name in rows if person not in standing and name not in names)


def person_named(office: Organisation, name: str) -> int | None:
    """The member of a name below an organisation; None for somebody without a file. Raises `Refused` for one of several."""
    rows = Member.objects.unscoped("members of the organisation that asks").filter(
        subtree("org_path", [office.path]), name=name, stage__in=IN_PARTY, standing="active"
    )
    found = list(rows.values_list("person_id", flat=True)[:2])
    if len(found) > 1:
        raise Refused(Denied(f"叫{name}的不止一位，请在名字后加以区分。", code="twice_named", field="candidates"))
    return found[0] if found else None
