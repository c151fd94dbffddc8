"""Entered by one, shown by another; taken back to be changed; taken down without losing what it was."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.utils import timezone

from lianxin.foundation.casework.engine import advance
from lianxin.foundation.files import actions as files
from lianxin.foundation.files.intake import Prepared
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.rules.registry import rule
from lianxin.foundation.spine import moment
from lianxin.foundation.spine.actions import action, lock, record, require
from lianxin.foundation.spine.unique import or_refuse
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import OUT_OF_SCOPE, Denied, Refused

from . import indexing, policies, queries
from .flow import FLOW
from .lifecycle import WRITE
from .models import Resource, ResourceStep

_TWICE = Denied("这一页已经提交过了。", code="twice", remedy="请到列表里查看。")


@dataclass(frozen=True, slots=True)
class Said:
    """What was typed about a resource. kind, audience: codes of `words`."""

    kind: str
    title: str
    summary: str
    source: str
    era: str = ""
    link: str = ""
    audience: str = "own"

    def columns(self) -> dict[str, str]:
        return {name: value.strip() for name, value in asdict(self).items()}


@action("resources.enter")
def enter(
    *, actor: Actor, organisation: Organisation, said: Said, key: str, fresh: Sequence[Prepared] = ()
) -> Resource:
    """登记. The same form twice is one resource; who enters it keeps it (责任人)."""
    if not actor.may(WRITE, organisation.path):
        raise Refused(OUT_OF_SCOPE)
    known = Resource.objects.unscoped("the same form").filter(key=key[:40]).first()
    if known is not None:
        record("resources.enter_again", actor=actor, subject=known)
        return known
    require(policies.sound(said.columns()))
    now = moment.now()
    with or_refuse(_TWICE):
        case = Resource.objects.create(
            state="draft", organisation=organisation, org_path=organisation.path, opened_at=now, key=key[:40],
            handler_id=actor.person_id, entered_by_id=actor.person_id, **said.columns(),
        )  # fmt: skip
    case.number = f"ZY{timezone.localdate(now).year}-{case.pk:05d}"
    case.save(update_fields=["number"])
    ResourceStep.objects.create(
        case=case, event="enter", label="登记", source="", target="draft", at=now, actor_kind=actor.kind,
        person_id=actor.person_id,
    )  # fmt: skip
    _attach(actor, case, fresh)
    record("resources.enter", actor=actor, subject=case, org_path=case.org_path, kind=case.kind)
    return case


@action("resources.change")
def change(
    *, actor: Actor, resource: Resource, said: Said, revision: int, fresh: Sequence[Prepared] = (), gone: Iterable[str] = ()
) -> Resource:  # fmt: skip
    """修改 of a draft. gone: uuids of files that are taken away."""
    case = lock(resource, revision=revision)
    require(policies.sound(said.columns()))
    case = advance(case, "change", actor=actor, changes=said.columns() | {"entered_by_id": actor.person_id})
    leaving = set(gone)
    for stored in queries.attached(case):
        if str(stored.uuid) in leaving:
            files.remove(actor=actor, stored=stored, reason="整理的人去掉")
    _attach(actor, case, fresh)
    return case


def _attach(actor: Actor, case: Resource, fresh: Sequence[Prepared]) -> None:
    most = rule(policies.RULE).count("files")
    if len(queries.attached(case)) + len(fresh) > most:
        raise Refused(Denied(f"照片和 PDF 最多 {most} 个。", rule=policies.RULE, code="too_many", field="scans"))
    for prepared in fresh:
        files.store(actor=actor, upload=prepared, org_path=case.org_path, subject=case.subject, public=True)


def _step(actor: Actor, resource: Resource, event: str, revision: int, *, note: str = "", **changes: Any) -> Resource:
    """One row of the table; the search follows in the same transaction."""
    case = advance(lock(resource, revision=revision), event, actor=actor, note=note, changes=changes)
    indexing.index(case)
    return case


@action("resources.submit")
def submit(*, actor: Actor, resource: Resource, revision: int) -> Resource:
    """送另一位同志审核: something to see is there (LX-230)."""
    case = lock(resource, revision=revision)
    require(policies.whole(case, len(queries.attached(case))))
    return _step(actor, case, "submit", revision)


@action("resources.approve")
def approve(*, actor: Actor, resource: Resource, revision: int) -> Resource:
    """审核通过: from now on those see it for whom it is meant, and the search finds it."""
    return _step(actor, resource, "approve", revision, shown_at=moment.now())


@action("resources.give_back")
def give_back(*, actor: Actor, resource: Resource, reason: str, revision: int) -> Resource:
    """退回修改, with what to change."""
    return _step(actor, resource, "give_back", revision, note=_told(reason))


@action("resources.revise")
def revise(*, actor: Actor, resource: Resource, revision: int) -> Resource:
    """收回修改: out of sight until somebody else has looked at the new words."""
    return _step(actor, resource, "revise", revision)


@action("resources.withdraw")
def withdraw(*, actor: Actor, resource: Resource, reason: str, revision: int) -> Resource:
    """撤下, with the reason; it stays at the desk with its files."""
    return _step(actor, resource, "withdraw", revision, note=_told(reason))


@action("resources.bring_back")
def bring_back(*, actor: Actor, resource: Resource, revision: int) -> Resource:
    """恢复: looked at again before it is shown."""
    return _step(actor, resource, "bring_back", revision)


@action("resources.take_over")
def take_over(*, actor: Actor, resource: Resource, revision: int) -> Resource:
    """接手保管: from now on this person answers for it."""
    return _step(actor, resource, "take_over", revision, handler_id=actor.person_id)


def _told(reason: str) -> str:
    if not reason.strip():
        raise Refused(Denied("请填写原因。", code="empty", field="reason"))
    return reason.strip()[:500]


__all__ = [
    "FLOW", "Said", "approve", "bring_back", "change", "enter", "give_back", "revise", "submit", "take_over", "withdraw",
]  # fmt: skip
