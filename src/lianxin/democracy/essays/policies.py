"""Who opens a call, who writes for it, who judges, who decides. Each refusal names its reason and rule."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from lianxin.democracy.speaking import audiences
from lianxin.foundation.accounts.queries import person_by_id
from lianxin.foundation.calendars.queries import calendar_for
from lianxin.foundation.organisations.models import PARTY_KINDS, Organisation
from lianxin.foundation.rules.registry import rule
from lianxin.foundation.spine import moment
from lianxin.kernel.actor import Actor
from lianxin.kernel.clocks import due_at
from lianxin.kernel.decision import OUT_OF_SCOPE, Allowed, Decision, Denied

from .lifecycle import MANAGE, RELEASE
from .models import Call, Judge, Judgement, Recusal, Work

#: post -> what it may do inside the subtree of its organisation
POSTS = {
    "secretary": (MANAGE, RELEASE),
    "deputy_secretary": (MANAGE, RELEASE),
    "committee_member": (MANAGE,),
    "editor": (MANAGE,),
    "leader": (RELEASE,),
    "reviewer": (RELEASE,),
}
OWN = Denied("这是您自己的稿件，请由另一位同志办理。", rule="LX-196", code="own_work")


def works_at(actor: Actor, org_path: str) -> bool:
    """Has a duty of this room at the organisation or above it."""
    return actor.may(MANAGE, org_path) or actor.may(RELEASE, org_path)


# -- calls


def may_draft(actor: Actor, organisation: Organisation) -> Decision:
    if not actor.may(MANAGE, organisation.path):
        return OUT_OF_SCOPE
    if organisation.kind not in PARTY_KINDS or organisation.closed_on:
        return Denied("请选择在设的党组织。", code="kind", field="organisation")
    return Allowed()


def may_read(actor: Actor, call: Call) -> bool:
    """M01: from its release on, by whoever may write for it or see what was chosen; of a stopped one the notice is left."""
    shown = call.visible or (call.state == "stopped" and call.stop_text != "")
    reads = audiences.reads(actor, call.audience, call.organisation)
    return shown and (
        reads or works_at(actor, call.org_path) or (call.state == "announced" and sees_works(actor, call))
    )


def sees_works(actor: Actor, call: Call) -> bool:
    """The exhibition, once it is open."""
    return call.state == "announced" and audiences.reads(actor, call.exhibit, call.organisation)


def may_see_work(actor: Actor, work: Work) -> bool:
    """On show: chosen, its author agrees, the result is public, the reader is meant."""
    return work.state == "honoured" and work.consent and sees_works(actor, work.call)


def may_release(actor: Actor, call: Call) -> Decision:
    """M04, and the end must still lie ahead."""
    if actor.is_person(call.prepared_by_id):
        return Denied("自己写的征集由另一位同志放行。", code="own_work")
    if call.closes_at is not None and call.closes_at <= moment.now():
        return Denied("截止时间已经过了，请先改时间。", code="past")
    return Allowed()


def may_extend(actor: Actor, call: Call) -> Decision:
    if call.closes_at is None:
        return Denied("征稿没有截止时间，不用延长。", code="standing")
    return Allowed()


def may_close(actor: Actor, call: Call) -> Decision:
    return Denied("专题征文到时间自己截止。", code="theme") if call.is_theme else Allowed()


def may_ask_judges(actor: Actor, call: Call) -> Decision:
    return Allowed() if call.is_theme else Denied("征稿由编辑审稿，不请评委。", code="standing")


def may_begin_judging(actor: Actor, call: Call) -> Decision:
    """After the end, and with as many judges as were promised."""
    if not call.is_theme or call.closes_at is None:
        return Denied("征稿随到随审，不分阶段。", code="standing")
    if moment.now() < call.closes_at:
        return Denied("还没有截止，截止以后才能开始评审。", code="early")
    there = call.judges.count()
    if there < call.judges_wanted:
        return Denied(f"每篇要 {call.judges_wanted} 位评委，现在只请了 {there} 位。", rule="LX-196", code="judges",
                      remedy="请先请齐评委。")  # fmt: skip
    return Allowed()


def may_submit_result(actor: Actor, call: Call) -> Decision:
    """Every work has its decision, nobody waits for an answer to an appeal."""
    rows = Work.objects.unscoped("the works of this call").filter(call=call)
    open_ = rows.filter(state="sent", chosen=None).count()
    if open_:
        return Denied(f"还有 {open_} 篇没有定结果。", code="undecided")
    if rows.filter(state="appealed").exists():
        return Denied("还有申诉没有复核。", rule="LX-01", code="appeals")
    running = [w for w in rows.filter(state="refused", appealed_at=None) if moment.now() <= appeal_until(w)]
    if running:
        last = timezone.localtime(max(appeal_until(w) for w in running))
        return Denied(
            f"有 {len(running)} 篇没有进入评审的，作者 {last.month}月{last.day}日前可以申诉。",
            rule="LX-01",
            code="appeals",
        )
    return Allowed()


def not_decider(actor: Actor, call: Call) -> Decision:
    if actor.is_person(call.decided_by_id):
        return Denied("结果由另一位同志核对后公布。", code="own_work")
    return Allowed()


# -- writing


def may_write(actor: Actor, call: Call) -> Decision:
    """后台实名 (CMT-01); whoever the call is meant for, while it is open."""
    if actor.person_id is None:
        return Denied("登录以后可以投稿。", rule="CMT-01", code="anonymous")
    if not audiences.belongs(actor, call.audience, call.organisation):
        return Denied(f"这次征集请{call.get_audience_display()}参加。", code="not_meant")
    if not call.is_open:
        return Denied(f"{call.phase_words}，现在不能交稿。", code="not_open", remedy="写好的还在“我的投稿”里。")
    return checked(actor)


def checked(actor: Actor) -> Decision:
    person = person_by_id(actor.person_id or 0)
    if (person is not None and person.verified) or audiences.member_of(actor) is not None:
        return Allowed()
    return Denied("交稿以前要核验手机号。", rule="CMT-01", code="unverified",
                  remedy="身份只在后台核验，署什么名由您定。请到“我的—核验手机号”办理，大约 1 分钟。")  # fmt: skip


def is_author(actor: Actor, work: Work) -> bool:
    return actor.is_person(work.author_id)


def may_hand_in(actor: Actor, work: Work) -> Decision:
    if not work.call.is_theme:
        return Denied("这是征稿，请投稿。", code="standing")
    return may_write(actor, work.call)


def may_offer(actor: Actor, work: Work) -> Decision:
    """A returned text comes back also when its column does not take new ones any more."""
    if work.call.is_theme:
        return Denied("这是专题征文，请交稿。", code="theme")
    return Allowed() if work.state == "returned" else may_write(actor, work.call)


def may_take_back(actor: Actor, work: Work) -> Decision:
    if not work.call.is_open:
        return Denied("征集已经截止，不能再改。", code="not_open")
    return Allowed()


def may_withdraw(actor: Actor, work: Work) -> Decision:
    """Until the review begins; a text that was taken, until it goes to the portal."""
    if work.state in ("draft", "refused") or not work.call.is_theme or work.call.state in ("drafting", "released"):
        return Allowed()
    return Denied(
        "评审已经开始，不能撤回。", code="judging", remedy="不想展示的，结果公布后可以选“不再展示”，作品不会显示。"
    )


def appeal_until(work: Work) -> datetime:
    """Last moment of an appeal (LX-01)."""
    since = work.decided_at or work.opened_at
    return due_at(calendar_for(work.org_path), since, rule("LX-01", on=timezone.localdate(since)).period("appeal"))


def may_appeal(actor: Actor, work: Work) -> Decision:
    """M02: once, in time."""
    if work.appealed_at is not None:
        return Denied("已经申诉过一次。", rule="LX-01", code="once")
    if moment.now() > appeal_until(work):
        return Denied("申诉的期限已经过了。", rule="LX-01", code="too_late", remedy="改好以后可以另投一篇。")
    return Allowed()


# -- reviewing and deciding


def not_own(actor: Actor, work: Work) -> Decision:
    return OWN if is_author(actor, work) else Allowed()


def may_send_back(actor: Actor, work: Work) -> Decision:
    if work.call.is_theme:
        return Denied("专题征文不退改，由评委评。", code="theme")
    most = rule("LX-197").count("rounds")
    if work.rounds >= most:
        return Denied(f"已经退改过 {most} 次，请决定用不用。", rule="LX-197", code="rounds")
    return not_own(actor, work)


def may_accept(actor: Actor, work: Work) -> Decision:
    return Denied("专题征文由评委评审后定结果。", code="theme") if work.call.is_theme else not_own(actor, work)


def may_refuse(actor: Actor, work: Work) -> Decision:
    """A work of a theme is kept from the judges before the result, not after; one that was admitted on appeal comes before
    them."""
    if is_author(actor, work):
        return OWN
    if work.call.is_theme and work.call.state not in ("released", "judging"):
        return Denied("结果已经提交。", code="wrong_state")
    if work.call.is_theme and work.appealed_at is not None:
        return Denied("申诉已经成立，请由评委评审。", rule="LX-01", code="decided")
    return Allowed()


def may_look(actor: Actor, work: Work) -> Decision:
    """M02: another person than the one who refused it."""
    if actor.is_person(work.decided_by_id):
        return Denied("原来的决定是您作的，申诉由另一位同志复核。", rule="LX-01", code="same_reviewer")
    return not_own(actor, work)


def may_admit(actor: Actor, work: Work) -> Decision:
    return may_look(actor, work) if work.call.is_theme else Denied("征稿请选“重新审稿”。", code="standing")


def may_reopen(actor: Actor, work: Work) -> Decision:
    return Denied("专题征文请选“改为进入评审”。", code="theme") if work.call.is_theme else may_look(actor, work)


def may_decide(actor: Actor, work: Work) -> Decision:
    """Enough opinions are in, and whoever decides has nothing to do with the author."""
    call = work.call
    if not call.is_theme:
        return Denied("征稿请选用稿、退改或者不采用。", code="standing")
    if call.state != "judging":
        return Denied("开始评审以后、提交结果以前定结果。", code="wrong_state")
    if is_author(actor, work):
        return OWN
    if Recusal.objects.filter(judge__call=call, judge__person_id=actor.person_id or 0, author=work.author_id).exists():
        return Denied("您登记过回避这位作者，请由另一位同志定结果。", rule="LX-196", code="recused")
    there = Judgement.objects.filter(work=work).count()
    if there < call.judges_wanted:
        return Denied(f"这篇要 {call.judges_wanted} 位评委的意见，现在有 {there} 份。", rule="LX-196", code="opinions",
                      remedy="有评委回避的，请再请一位。")  # fmt: skip
    return Allowed()


def may_hand(actor: Actor, work: Work) -> Decision:
    return not_own(actor, work) if work.consent else Denied("作者没有同意发表。", rule="LX-197", code="no_consent")


# -- judges


def judges(actor: Actor, work: Work, judge: Judge) -> Decision:
    """Nobody judges what they wrote, nor where they stand aside; nothing before and after the judging."""
    if judge.call_id != work.call_id or not actor.is_person(judge.person_id):
        return OUT_OF_SCOPE
    if work.call.state != "judging" or work.state != "sent":
        return Denied("现在不在评审。", code="wrong_state") if work.call.state != "judging" else OUT_OF_SCOPE
    if is_author(actor, work):
        return OUT_OF_SCOPE  # the page would tell which of them is one's own
    aside = Recusal.objects.filter(judge=judge)
    if aside.filter(author=work.author_id).exists() or aside.filter(work=work).exists():
        return OUT_OF_SCOPE
    return Allowed()


def sees_authors(actor: Actor, call: Call) -> bool:
    """Whoever judges a call does not read the names of its authors before the result is public, whatever else they are."""
    return call.state == "announced" or not call.judges.filter(person_id=actor.person_id or 0).exists()
