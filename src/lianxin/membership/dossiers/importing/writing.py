"""Rows of a roster against what is there: planned first, for the preview, then written, each row whole or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Any

from django.utils import timezone

from lianxin.foundation.accounts.models import Person
from lianxin.foundation.organisations.models import PARTY_KINDS, Organisation
from lianxin.foundation.organisations.queries import below
from lianxin.foundation.spine.actions import action, record
from lianxin.foundation.spine.bulk import insert_rows, next_ids
from lianxin.foundation.spine.sealed import blind_index
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Refused

from .. import stages
from ..actions import Facts, check
from ..models import Member, MemberEvent
from ..names import spelled
from ..words import STAGES
from .judging import Bad, Row

VERB = "members.import"
BATCH = 2000
ELSEWHERE = "此人已在别的党组织建档，换组织请办理组织关系转接"
#: standing of a file that one person made and nobody has confirmed (LX-262) -> why a roster leaves it alone
UNSETTLED = {
    "pending": "这份档案正等另一位同志确认，确认以后再导入",
    "unproven": "这份档案没有确认，请在“建立档案”里写明依据重新提出",
}
OWN = "自己的档案由其他同志更正"
#: columns of a file that a roster may change, in the order of `_values`
COLUMNS = (
    "name",
    "stage",
    "sex",
    "ethnicity",
    "born",
    "education",
    "joined_on",
    "full_since",
    "occupation",
    "work_unit",
)


@dataclass
class Plan:
    """What would become of the rows. changed: (row, key of the file, names of the columns that differ)."""

    fresh: list[tuple[Row, Organisation, int | None]] = field(default_factory=list)
    changed: list[tuple[Row, int, tuple[str, ...]]] = field(default_factory=list)
    unchanged: int = 0
    refused: list[Bad] = field(default_factory=list)

    def add(self, other: Plan) -> None:
        """Count another batch in."""
        self.fresh += other.fresh
        self.changed += other.changed
        self.unchanged += other.unchanged
        self.refused += other.refused


class Offices:
    """Party organisations inside the scope, found by code, full name or short name as rosters write them."""

    def __init__(self, actor: Actor) -> None:
        self.actor = actor
        paths = ("",) if actor.kind == "system" else actor.paths_for(VERB)
        self.known: dict[str, Organisation | None] = {}
        for office in below(paths).filter(kind__in=PARTY_KINDS):
            for word in {office.code, office.name, office.short_name}:
                # a word that means two organisations means none
                self.known[word] = None if word in self.known and self.known[word] != office else office

    def find(self, word: str) -> Organisation | str:
        """The organisation, or why there is none."""
        if word not in self.known:
            return f"您管理的范围里没有“{word[:40]}”这个党组织，请写全称或组织代码"
        return self.known[word] or f"有几个党组织都叫“{word[:40]}”，请写组织代码"


def batches(rows: Iterable[Row | Bad]) -> Iterator[list[Row | Bad]]:
    """The rows by `BATCH`."""
    source = iter(rows)
    while part := list(islice(source, BATCH)):
        yield part


def plan(rows: list[Row | Bad], offices: Offices) -> Plan:
    """Compare one batch with the files that are there; nothing is written."""
    made = Plan(refused=[row for row in rows if isinstance(row, Bad)])
    good = [row for row in rows if isinstance(row, Row)]
    indexes = {row.number: blind_index(row.identity) for row in good}
    people = dict(
        Person.objects.filter(identity_index__in=indexes.values()).order_by("-pk").values_list("identity_index", "pk")
    )
    known = {
        m["person_id"]: m
        for m in Member.objects.unscoped("compared row by row, answers never name the place")
        .filter(person__in=people.values())
        .values(
            "pk",
            "person_id",
            "organisation_id",
            "standing",
            "person__phone_index",
            "person__phone_verified_at",
            *COLUMNS,
        )
    }
    kept = stages.kept([there["pk"] for there in known.values()])
    for row in good:
        office = offices.find(row.organisation)
        person = people.get(indexes[row.number])
        if isinstance(office, str):
            made.refused.append(Bad(row.number, (office,), _cells(row)))
        elif person not in known:
            made.fresh.append((row, office, person))
        else:
            _compare(made, row, office, known[person], offices.actor, kept)
    return made


def _compare(
    made: Plan, row: Row, office: Organisation, there: dict[str, Any], actor: Actor, kept: set[int]
) -> None:  # fmt: skip
    """kept: files whose stage is written by a flow."""
    if there["standing"] in UNSETTLED:
        made.refused.append(Bad(row.number, (UNSETTLED[there["standing"]],), _cells(row)))
        return
    if there["organisation_id"] != office.pk or there["standing"] != "active":
        made.refused.append(Bad(row.number, (ELSEWHERE,), _cells(row)))
        return
    said = dict(zip(COLUMNS, _values(row), strict=True))
    # an empty cell says nothing; what is known stays
    differs = tuple(name for name, value in said.items() if value not in ("", None) and there[name] != value)
    # a verified number signs in; only its person changes it
    if row.phone and not there["person__phone_verified_at"] and blind_index(row.phone) != there["person__phone_index"]:
        differs = (*differs, "phone")
    why = _against(row, there, differs, actor, kept) if differs else ""
    if why:
        made.refused.append(Bad(row.number, (why,), _cells(row)))
    elif differs:
        made.changed.append((row, there["pk"], differs))
    else:
        made.unchanged += 1


def _against(row: Row, there: dict[str, Any], differs: tuple[str, ...], actor: Actor, kept: set[int]) -> str:
    """Why a row may not change the file that is there; empty when it may. The file must hold together afterwards."""
    if actor.is_person(there["person_id"]):
        return OWN
    if "stage" in differs and there["pk"] in kept:
        return stages.KEPT.reason.rstrip("。")
    said = {name: getattr(row, name) if name in differs else there[name] for name in COLUMNS}
    born = said.pop("born")
    try:
        check(Facts(**said), born=born)
    except Refused as refused:
        return f"和档案里已有的合不上：{refused.denied.reason.rstrip('。')}"
    return ""


def _values(row: Row) -> tuple[Any, ...]:
    return (row.name, row.stage, row.sex, row.ethnicity, row.born, row.education, row.joined_on, row.full_since,
            row.occupation, row.work_unit)  # fmt: skip


def _cells(row: Row) -> dict[str, str]:
    said = {name: str(getattr(row, name) or "") for name in ("name", "organisation")}
    return said | {"identity": row.identity}


@action("dossiers.import")
def write(*, actor: Actor, rows: list[Row | Bad], offices: Offices, basis: str = "") -> Plan:
    """Write one batch. basis: what the roster rests on (LX-262). The plan is made anew inside the transaction, so that a preview of yesterday harms nobody."""
    made = plan(rows, offices)
    today, words = timezone.localdate(), f"，依据：{basis}" if basis else ""
    if made.fresh:
        _enrol(made.fresh, actor, today, words)
    for row, pk, names in made.changed:
        _change(row, pk, names, actor, today, words)
    record(
        "dossiers.import", actor=actor, imported=len(made.fresh), changed=len(made.changed), refused=len(made.refused), basis=basis,
    )  # fmt: skip
    return made


def _enrol(fresh: list[tuple[Row, Organisation, int | None]], actor: Actor, today: date, basis: str) -> None:
    now = timezone.now()
    strangers = [row for row, _, person in fresh if person is None]
    ids = iter(next_ids(Person, len(strangers)))
    people = {row.number: next(ids) for row in strangers}
    insert_rows(
        Person, {"created_at": now}, ("id", "name", "nickname", "phone", "phone_index", "identity_number", "identity_index"),
        ((people[r.number], r.name, f"{r.name[:1]}同志", r.phone, blind_index(r.phone), r.identity, blind_index(r.identity))
         for r in strangers),
    )  # fmt: skip
    keys = next_ids(Member, len(fresh))
    insert_rows(
        Member, {"standing": "active", "revision": 0, "created_at": now},
        ("id", "person_id", "organisation_id", "pinyin", "initials", *COLUMNS),
        ((pk, person or people[row.number], office.pk, *spelled(row.name), *_values(row))
         for pk, (row, office, person) in zip(keys, fresh, strict=True)),
    )  # fmt: skip
    insert_rows(
        MemberEvent, {"kind": "imported", "on": today, "at": now, "by_id": actor.person_id}, ("member_id", "text"),
        ((pk, f"由名册导入，{office.short_name}，{STAGES[row.stage]}{basis}") for pk, (row, office, _) in zip(keys, fresh, strict=True)),
    )  # fmt: skip


def _change(row: Row, pk: int, names: tuple[str, ...], actor: Actor, today: date, basis: str) -> None:
    member = Member.objects.unscoped("the plan checked its organisation").select_related("person").get(pk=pk)
    said = dict(zip(COLUMNS, _values(row), strict=True))
    words = []
    for name in names:
        if name == "phone":
            member.person.phone = row.phone
            member.person.save(update_fields=["phone", "phone_index"])
            words.append("手机号")
        else:
            setattr(member, name, said[name])
            words.append(str(Member._meta.get_field(name).verbose_name))  # type: ignore[union-attr]  # plain columns have names
    member.revision += 1
    member.save()
    kind = "stage" if "stage" in names else "changed"
    MemberEvent.objects.create(
        member=member, kind=kind, on=today, text=f"由名册更正：{'、'.join(words)}{basis}", by_id=actor.person_id
    )
