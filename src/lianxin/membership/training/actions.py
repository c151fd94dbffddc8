"""Every change of a training."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal

from lianxin.foundation.files.actions import remove as remove_file
from lianxin.foundation.files.actions import store
from lianxin.foundation.files.intake import Prepared
from lianxin.foundation.files.queries import files_of
from lianxin.foundation.spine import moment
from lianxin.foundation.spine.actions import action, lock, record, require
from lianxin.foundation.spine.unique import or_refuse
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import OUT_OF_SCOPE, Denied, Refused
from lianxin.membership.dossiers.models import Member

from . import announcing, policies
from .models import Training
from .words import KINDS, STANDS


@dataclass(frozen=True, slots=True)
class Said:
    """What is said about a training; names of the columns. lessons: by halves."""

    kind: str
    title: str
    host: str
    first: date
    last: date
    lessons: Decimal
    proof: str


@action("training.enter")
def enter(
    *, actor: Actor, members: Sequence[Member], said: Said, key: str, files: Sequence[Prepared] = ()
) -> list[Training]:
    """登记 by the branch, for one or several who were there; it counts at once. The same form twice is one entry."""
    if not members:
        raise Refused(Denied("请选择哪些同志参加了。", code="empty", field="members"))
    if files and len(members) > 1:
        raise Refused(Denied("照片只能跟一位同志的放在一起。", code="rule", field="scans",
                             remedy="几位同志一起登记的，写明依据就行。"))  # fmt: skip
    for member in members:
        require(policies.may_enter(actor, member))
    known = list(Training.objects.filter(member__in=members, key=key, state__in=STANDS))
    if known:
        record("training.enter_again", actor=actor, subject=known[0], org_path=members[0].org_path)
        return known
    check(said)
    made = [_make(actor, member, said, key, "confirmed", files) for member in members]
    for one in made:
        announcing.entered(one)
    record("training.enter", actor=actor, subject=made[0], org_path=members[0].org_path, people=len(made),
           lessons=str(said.lessons))  # fmt: skip
    return made


@action("training.report")
def report(*, actor: Actor, member: Member, said: Said, key: str, files: Sequence[Prepared] = ()) -> Training:
    """本人提交; it counts when a secretary has confirmed it."""
    member = lock(member)
    require(policies.may_report(actor, member))
    known = Training.objects.filter(member=member, key=key, state__in=STANDS).first()
    if known is not None:
        record("training.enter_again", actor=actor, subject=known, org_path=member.org_path)
        return known
    check(said)
    require(policies.room_for_more(member, moment.today()))
    made = _make(actor, member, said, key, "waiting", files)
    announcing.asked(made)
    record("training.report", actor=actor, subject=made, org_path=member.org_path)
    return made


@action("training.confirm")
def confirm(*, actor: Actor, training: Training, revision: int) -> Training:
    """确认: from now on it counts."""
    training = _held(actor, training, revision)
    if training.state != "waiting":
        raise Refused(Denied("这一条已经处理过了。", code="wrong_state", remedy="请刷新页面查看。"))
    _decide(actor, training, "confirmed", "")
    announcing.answered(training)
    record("training.confirm", actor=actor, subject=training, org_path=training.member.org_path)
    return training


@action("training.send_back")
def send_back(*, actor: Actor, training: Training, reason: str, revision: int) -> Training:
    """不记入, or taken out again when it was wrong; the person reads why. Scans go, so that nothing unasked stays (PIP-01)."""
    training = _held(actor, training, revision)
    if training.state == "returned":
        raise Refused(Denied("这一条已经处理过了。", code="wrong_state", remedy="请刷新页面查看。"))
    if not reason.strip():
        raise Refused(Denied("请写明为什么不记入，本人会看到。", code="empty", field="reason"))
    _drop_scans(actor, training, "没有记入")
    _decide(actor, training, "returned", reason.strip())
    announcing.answered(training)
    record("training.send_back", actor=actor, subject=training, org_path=training.member.org_path)
    return training


@action("training.withdraw")
def withdraw(*, actor: Actor, training: Training) -> None:
    """本人收回 what nobody has confirmed; nothing of it stays but the line in the ledger."""
    training = lock(training)
    if not actor.is_person(training.member.person_id):
        raise Refused(OUT_OF_SCOPE)
    if training.state != "waiting":
        raise Refused(Denied("这一条已经处理过了。", code="wrong_state", remedy="请刷新页面查看。"))
    _drop_scans(actor, training, "本人收回")
    record("training.withdraw", actor=actor, subject=training, org_path=training.member.org_path)
    training.delete()


def check(said: Said) -> None:
    """What no entry may say. Raises Refused with the field."""
    for name, word in (("title", "名称"), ("host", "谁办的"), ("proof", "凭什么证明")):
        if not str(getattr(said, name)).strip():
            raise Refused(Denied(f"请填写“{word}”。", code="empty", field=name))
    if said.kind not in KINDS:
        raise Refused(Denied("请选择种类。", code="unknown", field="kind"))
    require(policies.holds_together(said.first, said.last, said.lessons, moment.today()))


def _make(
    actor: Actor, member: Member, said: Said, key: str, state: str, files: Sequence[Prepared]
) -> Training:  # fmt: skip
    twice = Denied(
        f"{member.name}的这次培训已经登记过了。", code="twice", field="title", remedy="记错了的，先把原来那条退回。"
    )
    with or_refuse(twice):
        made = Training.objects.create(
            member=member, key=key, state=state, by_id=actor.person_id, at=moment.now(), **asdict(said)
        )
    for file in files:
        store(actor=actor, upload=file, org_path=member.org_path, subject=made.subject)
    return made


def _held(actor: Actor, training: Training, revision: int) -> Training:
    training = lock(training, revision=revision)
    require(policies.may_decide(actor, training))
    return training


def _decide(actor: Actor, training: Training, state: str, reason: str) -> None:
    training.state, training.returned_for = state, reason
    training.decided_by_id, training.decided_at = actor.person_id, moment.now()
    training.revision += 1
    training.save()


def _drop_scans(actor: Actor, training: Training, reason: str) -> None:
    for stored in files_of(training.subject):
        remove_file(actor=actor, stored=stored, reason=reason)
