"""Written by one, approved by another; kept in versions; retired without losing what was asked before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from lianxin.foundation.casework.engine import advance
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.spine import moment
from lianxin.foundation.spine.actions import action, lock, record, require
from lianxin.foundation.spine.bulk import next_ids
from lianxin.foundation.spine.unique import or_refuse
from lianxin.kernel.actor import SYSTEM, Actor
from lianxin.kernel.decision import OUT_OF_SCOPE, Allowed, Decision, Denied, Refused

from . import announcing, policies
from .flow import FLOW
from .lifecycle import WRITE
from .marking import Text
from .models import BankQuestion, BankStep, Version
from .words import DIFFICULTIES

_TWICE = Denied("这一页已经提交过了。", code="twice", remedy="请到列表里查看。")


@dataclass(frozen=True, slots=True)
class Written:
    """A question with where it belongs. difficulty: a key of `DIFFICULTIES`."""

    text: Text
    topic: str = ""
    difficulty: int = 2


@action("bank.write")
def write(*, actor: Actor, organisation: Organisation, written: Written, key: str) -> BankQuestion:
    """出题. The same form twice is one question; the same question twice is refused."""
    if not actor.may(WRITE, organisation.path):
        raise Refused(OUT_OF_SCOPE)
    known = BankQuestion.objects.unscoped("the same form").filter(key=key[:40]).first()
    if known is not None:
        record("bank.write_again", actor=actor, subject=known)
        return known
    require(policies.sound(written.text, written.topic))
    require(_difficulty(written))
    require(new_here(organisation, written.text))
    with or_refuse(_TWICE):
        [case] = insert(actor, organisation, [(written, key[:40])], state="draft")
    record("bank.write", actor=actor, subject=case, org_path=case.org_path, kind=case.kind)
    return case


def new_here(organisation: Organisation, text: Text, besides: int = 0) -> Decision:
    """Whether the bank of the organisation does not ask this already. besides: key of the question itself."""
    rows = BankQuestion.objects.unscoped("the bank of one organisation").filter(
        organisation=organisation, fingerprint=text.fingerprint
    )
    there = rows.exclude(pk=besides).first()
    if there is None:
        return Allowed()
    return Denied(
        f"题库里已经有同样的题：{there.number}。", code="twice_named", field="stem", remedy="请在那一题上修改。"
    )


def _difficulty(written: Written) -> Decision:
    known = written.difficulty in DIFFICULTIES
    return Allowed() if known else Denied("难度请选易、中、难。", code="choice", field="difficulty")


def insert(
    actor: Actor, organisation: Organisation, rows: Sequence[tuple[Written, str]], *, state: str
) -> list[BankQuestion]:
    """Questions with their first versions, four statements however many. rows: (question, key). Part of an action."""
    now = moment.now()
    ids, texts = next_ids(BankQuestion, len(rows)), next_ids(Version, len(rows))
    year = timezone.localdate(now).year
    cases = [
        BankQuestion(
            pk=pk, number=f"TK{year}-{pk:05d}", state=state, organisation=organisation, org_path=organisation.path, opened_at=now,
            key=key, author_id=actor.person_id, kind=row.text.kind, topic=row.topic, difficulty=row.difficulty, latest_id=text,
            fingerprint=row.text.fingerprint,
        )
        for pk, text, (row, key) in zip(ids, texts, rows, strict=True)
    ]  # fmt: skip
    BankQuestion.objects.bulk_create(cases, batch_size=500)
    versions = [
        Version(pk=text, question_id=pk, number=1, at=now, by_id=actor.person_id, **columns(row.text))
        for pk, text, (row, _) in zip(ids, texts, rows, strict=True)
    ]
    Version.objects.bulk_create(versions, batch_size=500)
    BankStep.objects.bulk_create(
        [
            BankStep(case_id=pk, event="write", label="出题", source="", target=state, at=now, actor_kind=actor.kind,
                     person_id=actor.person_id)
            for pk in ids
        ],
        batch_size=500,
    )  # fmt: skip
    return cases


def columns(text: Text) -> dict[str, object]:
    """Columns of a version."""
    return {
        "stem": text.stem, "options": list(text.options), "key": [list(k) if isinstance(k, tuple) else k for k in text.key],
        "keep_order": text.keep_order, "explanation": text.explanation, "source": text.source,
    }  # fmt: skip


@action("bank.change")
def change(*, actor: Actor, question: BankQuestion, written: Written, revision: int) -> BankQuestion:
    """修改: a draft is written over; what was approved once gets its next version and stays as it was."""
    case = lock(question, revision=revision)
    require(policies.sound(written.text, written.topic))
    require(_difficulty(written))
    if written.text.kind != case.kind:
        raise Refused(Denied("题型定了不能改。", code="kind", field="kind", remedy="请停用这一题，另出一题。"))
    require(new_here(case.organisation, written.text, case.pk))
    version = case.latest
    if version is None or version.approved_at is not None:
        version = Version(question=case, number=(version.number if version else 0) + 1)
    for name, value in columns(written.text).items():
        setattr(version, name, value)
    version.at, version.by_id = moment.now(), actor.person_id
    version.save()
    changes = {"latest": version, "topic": written.topic, "difficulty": written.difficulty}
    changes["fingerprint"] = written.text.fingerprint
    return advance(case, "change", actor=actor, changes=changes, data={"version": version.number})


@action("bank.submit")
def submit(*, actor: Actor, question: BankQuestion, revision: int) -> BankQuestion:
    """送另一位同志复核."""
    return advance(lock(question, revision=revision), "submit", actor=actor)


@action("bank.approve")
def approve(*, actor: Actor, question: BankQuestion, revision: int) -> BankQuestion:
    """复核通过: from now on it can be drawn."""
    case = lock(question, revision=revision)
    case = advance(case, "approve", actor=actor)
    Version.objects.filter(pk=case.latest_id or 0).update(approved_at=moment.now(), approved_by=actor.person_id)
    return case


@action("bank.approve_many")
def approve_many(*, actor: Actor, questions: Sequence[tuple[BankQuestion, int]]) -> int:
    """复核通过 of those that somebody looked through on one page: all or none. questions: with the revision seen."""
    for question, revision in questions:
        approve(actor=actor, question=question, revision=revision)
    record("bank.approve_many", actor=actor, questions=len(questions))
    return len(questions)


@action("bank.give_back")
def give_back(*, actor: Actor, question: BankQuestion, reason: str, revision: int) -> BankQuestion:
    """退回修改, with what to change."""
    case = lock(question, revision=revision)
    return advance(case, "give_back", actor=actor, note=_said(reason))


@action("bank.revise")
def revise(*, actor: Actor, question: BankQuestion, revision: int) -> BankQuestion:
    """修改成新的版本: out of use until the new wording is approved; papers keep the old one."""
    return advance(lock(question, revision=revision), "revise", actor=actor)


@action("bank.retire")
def retire(*, actor: Actor, question: BankQuestion, reason: str, revision: int) -> BankQuestion:
    """停用: no new paper draws it, old papers keep it."""
    case = lock(question, revision=revision)
    return advance(case, "retire", actor=actor, changes={"reason": _said(reason)}, note=_said(reason))


@action("bank.bring_back")
def bring_back(*, actor: Actor, question: BankQuestion, revision: int) -> BankQuestion:
    """恢复: looked at again before it can be drawn."""
    return advance(lock(question, revision=revision), "bring_back", actor=actor, changes={"reason": ""})


@action("bank.found_wrong")
def found_wrong(*, actor: Actor, version: Version, note: str) -> None:
    """A contest found this version wrong: it goes back to be mended when it is still in use."""
    case = lock(version.question)
    record("bank.found_wrong", actor=actor, subject=case)
    if case.state == "ready" and case.latest_id == version.pk:
        advance(case, "found_wrong", actor=SYSTEM, note=note)


def hand_in(organisation: Organisation, actor: Actor) -> None:
    """Tell reviewers that imported questions wait. Part of the import."""
    announcing.waits(organisation, actor.person_id)


def _said(reason: str) -> str:
    if not reason.strip():
        raise Refused(Denied("请填写原因。", code="empty", field="reason"))
    return reason.strip()[:500]


__all__ = [
    "FLOW", "Written", "approve", "approve_many", "bring_back", "change", "found_wrong", "give_back", "hand_in", "insert",
    "retire", "revise", "submit", "write",
]  # fmt: skip
