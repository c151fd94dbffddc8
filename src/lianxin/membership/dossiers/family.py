"""家庭成员: only their person tells them, only while their separate consent stands (PIP-03); a withdrawal erases."""

from __future__ import annotations

from dataclasses import dataclass

from lianxin.foundation.privacy.consents import Purpose, add_purpose, consented, when_withdrawn
from lianxin.foundation.spine.actions import action, lock, record
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import OUT_OF_SCOPE, Denied, Refused

from . import policies
from .actions import note
from .codes import table
from .models import Member, Relative

PURPOSE = Purpose(
    "dossiers.family", "在档案里写明家庭成员", "家庭成员的姓名、政治面貌和工作，只由您自己填写，加密存放；管理您档案的同志写明理由后才能看。",
    "已经填写的家庭成员会立即删除，档案的其他内容不受影响。",
)  # fmt: skip
#: as many as any family that a form of the Party asks for
MOST = 20
NO_CONSENT = Denied(
    "还没有单独同意，不能填写家庭成员。",
    rule="PIP-03",
    code="no_consent",
    remedy="请先在这一页同意；不同意也不影响别的事。",
)


@dataclass(frozen=True, slots=True)
class Kin:
    """One member of the family; names of the columns, codes of GB/T 4761 and GB/T 4762."""

    relation: str
    name: str
    politics: str = ""
    work: str = ""


def connect() -> None:
    """Announce the purpose and what ends with it."""
    add_purpose(PURPOSE, offered_to=_has_file)
    when_withdrawn(PURPOSE.key, _erase)


@action("dossiers.add_relative")
def add(*, actor: Actor, member: Member, kin: Kin) -> Relative:
    """填写家庭成员, by the person of the file alone."""
    member = _own(actor, member)
    if kin.relation not in table("relation") or (kin.politics and kin.politics not in table("politics")):
        raise Refused(Denied("请从列出的选项里选择。", code="empty", field="relation"))
    if not kin.name.strip():
        raise Refused(Denied("请填写姓名。", code="empty", field="name"))
    if member.relatives.count() >= MOST:
        raise Refused(Denied(f"家庭成员最多填 {MOST} 位。", code="too_many"))
    made = Relative.objects.create(
        member=member, relation=kin.relation, name=kin.name.strip(), politics=kin.politics, work=kin.work.strip()
    )
    note(member, actor, "family", "本人填写家庭成员")
    record("dossiers.add_relative", actor=actor, subject=member, org_path=member.org_path)
    return made


@action("dossiers.remove_relative")
def remove(*, actor: Actor, relative: Relative) -> None:
    """删去一位家庭成员."""
    member = _own(actor, relative.member)
    lock(relative).delete()
    note(member, actor, "family", "本人删去一位家庭成员")
    record("dossiers.remove_relative", actor=actor, subject=member, org_path=member.org_path)


def _own(actor: Actor, member: Member) -> Member:
    member = lock(member)
    if not actor.is_person(member.person_id):
        may_see = policies.may_see(actor, member)
        raise Refused(Denied("家庭成员只由本人填写。", rule="PIP-03", code="not_own") if may_see else OUT_OF_SCOPE)
    if not consented(member.person_id, PURPOSE.key):
        raise Refused(NO_CONSENT)
    return member


def _has_file(person_id: int) -> bool:
    return Member.objects.unscoped("one's own file").filter(person_id=person_id).exists()


def _erase(person_id: int) -> None:
    """Inside the withdrawal: the rows go at once (PIP-02)."""
    member = Member.objects.unscoped("the person withdraws").filter(person_id=person_id).first()
    if member is not None and member.relatives.all().delete()[0]:
        note(member, Actor(kind="citizen", person_id=person_id), "family", "撤回同意，家庭成员已删除")
