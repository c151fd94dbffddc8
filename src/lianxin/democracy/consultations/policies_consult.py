"""Who may do what with a consultation, beyond state and scope; and what has to be done before the next step."""

from __future__ import annotations

from django.utils import timezone

from lianxin.foundation.organisations.models import PARTY_KINDS, Organisation
from lianxin.foundation.rules.registry import rule
from lianxin.foundation.spine import moment
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import OUT_OF_SCOPE, Allowed, Decision, Denied, all_of

from . import audience, opinions
from .lifecycle import CONSULT_SHOWN, MANAGE
from .models import Consultation, Group, Placement, Terms


def may_draft(actor: Actor, organisation: Organisation) -> Decision:
    if not actor.may(MANAGE, organisation.path):
        return OUT_OF_SCOPE
    if organisation.kind not in PARTY_KINDS or organisation.closed_on:
        return Denied("请选择在设的党组织。", code="kind", field="organisation")
    if not Terms.objects.unscoped("what was declared is for everybody").filter(organisation=organisation).exists():
        return Denied("这个党组织还没有作出约定，不知道多久公布采纳情况、由谁负责。", rule="LX-187", code="no_terms",
                      field="organisation", remedy="请先填写约定。")  # fmt: skip
    return Allowed()


def may_read(actor: Actor, case: Consultation) -> bool:
    """M01: from the release on; of a stopped one that had been released the notice is left."""
    shown = case.state in CONSULT_SHOWN or (case.state == "stopped" and case.released_at is not None)
    return shown and audience.reads(actor, case.audience, case.org_path)


def not_prepared(actor: Actor, case: Consultation) -> Decision:
    """先审后发, M04: also the author of a version does not release it."""
    wrote = case.versions.filter(kind="draft", by_id=actor.person_id or 0).exists()
    if actor.is_person(case.prepared_by_id) or wrote:
        return Denied("征求意见稿由没有参与起草的同志审核发布。", rule="LX-187", code="own_work")
    return Allowed()


def fits_period(case: Consultation) -> Decision:
    """LX-187: open long enough, and not over before it is released."""
    least = rule("LX-187").period("open")
    if case.closes_at <= moment.now():
        return Denied("截止时间已经过了。", code="past", field="closes_at", remedy="请退回，改征集时间。")
    first = timezone.localdate(max(case.opens_at, moment.now()))
    if (timezone.localdate(case.closes_at) - first).days < least.amount:
        return Denied(
            f"从开始（或者发布）到截止至少 {least.amount} 天。", rule="LX-187", code="too_short", field="closes_at"
        )
    return Allowed()


def may_release(actor: Actor, case: Consultation) -> Decision:
    return all_of(not_prepared(actor, case), fits_period(case))


def may_extend(actor: Actor, case: Consultation) -> Decision:
    """While it is open; afterwards nobody knows any more that they might still speak."""
    return Allowed() if case.phase != "closed" else Denied("已经截止，不能再延长。", code="closed")


def unanswered(case: Consultation) -> list[int]:
    """Published opinions that stand in no group with an answer."""
    answered = Placement.objects.filter(group__consultation=case).exclude(group__answer="")
    done = set(answered.values_list("opinion", flat=True))
    return [pk for pk in opinions.published(case.pk) if pk not in done]


def may_correct(actor: Actor, case: Consultation) -> Decision:
    """M06: one correction at a time; of the draft while people can still read and speak, of the final text afterwards."""
    if case.wish_note:
        return Denied("上一次更正还在审核。", code="twice")
    return _still(case)


def _still(case: Consultation) -> Decision:
    if case.state == "released" and case.phase == "closed":
        return Denied("已经截止，征求意见稿不再改，请改在定稿里。", code="closed")
    return Allowed()


def may_drop_correction(actor: Actor, case: Consultation) -> Decision:
    if not case.wish_note:
        return Denied("没有待审核的更正。", code="nothing_here")
    if actor.is_person(case.wished_by_id):
        return Denied("更正由另一位同志审核。", rule="LX-187", code="own_work")
    return Allowed()


def may_take_correction(actor: Actor, case: Consultation) -> Decision:
    return all_of(may_drop_correction(actor, case), _still(case))


def may_show_late(actor: Actor, case: Consultation) -> Decision:
    """An answer that came after the result is released like the result: complete, and by another person."""
    rows = list(Group.objects.filter(consultation=case, shown=False))
    if not rows:
        return Denied("没有等公布的补充答复。", code="nothing_here")
    if any(actor.is_person(row.by_id) for row in rows):
        return Denied("补充答复由另一位同志核对后公布。", rule="LX-187", code="own_work")
    if any(not row.answer for row in rows) or unanswered(case):
        return Denied("还有意见没有答复。", rule="LX-187", code="unanswered", remedy="请先在“归类和答复”里处理。")
    return Allowed()


def grouping(case: Consultation) -> str:
    """The event under which opinions are answered now."""
    return "group_late" if case.state == "finished" else "group"


def still_open(case: Consultation, group: Group) -> Decision:
    """M06: an answer that was published is not changed in passing."""
    if case.state == "finished" and group.shown:
        return Denied("这一类的答复已经公布，不能再改。", code="published")
    return Allowed()


def owed(case: Consultation) -> int:
    """How many published opinions readers see no answer to, once the result is out."""
    done = set(Placement.objects.filter(group__consultation=case, group__shown=True).values_list("opinion", flat=True))
    return sum(pk not in done for pk in opinions.published(case.pk))


def may_report(actor: Actor, case: Consultation) -> Decision:
    """R075: every published opinion has its answer, none waits for its review, and nobody can still speak."""
    if case.phase != "closed":
        return Denied("还没有截止，截止后才能提交结果。", code="open")
    if case.wish_note:
        return Denied("还有一处更正在等审核。", code="waiting", remedy="已经截止的，请退回更正，改在定稿里。")
    waiting = opinions.waiting(case.pk)
    if waiting:
        return Denied(f"还有 {waiting} 条意见在审核，审完以后才能提交结果。", rule="LX-187", code="waiting",
                      remedy="请先到“发言审核”里处理。")  # fmt: skip
    if Group.objects.filter(consultation=case, answer="").exists():
        return Denied(
            "还有一类意见没有答复。", rule="LX-187", code="unanswered", remedy="每一类都要说明采纳情况和理由。"
        )
    left = len(unanswered(case))
    if left:
        return Denied(
            f"还有 {left} 条意见没有归类答复。", rule="LX-187", code="unanswered", remedy="请先在“归类和答复”里处理。"
        )
    return Allowed()


def not_reported(actor: Actor, case: Consultation) -> Decision:
    if actor.is_person(case.reported_by_id):
        return Denied("结果由另一位同志核对后公布。", rule="LX-187", code="own_work")
    return Allowed()


def may_finish(actor: Actor, case: Consultation) -> Decision:
    """Asked again at the end: an opinion whose appeal succeeded meanwhile has its answer too."""
    return all_of(not_reported(actor, case), may_report(actor, case))
