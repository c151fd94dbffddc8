"""Every change of a file: one named action, its line in the time line, its line in the ledger."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date

from django.utils import timezone

from lianxin.foundation.accounts.models import Person
from lianxin.foundation.notices.actions import send
from lianxin.foundation.organisations.models import PARTY_KINDS, Organisation
from lianxin.foundation.spine.actions import action, lock, record, require
from lianxin.foundation.spine.sealed import blind_index
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import OUT_OF_SCOPE, Denied, Refused
from lianxin.kernel.identity import parse_identity_number

from . import following, policies, stages
from .codes import table
from .models import Member, MemberEvent, MemberRecord
from .words import IN_PARTY, RECORD_CODES, RECORDS, STAGES

#: sex as an identity number says it -> code of the standard
SEX = {"男": "1", "女": "2"}


@dataclass(frozen=True, slots=True)
class Facts:
    """The first page of a file; names of the columns."""

    name: str
    stage: str
    sex: str = ""
    ethnicity: str = ""
    education: str = ""
    joined_on: date | None = None
    full_since: date | None = None
    occupation: str = ""
    work_unit: str = ""


@action("dossiers.enrol")
def enrol(
    *, actor: Actor, organisation: Organisation, facts: Facts, identity: str, phone: str = "", by_letter: bool = False
) -> Member:
    """建立档案 of somebody who is no member, or whom a transfer brings (by_letter: that flow asked its own policy)."""
    if facts.stage in IN_PARTY and not by_letter:
        raise Refused(stages.NEEDS_TWO)
    member = open_file(actor, organisation, facts, identity, phone)
    note(member, actor, "enrolled", f"在{organisation.short_name}建立档案，{STAGES[facts.stage]}")
    record("dossiers.enrol", actor=actor, subject=member, org_path=member.org_path, stage=facts.stage)
    return member


def open_file(
    actor: Actor, organisation: Organisation, facts: Facts, identity: str, phone: str, standing: str = "active"
) -> Member:
    """One person has one file (R021); birth day and sex are read from the identity number (GB-01). A file that nobody
    confirmed is taken up again. The action that calls it writes time line and ledger."""
    if not actor.may(policies.EDIT, organisation.path):
        raise Refused(OUT_OF_SCOPE)
    if organisation.kind not in PARTY_KINDS or organisation.closed_on:
        raise Refused(Denied("档案要建在党组织里。", code="not_party", field="organisation"))
    number = parse_identity_number(identity, today=timezone.localdate())
    if isinstance(number, Denied):
        raise Refused(
            Denied(number.reason, rule="GB-01", code="identity_number", field="identity", remedy=number.remedy)
        )
    check(facts, born=number.born)
    person = Person.objects.filter(identity_index=blind_index(number.number)).order_by("-pk").first()
    known = Member.objects.unscoped("one file each").filter(person=person).first() if person is not None else None
    if known is not None and not (known.standing == "unproven" and actor.may(policies.EDIT, known.org_path)):
        raise Refused(Denied("这位同志已经有档案了。", code="twice", field="identity",
                             remedy="如果在别的党组织，请办理组织关系转接。"))  # fmt: skip
    if person is None:
        person = Person.objects.create(
            name=facts.name, nickname=f"{facts.name[:1]}同志", phone=phone, identity_number=number.number
        )
    values = asdict(facts) | {"sex": facts.sex or SEX[number.sex], "standing": standing, "organisation": organisation}
    member = lock(known) if known is not None else Member(person=person, born=number.born)
    for name, value in values.items():
        setattr(member, name, value)
    member.revision += int(known is not None)
    member.save()
    return member


@action("dossiers.change")
def change(*, actor: Actor, member: Member, facts: Facts, revision: int) -> Member:
    """更正信息. What changed is named in the time line; what it was before stands in no clear text."""
    member = lock(member, revision=revision)
    require(policies.may_edit(actor, member))
    check(facts, born=member.born)
    if stages.makes_a_member(member, facts.stage):
        raise Refused(stages.NEEDS_TWO)
    made_on = timezone.localdate(member.created_at)
    require(stages.may_correct(member, facts.stage, facts.joined_on, facts.full_since, made_on))
    names = [name for name, value in asdict(facts).items() if getattr(member, name) != value]
    if not names:
        raise Refused(Denied("没有改动。", code="same"))
    for name in names:
        setattr(member, name, getattr(facts, name))
    member.revision += 1
    member.save()
    words = "、".join(str(Member._meta.get_field(name).verbose_name) for name in names)  # type: ignore[union-attr]  # plain columns
    note(member, actor, "stage" if "stage" in names else "changed", f"更正：{words}")
    record("dossiers.change", actor=actor, subject=member, org_path=member.org_path, columns=names)
    return member


@dataclass(frozen=True, slots=True)
class Entry:
    """What is added beside the first page; names of the columns. code: of the table of the kind, where it has one."""

    kind: str
    text: str
    code: str = ""
    since: date | None = None
    until: date | None = None


@action("dossiers.add_record")
def add_record(*, actor: Actor, member: Member, entry: Entry) -> MemberRecord:
    """补充档案内容: learning, work, posts, rewards, sanctions."""
    member = lock(member)
    require(policies.may_edit(actor, member))
    if entry.kind not in RECORDS:
        raise Refused(Denied("请选择种类。", code="empty", field="kind"))
    word = ""
    if entry.kind in RECORD_CODES:
        name, label = RECORD_CODES[entry.kind]
        word = table(name).get(entry.code, "")
        if not word:
            raise Refused(Denied(f"请选择“{label}”。", code="empty", field="code"))
    if not entry.text.strip():
        raise Refused(Denied("请填写内容。", code="empty", field="text"))
    if entry.since and entry.until and entry.until < entry.since:
        raise Refused(Denied("结束日期早于开始日期。", code="order", field="until"))
    if entry.since and entry.since > timezone.localdate():
        raise Refused(Denied("这一天还没有到。", code="future", field="since"))
    text = "，".join(part for part in (word, entry.text.strip()) if part)
    made = MemberRecord.objects.create(
        member=member, kind=entry.kind, code=entry.code if word else "", text=text, since=entry.since, until=entry.until
    )
    note(member, actor, "record", f"补充{RECORDS[entry.kind][0]}")
    if made.secret:
        _tell(made)
    record("dossiers.add_record", actor=actor, subject=member, org_path=member.org_path, kind=entry.kind)
    return made


def _tell(made: MemberRecord) -> None:
    """F03: the person learns of a sanction when it is written down, where to read it and how to answer; no word of it."""
    send(
        to=made.member.person_id, code="dossiers.sanction", title="您的档案里补充了一条处分记录", url="/me/dossier/",
        body="内容请在“我的档案”里看。有要说明的，可以在那一页交一份材料；写错了的，可以申请更正。", key=f"dossiers:record:{made.pk}",
        org_path=made.member.org_path,
    )  # fmt: skip


def note(member: Member, actor: Actor, kind: str, text: str, on: date | None = None) -> MemberEvent:
    """One line of the time line."""
    return MemberEvent.objects.create(
        member=member, kind=kind, on=on or timezone.localdate(), text=text, by_id=actor.person_id
    )


def check(facts: Facts, *, born: date | None) -> None:
    """What a first page may not say. Raises Refused with the field."""
    today = timezone.localdate()
    for name in ("joined_on", "full_since"):
        day = getattr(facts, name)
        if day is not None and day > today:
            raise Refused(Denied("这一天还没有到。", code="future", field=name))
    if facts.stage in IN_PARTY and facts.joined_on is None:
        raise Refused(Denied("党员要填入党日期。", code="empty", field="joined_on"))
    if facts.stage not in IN_PARTY and (facts.joined_on or facts.full_since):
        raise Refused(Denied(f"{STAGES[facts.stage]}还没有入党，不填入党和转正日期。", code="order", field="joined_on"))
    if born is not None and facts.joined_on is not None and facts.joined_on <= born:
        raise Refused(Denied("入党日期早于出生日期。", code="order", field="joined_on"))
    if facts.stage == "probationary" and facts.full_since:
        raise Refused(Denied("预备党员不填转正日期。", code="order", field="full_since"))
    if facts.joined_on and facts.full_since and facts.full_since < facts.joined_on:
        raise Refused(Denied("转正日期早于入党日期。", code="order", field="full_since"))


@action("dossiers.set_stage")
def set_stage(
    *,
    actor: Actor,
    member: Member,
    stage: str,
    on: date,
    text: str,
    joined_on: date | None = None,
    full_since: date | None = None,
) -> Member:
    """人员类别变化, as the flow that governs it decided (`membership.development`); that room asked its own policy."""
    member = lock(member)
    member.stage = stage
    member.joined_on = joined_on or member.joined_on
    member.full_since = full_since or member.full_since
    member.revision += 1
    member.save()
    note(member, actor, "stage", text, on)
    record("dossiers.set_stage", actor=actor, subject=member, org_path=member.org_path, stage=stage)
    return member


@action("dossiers.move")
def move(*, actor: Actor, member: Member, organisation: Organisation, on: date, text: str) -> Member:
    """档案随人转到另一个党组织, as the transfer that governs it decided (`membership.transfer`)."""
    member = lock(member)
    member.organisation, member.org_path = organisation, organisation.path
    member.revision += 1
    member.save()
    note(member, actor, "organisation", text, on)
    record("dossiers.move", actor=actor, subject=member, org_path=member.org_path)
    following.tell(member, actor)
    return member


@action("dossiers.leave")
def leave(*, actor: Actor, member: Member, standing: str, on: date, text: str) -> Member:
    """不再在册: gone elsewhere, or no longer a member, as people decided; the file stays where it was."""
    member = lock(member)
    member.standing = standing
    member.revision += 1
    member.save()
    note(member, actor, "standing", text, on)
    record("dossiers.leave", actor=actor, subject=member, org_path=member.org_path, standing=standing)
    following.tell(member, actor)
    return member


@action("dossiers.come_back")
def come_back(*, actor: Actor, member: Member, organisation: Organisation, facts: Facts, on: date, text: str) -> Member:
    """转回来: whose relation had gone elsewhere is on a roster here again, in the file they had (R021); what the letter
    says holds. The transfer that governs it asked its own policy."""
    member = lock(member)
    if member.standing != "moved":
        raise Refused(Denied(f"这位同志在平台上的档案{member.get_standing_display()}，请先核对。", code="standing"))
    check(facts, born=member.born)
    for name, value in asdict(facts).items():
        setattr(member, name, value or getattr(member, name))
    member.joined_on, member.full_since = facts.joined_on, facts.full_since
    member.standing, member.organisation, member.org_path = "active", organisation, organisation.path
    member.revision += 1
    member.save()
    note(member, actor, "returned", text, on)
    record("dossiers.come_back", actor=actor, subject=member, org_path=member.org_path)
    following.tell(member, actor)
    return member


@action("dossiers.begin_again")
def begin_again(*, actor: Actor, member: Member, on: date, text: str) -> Member:
    """Somebody whose qualification was taken back applies anew, in the same file (R021): an applicant on the roster, as
    `membership.development` decided. text keeps the days that no longer stand on the first page."""
    member = lock(member)
    if member.standing != "left":
        raise Refused(Denied(f"这份档案{member.get_standing_display()}。", code="standing", field="member"))
    member.standing, member.stage, member.joined_on, member.full_since = "active", "applicant", None, None
    member.revision += 1
    member.save()
    note(member, actor, "returned", text, on)
    record("dossiers.begin_again", actor=actor, subject=member, org_path=member.org_path)
    following.tell(member, actor)
    return member


@action("dossiers.restore")
def restore(*, actor: Actor, member: Member, on: date, text: str) -> Member:
    """恢复党籍: somebody whose membership was stopped is on the roster again, as people decided (EDU-06)."""
    member = lock(member)
    if member.standing != "stopped":
        raise Refused(
            Denied(f"这份档案{member.get_standing_display()}，不是停止党籍。", rule="EDU-06", code="standing")
        )
    member.standing = "active"
    member.revision += 1
    member.save()
    note(member, actor, "returned", text, on)
    record("dossiers.restore", actor=actor, subject=member, org_path=member.org_path)
    following.tell(member, actor)
    return member
