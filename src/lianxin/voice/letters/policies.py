"""Who may do what with a letter, beyond state and scope. Each refusal names its reason and rule."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from lianxin.foundation.accounts.models import Appointment
from lianxin.foundation.accounts.queries import holders, in_force
from lianxin.foundation.calendars.queries import calendar_for
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.rules.registry import rule
from lianxin.foundation.spine import moment
from lianxin.kernel.actor import Actor
from lianxin.kernel.clocks import due_at
from lianxin.kernel.decision import Allowed, Decision, Denied, all_of

from .models import CallBack, Letter, LetterStep, Party, Reply, Review

NO_CALLER = Denied("回访要由一位同志和留言人联系后记下，系统不能代替。", rule="HCP-01", code="no_person")


#: steps by which somebody has handled a letter, also when it went to other hands later (HCP-01)
HANDLED = ("take", "acknowledge", "forward", "progress", "ask", "submit_reply", "return_reply", "send_reply")


def is_author(actor: Actor, letter: Letter) -> bool:
    """Signed in as the author, or holding the letter's query code (see `access.citizen_of`)."""
    return actor.is_person(letter.author_id) or f"letter:{letter.pk}" in actor.holds


def not_own(actor: Actor, letter: Letter) -> Decision:
    """M04: nobody reviews, handles or signs what they wrote or entered themselves."""
    if actor.is_person(letter.author_id) or actor.is_person(letter.assisted_by_id):
        return Denied("不能处理自己写的或代录的留言，请由其他同志办理。", rule="PET-06", code="own_work")
    return Allowed()


def no_conflict(actor: Actor, letter: Letter) -> Decision:
    """PET-06: whoever has an interest in the matter keeps away."""
    people, organisations = conflicts(letter)
    if actor.person_id in people or any(d.organisation_id in organisations for d in actor.duties):
        return Denied("您或您的单位与此事有利害关系，应当回避。", rule="PET-06", code="conflict")
    return Allowed()


def conflicts(letter: Letter) -> tuple[set[int], set[int]]:
    """(person ids, organisation ids) that must keep away from the letter."""
    rows = Party.objects.filter(letter=letter, role="conflict").values_list("person_id", "organisation_id")
    people = {p for p, _ in rows if p}
    return people, {o for _, o in rows if o}


def kept_away(letter: Letter) -> set[int]:
    """Person ids that must not read of the letter: named themselves, or by any post at a named office (PET-07)."""
    people, organisations = conflicts(letter)
    if organisations:
        people |= set(in_force().filter(organisation_id__in=organisations).values_list("person_id", flat=True))
    return people


def handler_of(letter: Letter) -> int | None:
    """The named handler as long as a post of today lets them handle the letter; who left it has it no more."""
    found: int | None = letter.handler_id
    return found if found is not None and found in holders("letters.handle", letter.org_path) else None


def helping_at(letter: Letter) -> list[str]:
    """Paths of the co-handling offices (协办): they read the letter and note what they did."""
    rows = Party.objects.filter(letter=letter, role="cohandler").values_list("organisation__path", flat=True)
    return [str(path) for path in rows]


def did(actor: Actor, step: LetterStep) -> bool:
    """Whether the actor, or somebody of one of the actor's offices, did a step."""
    if step.actor_kind != "staff":
        return False
    return actor.is_person(step.person_id) or step.organisation_id in {d.organisation_id for d in actor.duties}


def may_review(actor: Actor, letter: Letter) -> Decision:
    return all_of(not_own(actor, letter), no_conflict(actor, letter))


def decision_at_issue(letter: Letter) -> Review | None:
    """The last decision by which the letter was refused or not shown: what an appeal of today is about (M02)."""
    return Review.objects.filter(letter=letter, decision__in=("refuse", "private"), on_appeal=False).last()


def may_decide_appeal(actor: Actor, letter: Letter) -> Decision:
    """M02: an appeal goes to another reviewer than the one who took the decision."""
    held = decision_at_issue(letter)
    if held and actor.is_person(held.reviewer_id):
        return Denied("原审核人不能复核自己的决定，请由另一位审核员复核。", rule="LX-01", code="same_reviewer")
    return may_review(actor, letter)


def may_appeal(actor: Actor, letter: Letter) -> Decision:
    """M02: against each decision once, and within the window."""
    held = decision_at_issue(letter)
    if held is None:
        return Denied("没有可以申诉的决定。", code="nothing")
    if letter.appealed_at or Review.objects.filter(letter=letter, on_appeal=True, pk__gt=held.pk).exists():
        return Denied("对这个决定已经申诉过一次。", rule="LX-01", code="once")
    return inside("LX-01", "appeal", letter, held.created_at, "申诉期限已过")


def may_send_back(actor: Actor, letter: Letter) -> Decision:
    """PET-03: within the window after the assignment, with a reason, and at most once."""
    if letter.returns:
        return Denied("这件留言已经退回过一次，不能再退；如有争议请联系分派员裁定。", rule="PET-03", code="once")
    if letter.assigned_at is None:
        return Denied("这件留言还没有分派。", code="nothing")
    window = inside("PET-03", "return", letter, letter.assigned_at, "退回期限已过")
    return all_of(may_handle(actor, letter), window)


def may_handle(actor: Actor, letter: Letter) -> Decision:
    """The named handler, or any handler of the responsible or a co-handling organisation."""
    return all_of(not_own(actor, letter), no_conflict(actor, letter))


def may_assign_to(letter: Letter, organisation: Organisation, handler: Appointment | None) -> Decision:
    """PET-06 for the one who is to receive the letter."""
    people, organisations = conflicts(letter)
    if organisation.closed_on or not organisation.takes_letters:
        return Denied(f"“{organisation}”不承办留言。", code="not_receiving", field="organisation")
    if organisation.pk in organisations:
        return Denied(
            f"“{organisation}”与此事有利害关系，应当回避。", rule="PET-06", code="conflict", field="organisation"
        )
    if handler is None:
        return Allowed()
    if handler.organisation_id != organisation.pk:
        return Denied("承办人不在这个单位任职。", code="mismatch", field="handler")
    if handler.person_id in people or handler.person_id in (letter.author_id, letter.assisted_by_id):
        return Denied("这位同志与此事有利害关系，应当回避。", rule="PET-06", code="conflict", field="handler")
    return Allowed()


def may_look_again(letter: Letter, organisation: Organisation) -> Decision:
    """提级复查: an office whose answer is looked at again is not the one that looks; nobody stands above the topmost."""
    looked = CallBack.objects.filter(letter=letter, result="escalate").last()
    if looked is None or organisation.depth == 1:
        return Allowed()
    answers = Reply.objects.filter(letter=letter, organisation=organisation, state="sent", round__lte=looked.round)
    if answers.exists():
        return Denied(
            f"这件留言正在提级复查，答复过的“{organisation}”不能自己复查自己。", rule="LX-09", code="looked_at",
            field="organisation", remedy="请分派给上一级或另一个单位；需要原单位说明情况的，可以请它协办。",
        )  # fmt: skip
    return Allowed()


def may_sign(actor: Actor, letter: Letter) -> Decision:
    """The one who drafted a reply does not sign it."""
    pending = Reply.objects.filter(letter=letter, state="pending").last()
    if pending is None:
        return Denied("没有待审签的答复。", code="nothing")
    if actor.is_person(pending.drafted_by_id):
        return Denied("起草人不能审签自己的答复。", code="own_work")
    return all_of(not_own(actor, letter), no_conflict(actor, letter))


def may_extend(actor: Actor, letter: Letter) -> Decision:
    """PET-04: only the long clock, once, before it has run out, with a reason that the citizen is told."""
    if letter.extended:
        return Denied("期限只能延长一次。", rule="PET-04", code="once")
    clock = letter.clocks.filter(name="answer", state="running", rule_id="PET-04").last()
    if clock is None:
        return Denied("这类事项的时限不能延长。", rule="PET-04", code="no_extension")
    if moment.now() > clock.due_at:  # a late answer would become one in time
        return Denied("期限已过，不能再延长；请尽快答复，并向留言人说明。", rule="PET-04", code="too_late")
    return may_handle(actor, letter)


def may_follow_up(actor: Actor, letter: Letter) -> Decision:
    limit = int(rule("LX-07", on=moment.today()).number("times"))
    if letter.followups >= limit:
        return Denied(f"追问最多 {limit} 次；如果问题没有解决，请作出评价，会有人回访。", rule="LX-07", code="limit")
    return Allowed()


def may_reopen(actor: Actor, letter: Letter) -> Decision:
    if letter.merged_into_id:
        return Denied("这件留言已并案，请在主件上追问。", code="merged")
    return inside("LX-04", "reopen", letter, letter.closed_at or moment.now(), "重办期限已过，可以重新留言")


def may_call_back(actor: Actor, letter: Letter) -> Decision:
    """HCP-01: a bad rating is called back by somebody who did not handle the letter."""
    if actor.person_id is None:
        return NO_CALLER
    involved = set(Reply.objects.filter(letter=letter).values_list("drafted_by_id", "approved_by_id"))
    people = {person for pair in involved for person in pair} | {letter.handler_id}
    people |= {step.person_id for step in letter.steps.all() if step.event in HANDLED}
    if actor.person_id in people:
        return Denied("承办、审签过此件的同志不能回访，请由其他同志回访。", rule="HCP-01", code="own_work")
    return all_of(not_own(actor, letter), no_conflict(actor, letter))


def may_redo(actor: Actor, letter: Letter) -> Decision:
    """After so many rounds the same office does not try again; the level above looks (LX-09)."""
    limit = int(rule("LX-09", on=moment.today()).number("times"))
    if letter.round > limit:
        return Denied(f"已经重办 {limit} 次，请提级复查。", rule="LX-09", code="limit", field="result")
    return may_call_back(actor, letter)


def may_urge(actor: Actor, letter: Letter) -> Decision:
    """One urge a day is heard; more would only be noise."""
    last = letter.steps.filter(event="urge").last()
    if last and moment.now() - last.at < timedelta(days=1):
        return Denied("今天已经催办过，承办单位已收到提醒。", code="too_soon")
    return Allowed()


def may_publish(actor: Actor, letter: Letter) -> Decision:
    """Showing a letter later needs the author's wish; on appeal it needs another reviewer (M02)."""
    if letter.publication == "public":
        return Denied("已经是公开的。", code="nothing")
    if not letter.wants_public:
        return Denied("留言人选择了不公开，须由本人同意。", code="not_wanted")
    return may_decide_appeal(actor, letter) if letter.appealed_at else may_review(actor, letter)


def may_keep_private(actor: Actor, letter: Letter) -> Decision:
    if not letter.appealed_at:
        return Denied("没有待复核的申诉。", code="nothing")
    return may_decide_appeal(actor, letter)


def may_appeal_private(actor: Actor, letter: Letter) -> Decision:
    """M02 for a letter that is handled but not shown against its author's wish."""
    if letter.publication not in ("withheld", "hidden") or not letter.wants_public:
        return Denied("没有可以申诉的决定。", code="nothing")
    return may_appeal(actor, letter)


def may_unpublish(actor: Actor, letter: Letter) -> Decision:
    """The author takes the public page down, whenever there is one."""
    if letter.publication != "public":
        return Denied("这件留言没有公开。", code="nothing")
    return Allowed()


def merged_into(letter: Letter) -> QuerySet[Letter]:
    """Letters of others about the same matter that are handled in this one (并案)."""
    rows = Letter.objects.unscoped("letters that were merged into a letter at hand")
    return rows.filter(merged_into=letter, state="merged")


def may_be_main(actor: Actor, letter: Letter, into: Letter) -> Decision:
    """The author of the merged letter has to be able to read what becomes of the main one; PET-06 holds for both."""
    if not into.is_public and not (letter.author_id and letter.author_id == into.author_id):
        return Denied(
            "这件没有公开，并进来的留言人看不到办理情况，不能作主件。", code="not_shown", field="into",
            remedy="请把公开的那件作主件；都不公开的，各自答复。",
        )  # fmt: skip
    return no_conflict(actor, into)


def may_withdraw(actor: Actor, letter: Letter) -> Decision:
    """Not while the matters of others are handled in this one (并案): they would end with it."""
    others = merged_into(letter).count()
    if others:
        return Denied(
            f"有 {others} 件别人的留言并在这件里一起办理，不能整件撤回。", code="others",
            remedy="您可以撤回公开，或者隐去自己的信息，事情照常办理。",
        )  # fmt: skip
    return Allowed()


def may_hide(actor: Actor, letter: Letter) -> Decision:
    if letter.publication != "public":
        return Denied("这件留言没有公开。", code="nothing")
    return may_review(actor, letter)


def until(rule_id: str, figure: str, letter: Letter, since: datetime) -> datetime:
    """The last moment of a span of a rule, by the calendar of the letter's organisation."""
    return due_at(calendar_for(letter.org_path), since, rule(rule_id, on=timezone.localdate(since)).period(figure))


def inside(rule_id: str, figure: str, letter: Letter, since: datetime, word: str) -> Decision:
    last = until(rule_id, figure, letter, since)
    if moment.now() > last:
        return Denied(f"{word}（{timezone.localtime(last):%Y年%m月%d日}截止）。", rule=rule_id, code="too_late")
    return Allowed()
