"""准备 of an election: what is elected, who stands, who votes; another person releases it, then nothing of it moves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils import timezone

from lianxin.foundation.casework.engine import advance, may
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.rules.registry import rule
from lianxin.foundation.spine import moment
from lianxin.foundation.spine.actions import action, lock, record, require
from lianxin.foundation.spine.unique import or_refuse
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import OUT_OF_SCOPE, Allowed, Decision, Denied, Refused, all_of

from .. import policies, roll_table, rolls
from ..flow import FLOW
from ..lifecycle import DRAW
from ..models import Candidate, Election, Opinion, Scrutineer
from ..words import ELECTORATES, KINDS, SUMMED

_TWICE = Denied("这一页已经提交过了。", code="twice", remedy="请到列表里查看。")


@dataclass(frozen=True, slots=True)
class Standing:
    """A candidate, or a matter that is voted on. person: None for somebody without a file."""

    name: str
    note: str = ""
    person: int | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """Everything that is prepared. candidates: in the order of the ballot; listed: names of those who vote, if listed."""

    kind: str
    title: str
    office: str
    seats: int
    meeting_at: datetime
    candidates: Sequence[Standing]
    intro: str = ""
    place: str = ""
    others: int = 0
    electorate: str = "members"
    listed: Sequence[rolls.Line] = field(default_factory=tuple)

    def columns(self) -> dict[str, Any]:
        names = ("kind", "title", "office", "intro", "place", "meeting_at", "electorate")
        found: dict[str, Any] = {name: getattr(self, name) for name in names}
        persons = self.kind not in SUMMED
        return found | {"seats": self.seats if persons else 0, "others": self.others if persons else 0}


@action("elections.draw")
def draw(*, actor: Actor, organisation: Organisation, draft: Draft, key: str) -> Election:
    """准备. The same form twice is one election."""
    if not actor.may(DRAW, organisation.path):
        raise Refused(OUT_OF_SCOPE)
    known = Election.objects.unscoped("the same form").filter(key=key[:40]).first()
    if known is not None:
        record("elections.draw_again", actor=actor, subject=known)
        return known
    require(sound(draft))
    with or_refuse(_TWICE):
        case = Election.objects.create(
            state=FLOW.lifecycle.initial, organisation=organisation, org_path=organisation.path, opened_at=moment.now(),
            key=key[:40], author_id=actor.person_id, **draft.columns(),
        )  # fmt: skip
    case.number = f"XJ{timezone.localdate(case.opened_at).year}-{case.pk:05d}"
    case.save(update_fields=["number"])
    FLOW.step.objects.create(case=case, event="draw", label="准备", source="", target=case.state, at=case.opened_at,
                             actor_kind=actor.kind, person_id=actor.person_id)  # fmt: skip
    _fill(case, draft)
    record("elections.draw", actor=actor, subject=case, org_path=case.org_path, kind=case.kind)
    return case


@action("elections.change")
def change(*, actor: Actor, election: Election, draft: Draft, revision: int) -> Election:
    """修改 while nobody has released it."""
    case = lock(election, revision=revision)
    require(sound(draft))
    case = advance(case, "change", actor=actor, changes=draft.columns())
    _fill(case, draft)
    return case


@action("elections.bring_roll")
def bring_roll(*, actor: Actor, election: Election, data: bytes, revision: int) -> Election:
    """从表格导入名册: the roll becomes what the table says, whole or not at all; the same table twice is one roll.

    It is judged anew here, so a preview of yesterday harms nobody. Raises `Refused`, `SheetError`.
    """
    case = lock(election, revision=revision)
    require(may(actor, case, "bring_roll"))
    found = roll_table.judge(case, data)
    if found.refused:
        first = found.refused[0]
        words = f"有 {len(found.refused)} 行要改，第 {first.number} 行：{first.told}。"
        raise Refused(Denied(words, code="rows", field="file", remedy="改好再传；有一行不对，整份都不写入。"))
    if not found.sound:
        raise Refused(Denied("名册上没有一位有选举权的人。", rule="ELE-14", code="empty_roll", field="file"))
    rolls.write(case, found.lines)
    return advance(case, "bring_roll", actor=actor, changes={"electorate": "listed"},
                   data={"voters": found.voting, "without": found.listed})  # fmt: skip


@action("elections.submit")
def submit(*, actor: Actor, election: Election, revision: int) -> Election:
    """送审核."""
    return advance(lock(election, revision=revision), "submit", actor=actor)


@action("elections.give_back")
def give_back(*, actor: Actor, election: Election, reason: str, revision: int) -> Election:
    """退回修改, with what to change."""
    case = lock(election, revision=revision)
    require(_said(reason, "退回的原因", "reason", "intro"))
    return advance(case, "give_back", actor=actor, note=reason.strip())


@action("elections.release")
def release(*, actor: Actor, election: Election, revision: int) -> Election:
    """公布: the roll is written with those who have no vote and why (ELE-14); candidates and roll are shown from now on."""
    case = lock(election, revision=revision)
    standing = case.candidates.count()
    require(policies.candidates_fit(case.kind, case.seats, standing, policies.day_of(case)))
    changes = {"roll_hash": rolls.fix(case), "released_at": moment.now()}
    if names := rolls.not_electable(case):
        words = f"{'、'.join(names)}没有选举权，也不能当选，请退回修改。"
        raise Refused(Denied(words, rule="ELE-14", code="rule", field="candidates"))
    return advance(
        case, "release", actor=actor, changes=changes, data={"voters": case.voters.filter(without="").count()}
    )


@action("elections.cancel")
def cancel(*, actor: Actor, election: Election, reason: str, revision: int) -> Election:
    """取消: what was cast stays locked and is never opened: the server's key is destroyed."""
    case = lock(election, revision=revision)
    require(_said(reason, "取消的原因", "reason", "intro"))
    case = advance(case, "cancel", actor=actor, changes={"reason": reason.strip()}, public_note=reason.strip())
    case.rounds.filter(result=None).update(served="")
    Opinion.objects.filter(voter__election=case).delete()
    return case


def sound(draft: Draft) -> Decision:
    """Whether this can be held: named things, no name twice, enough candidates."""
    found = rule("LX-241")
    return all_of(
        Allowed() if draft.kind in KINDS else Denied("请选一种。", code="choice", field="kind"),
        Allowed() if draft.electorate in ELECTORATES else Denied("请选谁有选举权。", code="choice", field="electorate"),
        _said(draft.title, "名称", "title", "title"),
        _said(draft.office, "职务", "office", "office") if draft.kind not in SUMMED else Allowed(),
        _not_longer(draft.intro, "说明", "intro", "intro"),
        _seats(draft, found.count("candidates")),
        _names(draft, found.count("name"), found.count("note")),
        policies.candidates_fit(draft.kind, draft.seats, len(draft.candidates), timezone.localdate(draft.meeting_at)),
        _listed(draft),
    )  # fmt: skip


def _seats(draft: Draft, most: int) -> Decision:
    if draft.kind not in SUMMED and not 1 <= draft.seats <= most:
        return Denied(f"应选名额在 1 和 {most} 之间。", code="seats", field="seats")
    if draft.kind not in SUMMED and not 0 <= draft.others <= draft.seats:
        return Denied("另选他人不会多于应选名额。", rule="ELE-05", code="others", field="others")
    if not 1 <= len(draft.candidates) <= most:
        return Denied(f"写 1 到 {most} 行，一行一个。", rule="LX-241", code="candidates", field="candidates")
    return Allowed()


def _names(draft: Draft, long: int, note: int) -> Decision:
    names, people = [one.name for one in draft.candidates], [one.person for one in draft.candidates]
    if not all(name.strip() for name in names):
        return Denied("有一行没有写名字。", code="empty", field="candidates")
    if twice := _twice(names, people):
        return Denied(f"“{twice}”写了两遍。", code="twice_named", field="candidates")
    wide = next((name for name in names if len(name) > long), "")
    if wide:
        return Denied(f"“{wide[:12]}…”太长，最多 {long} 个字。", rule="LX-241", code="too_long", field="candidates")
    if any(len(one.note) > note for one in draft.candidates):
        return Denied(f"简况每人最多 {note} 个字。", rule="LX-241", code="too_long", field="candidates")
    return Allowed()


def _twice(names: Sequence[str], people: Sequence[int | None]) -> str:
    """A name, or somebody, that stands twice; two people of one name are written apart (`namesakes`)."""
    rows, often, known = zip(names, people, strict=True), Counter(names), Counter(people)
    return next((n for n, p in rows if often[n] > 1 or (p is not None and known[p] > 1)), "")


def _listed(draft: Draft) -> Decision:
    """Who votes by a list: nobody twice. It may still be empty, to be brought from a table before it is handed in."""
    if draft.electorate != "listed":
        return Allowed()
    if any(len(one.name) > rule("LX-241").count("name") for one in draft.listed):
        return Denied("名单里有一行太长，一行只写一个姓名。", rule="LX-241", code="too_long", field="listed")
    if twice := _twice([one.name for one in draft.listed], [one.person for one in draft.listed]):
        return Denied(f"“{twice}”写了两遍。", code="twice_named", field="listed")
    return Allowed()


def _said(text: str, label: str, name: str, figure: str) -> Decision:
    if not text.strip():
        return Denied(f"请填写“{label}”。", code="empty", field=name)
    return _not_longer(text, label, name, figure)


def _not_longer(text: str, label: str, name: str, figure: str) -> Decision:
    most = rule("LX-241").count(figure)
    if len(text) > most:
        words = f"“{label}”最多 {most} 个字，现在是 {len(text)} 个字。"
        return Denied(words, rule="LX-241", code="too_long", field=name)
    return Allowed()


def _fill(case: Election, draft: Draft) -> None:
    """Candidates and a listed roll of a draft, anew."""
    case.candidates.all().delete()
    Candidate.objects.bulk_create(
        Candidate(election=case, person_id=one.person, name=one.name, note=one.note, place=place)
        for place, one in enumerate(draft.candidates)
    )
    rolls.write(case, draft.listed if draft.electorate == "listed" else ())
    Scrutineer.objects.filter(election=case).delete()
