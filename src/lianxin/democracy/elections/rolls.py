"""名册: who may vote, who may not and why. It is fixed when an election is announced, with a check value of its own."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from lianxin.foundation.spine.scope import subtree
from lianxin.kernel.decision import Denied, Refused
from lianxin.membership.dossiers.models import Member
from lianxin.membership.dossiers.words import IN_PARTY
from lianxin.membership.gatherings.calling import voters

from . import namesakes, strokes
from .models import Election, Round, Voter

#: names that one statement asks for
_PART = 500


@dataclass(frozen=True, slots=True)
class Line:
    """Somebody on a roll. without: a key of `words.WITHOUT`; person: None for somebody without a file."""

    name: str
    without: str = ""
    person: int | None = None


def day_of(case: Election) -> date:
    """The day of the meeting, whose rules hold."""
    return timezone.localdate(case.meeting_at)


def of_members(case: Election) -> list[Line]:
    """Members of the organisation and below: full ones vote, probationary and sanctioned ones are listed (ELE-14)."""
    rows = Member.objects.unscoped("the roll of their own organisation").filter(stage__in=IN_PARTY, standing="active")
    found = list(rows.filter(subtree("organisation__path", [case.org_path])).order_by("name", "pk"))
    voting, names = voters(found, day_of(case)), namesakes.told_apart(found)
    return [Line(names[m.pk], "" if m.pk in voting else _why(m), m.person_id) for m in found]


def _why(member: Member) -> str:
    return "probation" if member.stage != "member" else "sanction"


def barred(case: Election, persons: Iterable[int | None]) -> dict[int, str]:
    """Of these persons those whose file says that they have no vote, with a key of `words.WITHOUT` (ELE-14)."""
    rows = Member.objects.unscoped("whether those of one election have a vote").filter(
        person_id__in=[one for one in persons if one is not None], stage__in=IN_PARTY, standing="active"
    )
    found = list(rows)
    voting = voters(found, day_of(case))
    return {m.person_id: _why(m) for m in found if m.pk not in voting}


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
    else:
        for person, why in barred(case, case.voters.values_list("person_id", flat=True)).items():
            case.voters.filter(person_id=person, without="").update(without=why)
    if not case.voters.filter(without="").exists():
        raise Refused(
            Denied("名册上没有一位有选举权的人。", rule="ELE-14", code="empty_roll",
                   remedy="请先在党员档案里登记，或者改用名单。")
        )  # fmt: skip
    _name_alike(case)
    return digest_of(case)


def _name_alike(case: Election) -> None:
    """Who stands is called on the ballot as on the roll. Raises `Refused` for a name without a file that several bear there."""
    if not case.of_persons:
        return
    roll = dict(case.voters.exclude(person=None).values_list("person_id", "name"))
    for one in case.candidates.all():
        if one.person_id is None and (known := like(case, one.name)):
            raise Refused(namesakes.several(one.name, known, "candidates"))
        name = roll.get(one.person_id or 0, one.name)
        if name != one.name:
            case.candidates.filter(pk=one.pk).update(name=name)


def like(case: Election, name: str) -> list[str]:
    """How those are written on the roll who bear this plain name together; empty when it means one or none."""
    found = list(case.voters.filter(name__startswith=f"{name}（").values_list("name", flat=True))
    return found if found and name == namesakes.plain(name) else []


def digest_of(case: Election) -> str:
    """SHA-256 (64 hex digits) of the roll as it is published: number, name, and why somebody has no vote, a line each."""
    rows = case.voters.order_by("number").values_list("number", "name", "without")
    return hashlib.sha256("\n".join(f"{n} {name} {without}" for n, name, without in rows).encode()).hexdigest()


def not_electable(case: Election) -> list[str]:
    """Names of candidates who have no vote and so cannot be elected: by their file, else by their name on the roll (ELE-14)."""
    standing = list(case.candidates.all()) if case.of_persons else []
    files = barred(case, [one.person_id for one in standing])
    voting = set(case.voters.filter(without="").values_list("name", flat=True))
    listed = set(case.voters.exclude(without="").values_list("name", flat=True)) - voting
    return [c.name for c in standing if c.person_id in files or (c.person_id is None and c.name in listed)]


def electors(case: Election) -> frozenset[int]:
    """Numbers of those who have a vote."""
    return frozenset(case.voters.filter(without="").values_list("number", flat=True))


def printed(row: Round) -> frozenset[int]:
    """Numbers of those whose names stand on the ballot of a round."""
    return numbers_of(row.election, row.names)


def numbers_of(case: Election, lines: Sequence[Mapping[str, Any]]) -> frozenset[int]:
    """Numbers on the roll of lines of a ballot (`Round.names`): by the file, else by the name."""
    standing = case.candidates.filter(pk__in=[one["candidate"] for one in lines if "candidate" in one])
    persons = {one.person_id for one in standing if one.person_id}
    names = {one.name for one in standing if not one.person_id}
    rows = case.voters.values_list("number", "person_id", "name")
    known = {n for n, person, name in rows if person in persons or name in names}
    return frozenset(known | {int(one["voter"]) for one in lines if "voter" in one})


def person_named(files: Mapping[str, Sequence[Member]], name: str, field: str) -> int | None:
    """The member of a name among `by_name`, of several by the word behind it; None for somebody without a file.

    Raises `Refused` for one of several without a word, or with one that none of them has.
    """
    found = files.get(namesakes.plain(name), [])
    names = namesakes.told_apart(found)
    told = {names[m.pk]: m.person_id for m in found}
    if name in told:
        return told[name]
    fitting = namesakes.fitting(found, namesakes.word_of(name))
    if len(found) > 1 and len(fitting) != 1:
        raise Refused(namesakes.several(name, list(told), field))
    return fitting[0].person_id if fitting else None


def by_name(path: str, names: Iterable[str]) -> dict[str, list[Member]]:
    """Members of these plain names at an organisation and below; a statement for some hundreds of names."""
    rows = Member.objects.unscoped("members of the organisation that asks").filter(
        subtree("org_path", [path]), stage__in=IN_PARTY, standing="active"
    )
    rows, wanted = rows.select_related("organisation").order_by("pk"), sorted(set(names))
    parts = (wanted[at : at + _PART] for at in range(0, len(wanted), _PART))
    found: dict[str, list[Member]] = defaultdict(list)
    for member in (member for part in parts for member in rows.filter(name__in=part)):
        found[member.name].append(member)
    return found
