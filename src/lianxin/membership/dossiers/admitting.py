"""补录为党员 (LX-262): who stands as a member in a file without a way kept here does so on a paper that two people looked at.

Members come by 发展党员, by a letter or by a roster; this is for the single one whom none of them brings. Until it is
confirmed a new file counts nowhere, and an old one counts as what it was.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from django.utils import timezone

from lianxin.foundation.accounts.models import Person
from lianxin.foundation.accounts.queries import nearest_holders
from lianxin.foundation.notices.actions import send, send_many
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.spine.actions import action, lock, record, require
from lianxin.foundation.spine.unique import or_refuse
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Denied, Refused

from . import policies, stages
from .actions import Facts, change, check, note, open_file
from .models import Admission, Member
from .words import GROUNDS, IN_PARTY, STAGES

RULE = "LX-262"
ROOT = "/workbench/members/"
_TWICE = Denied("这份档案已经提出补录，正等另一位同志确认。", rule=RULE, code="twice")


@dataclass(frozen=True, slots=True)
class Ground:
    """On what it rests. kind: of `words.GROUNDS`; paper: which paper, and where it lies."""

    kind: str
    paper: str


@action("dossiers.enrol_member")
def enrol(
    *, actor: Actor, organisation: Organisation, facts: Facts, identity: str, ground: Ground, phone: str = ""
) -> Member:
    """建立党员的档案; it counts nowhere before somebody else has confirmed it."""
    _grounded(facts, ground)
    member = open_file(actor, organisation, facts, identity, phone, standing="pending")
    _propose(actor, member, facts, ground, opened=True)
    note(member, actor, "enrolled", f"在{organisation.short_name}建立档案，{_words(facts.stage, ground)}，等人确认")
    record("dossiers.enrol_member", actor=actor, subject=member, org_path=member.org_path, stage=facts.stage)
    return member


@action("dossiers.propose_member")
def correct(*, actor: Actor, member: Member, facts: Facts, ground: Ground, revision: int) -> Member:
    """更正为党员: what else was corrected holds at once, the stage and its days when somebody else has confirmed them."""
    member = lock(member, revision=revision)
    require(policies.may_edit(actor, member))
    check(facts, born=member.born)
    _grounded(facts, ground)
    require(
        stages.may_correct(
            member, facts.stage, facts.joined_on, facts.full_since, timezone.localdate(member.created_at)
        )
    )
    kept = replace(facts, stage=member.stage, joined_on=member.joined_on, full_since=member.full_since)
    if any(getattr(member, name) != getattr(kept, name) for name in Facts.__dataclass_fields__):
        member = change(actor=actor, member=member, facts=kept, revision=member.revision)
    _propose(actor, member, facts, ground, opened=False)
    note(member, actor, "changed", f"提出更正为{_words(facts.stage, ground)}，等人确认")
    record("dossiers.propose_member", actor=actor, subject=member, org_path=member.org_path, stage=facts.stage)
    return member


@action("dossiers.confirm_member")
def confirm(*, actor: Actor, admission: Admission) -> Member:
    """确认: the paper was looked at by a second person; from now on the file counts."""
    row = lock(admission)
    member = lock(row.member)
    require(policies.may_admit(actor, row, member))
    if not row.opened:
        made_on = timezone.localdate(member.created_at)
        require(stages.may_correct(member, row.stage, row.joined_on, row.full_since, made_on))
    member.stage, member.joined_on, member.full_since, member.standing = (
        row.stage,
        row.joined_on,
        row.full_since,
        "active",
    )
    member.revision += 1
    member.save()
    _decided(row, actor, "confirmed")
    note(member, actor, "stage", f"确认为{_words(row.stage, Ground(row.ground, row.paper))}")
    record("dossiers.confirm_member", actor=actor, subject=member, org_path=member.org_path, stage=row.stage)
    send(to=member.person_id, code="dossiers.admission", title=f"党组织按{row.get_ground_display()}把您记为{row.get_stage_display()}",
         body="依据和日期请在“我的档案”里看，写错了的，可以申请更正。", url="/me/dossier/", key=f"admission:{row.pk}",
         org_path=member.org_path)  # fmt: skip
    return member


@action("dossiers.decline_member")
def decline(*, actor: Actor, admission: Admission, answer: str) -> Member:
    """不确认, with a reason; whoever proposed it may take it back. The file and what was said stay."""
    row = lock(admission)
    member = lock(row.member)
    own = actor.person_id is not None and actor.person_id == row.by_id and row.state == "waiting"
    if not own:
        require(policies.may_admit(actor, row, member))
        if not answer.strip():
            raise Refused(Denied("请写明为什么不确认，提出的同志看得到。", rule=RULE, code="empty", field="answer"))
    if row.opened:
        member.standing = "unproven"
        member.revision += 1
        member.save()
    row.answer = answer.strip()[:300]
    _decided(row, actor, "declined")
    note(
        member, actor, "changed", f"{'收回' if own else '没有确认'}：{_words(row.stage, Ground(row.ground, row.paper))}"
    )
    record("dossiers.decline_member", actor=actor, subject=member, org_path=member.org_path, stage=row.stage)
    if row.by_id is not None and not own:
        send(to=row.by_id, code="dossiers.admission", title=f"{member.name}的补录没有确认", url=f"{ROOT}{member.pk}/", working=True,
             key=f"admission:{row.pk}:declined", org_path=member.org_path)  # fmt: skip
    return member


def waiting(member: Member) -> Admission | None:
    """What nobody has decided yet."""
    return member.admissions.filter(state="waiting").select_related("by").first()


def _grounded(facts: Facts, ground: Ground) -> date:
    """A member, a ground, a paper; answers the day of admission. Raises `Refused` at the field that lacks."""
    if facts.stage not in IN_PARTY:
        raise Refused(Denied("只有记成党员才要这样提出。", rule=RULE, code="stage", field="stage"))
    if ground.kind not in GROUNDS:
        raise Refused(Denied("记成党员要选依据。", rule=RULE, code="empty", field="ground"))
    if not ground.paper.strip() or len(ground.paper) > 200:
        raise Refused(Denied("请写明看了哪份材料，放在哪里，200 字以内。", rule=RULE, code="empty", field="paper"))
    if facts.joined_on is None:
        raise Refused(Denied("党员要填入党日期。", rule=RULE, code="empty", field="joined_on"))
    return facts.joined_on


def _propose(actor: Actor, member: Member, facts: Facts, ground: Ground, *, opened: bool) -> None:
    joined = _grounded(facts, ground)
    with or_refuse(_TWICE):
        row = Admission.objects.create(
            member=member, stage=facts.stage, joined_on=joined, full_since=facts.full_since, ground=ground.kind,
            paper=ground.paper.strip(), opened=opened, by=_person(actor),
        )  # fmt: skip
    nobody = [pk for pk in (actor.person_id, member.person_id) if pk]
    send_many(to=nearest_holders(policies.IMPORT, member.org_path, exclude=nobody), code="dossiers.admission",
              title="有一份党员档案等您确认", body=f"{member.name}，{row.get_ground_display()}", url=f"{ROOT}{member.pk}/admission/",
              key=f"admission:{row.pk}:asked", working=True, org_path=member.org_path)  # fmt: skip


def _words(stage: str, ground: Ground) -> str:
    return f"{STAGES[stage]}，依据：{GROUNDS[ground.kind][0]}，{ground.paper.strip()[:150]}"


def _person(actor: Actor) -> Person | None:
    return Person.objects.filter(pk=actor.person_id or 0).first()


def _decided(row: Admission, actor: Actor, state: str) -> None:
    row.state, row.decided_by, row.decided_at = state, _person(actor), timezone.now()
    row.save()
