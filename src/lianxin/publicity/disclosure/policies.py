"""Who may do what, beyond state and scope. Each refusal names its reason and rule."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q
from django.utils import timezone

from lianxin.foundation.calendars.queries import calendar_for
from lianxin.foundation.organisations.queries import ancestors_of
from lianxin.foundation.rules.registry import rule
from lianxin.foundation.spine import moment
from lianxin.foundation.spine.scope import subtree
from lianxin.kernel.actor import Actor
from lianxin.kernel.clocks import due_at
from lianxin.kernel.decision import OUT_OF_SCOPE, Allowed, Decision, Denied, all_of
from lianxin.membership.dossiers import queries as dossiers

from .models import Entry, Item, ItemClock, Question, Request, Secrecy, Version

OWN = Denied("不能审核、审批自己写的内容，请由其他同志办理。", rule="DIS-01", code="own_work")


def nobody(actor: Actor, case: object) -> bool:
    """Items and lines of the catalogue have no author outside the organisation."""
    return False


def writers(item: Item) -> set[int]:
    """Everybody who wrote a text of the item."""
    return set(Version.objects.filter(item=item).values_list("author_id", flat=True)) | {item.proposed_by_id}


def not_own(actor: Actor, item: Item) -> Decision:
    """M04: nobody reviews or approves what they wrote."""
    return OWN if actor.person_id in writers(item) else Allowed()


def secrecy_of(item: Item, version: int) -> Secrecy | None:
    """The last check of one text, or None."""
    return Secrecy.objects.filter(item=item, version=version).last()


def secrecy_passed(item: Item) -> Decision:
    """DIS-01: the check for secrecy belongs to the review and has an answer of its own."""
    found = secrecy_of(item, item.version)
    if found is None or not found.passed:
        return Denied("保密审查还没有通过，不能往下办。", rule="DIS-01", code="no_secrecy", remedy="请先作保密审查。")
    return Allowed()


def may_check_secrecy(actor: Actor, item: Item) -> Decision:
    found = secrecy_of(item, item.version)
    if found is not None and found.passed:
        return Denied("这一稿已经通过保密审查。", code="nothing")
    return not_own(actor, item)


def may_review(actor: Actor, item: Item) -> Decision:
    return all_of(not_own(actor, item), secrecy_passed(item))


def may_approve(actor: Actor, item: Item) -> Decision:
    """审批 by somebody who neither wrote nor reviewed the text."""
    if actor.is_person(item.reviewed_by_id):
        return Denied("审核人不能再作审批，请由另一位同志审批。", rule="DIS-01", code="same_reviewer")
    return all_of(not_own(actor, item), secrecy_passed(item))


def may_return_approval(actor: Actor, item: Item) -> Decision:
    return not_own(actor, item)


def may_show_inside(actor: Actor, item: Item) -> Decision:
    """An item of the inner scope is shown inside, and that is its end."""
    return all_of(_steps_done(item), _scope_is(item, "inner"))


def may_show_inside_first(actor: Actor, item: Item) -> Decision:
    """DIS-02: an item for everybody is shown inside first."""
    return all_of(_steps_done(item), _scope_is(item, "public"))


def may_open(actor: Actor, item: Item) -> Decision:
    """DIS-02: outside only after the time inside is over (LX-32)."""
    if open_correction(item):
        return Denied("有一份更正正在办理，办完以后再向社会公开。", rule="DIS-01", code="pending_correction")
    return all_of(_scope_is(item, "public"), _steps_done(item), inner_is_over(item))


def inner_is_over(item: Item, now: datetime | None = None) -> Decision:
    clock = ItemClock.objects.filter(case=item, name="inner", state=ItemClock.RUNNING).last()
    if clock is None:
        return Denied("还没有在党内公开，不能向社会公开。", rule="DIS-02", code="not_inside")
    if (now or moment.now()) > clock.due_at:
        return Allowed()
    day = timezone.localdate(clock.due_at)
    return Denied(
        f"先在党内公开，{day.month}月{day.day}日满期以后才能向社会公开。", rule="DIS-02", code="too_early",
        remedy="期满后会在“今天要办”里提醒。",
    )  # fmt: skip


def _steps_done(item: Item) -> Decision:
    """DIS-01: four steps, none of them left out, and the secrecy check of this very text."""
    if item.reviewed_by_id is None or item.approved_by_id is None:
        return Denied("提出、审核、审批、实施四步缺一不可。", rule="DIS-01", code="steps")
    return secrecy_passed(item)


def _scope_is(item: Item, scope: str) -> Decision:
    if item.scope == scope:
        return Allowed()
    return Denied("公开范围与目录不一致。", rule="DIS-02", code="nothing")


# -- corrections


def open_correction(item: Item) -> Version | None:
    """The correction that is on its way, or None."""
    return Version.objects.filter(item=item, state__in=("pending", "reviewed")).last()


def may_correct(actor: Actor, item: Item) -> Decision:
    if open_correction(item):
        return Denied("已经有一份更正在办理。", code="pending_correction")
    return Allowed()


def may_review_correction(actor: Actor, item: Item) -> Decision:
    return _correction(actor, item, "pending")


def may_return_correction(actor: Actor, item: Item) -> Decision:
    found = open_correction(item)
    if found is None:
        return Denied("没有要办理的更正。", code="nothing")
    return OWN if actor.is_person(found.author_id) else Allowed()


def may_apply_correction(actor: Actor, item: Item) -> Decision:
    found = open_correction(item)
    if found is not None and actor.is_person(found.reviewer_id):
        return Denied("审核人不能再作审批，请由另一位同志审批。", rule="DIS-01", code="same_reviewer")
    return _correction(actor, item, "reviewed")


def _correction(actor: Actor, item: Item, state: str) -> Decision:
    found = open_correction(item)
    if found is None or found.state != state:
        return Denied("没有要办理的更正。", code="nothing")
    return OWN if actor.is_person(found.author_id) else Allowed()


# -- lines of the catalogue, requests, words of readers


def may_propose(actor: Actor, entry: Entry) -> Decision:
    """提出 under a line that is in the catalogue."""
    if entry.state != "listed":
        return Denied("这一项目录已经停用。", code="retired", field="entry")
    if not actor.may("disclosure.propose", entry.org_path):
        return Denied("您的岗位不能为这个组织提出公开事项。", code="no_right")
    return Allowed() if actor.person_id else Denied("公开事项要由一位同志提出。", rule="DIS-01", code="no_person")


def is_asker(actor: Actor, request: Request) -> bool:
    """Signed in as the asker, or holding the query code."""
    return actor.is_person(request.author_id) or f"disclosure_request:{request.pk}" in actor.holds


def may_answer(actor: Actor, request: Request) -> Decision:
    if actor.is_person(request.author_id):
        return Denied("不能答复自己的申请，请由其他同志办理。", code="own_work")
    return Allowed()


def may_extend(actor: Actor, request: Request) -> Decision:
    """DIS-03: once, while the time has not run out."""
    if request.extended:
        return Denied("已经延长过一次。", rule="DIS-03", code="once")
    if request.due_at is not None and moment.now() > request.due_at:
        return Denied("期限已经过了，不能再延长，请尽快答复。", rule="DIS-03", code="too_late")
    return may_answer(actor, request)


def may_decide_question(actor: Actor, question: Question) -> Decision:
    if actor.is_person(question.author_id):
        return Denied("不能审核自己的提问。", code="own_work")
    if question.appealed_at and actor.is_person(question.withheld_by_id):
        return Denied("申诉由另一位同志审核，请交给其他同志。", rule="LX-35", code="same_reviewer")
    return Allowed()


def may_appeal(actor: Actor, question: Question) -> Decision:
    """M02: once, by the one who asked, within the days of LX-35."""
    if actor.person_id is None or not actor.is_person(question.author_id):
        return OUT_OF_SCOPE
    if question.publication != "withheld" or question.withheld_at is None:
        return Denied("这个提问没有被拒绝公开。", code="nothing")
    if question.appealed_at:
        return Denied("已经申诉过一次。", rule="LX-35", code="once")
    last = due_at(
        calendar_for(question.item.org_path), question.withheld_at,
        rule("LX-35", on=timezone.localdate(question.withheld_at)).period("appeal"),
    )  # fmt: skip
    if moment.now() > last:
        return Denied(
            "申诉的期限已经过了。", rule="LX-35", code="too_late", remedy="去掉不宜公开的部分，可以再提一次。"
        )
    return Allowed()


def may_decide_answer(actor: Actor, question: Question) -> Decision:
    if not question.answer:
        return Denied("还没有回答。", code="nothing")
    if actor.is_person(question.answered_by_id):
        return Denied("不能审核自己写的回答，请由其他同志审核。", code="own_work")
    return Allowed()


# -- who reads


def belongs(actor: Actor) -> bool:
    """Whether there is an inside for this reader: a duty, or a file as a full or probationary member."""
    return bool(actor.duties or dossiers.home_of(actor.person_id))


def near(actor: Actor) -> Q:
    """Rows of the organisations to which the actor belongs: its own and those above; with a duty also those below.

    A member reads what the branch and the committees above it show inside; a superior reads what
    those below show. A neighbour branch is neither.
    """
    paths = [d.org_path for d in actor.duties]
    home = dossiers.home_of(actor.person_id)
    above = {path for place in (*paths, *([home] if home else [])) for path in ancestors_of(place)}
    return subtree("org_path", paths) | Q(org_path__in=above)


def is_inside(actor: Actor, org_path: str) -> bool:
    """The same for one organisation (DIS-02: first inside, then outside)."""
    if any(org_path.startswith(d.org_path) or d.org_path.startswith(org_path) for d in actor.duties):
        return True
    return dossiers.home_of(actor.person_id).startswith(org_path)


def may_read(actor: Actor, item: Item) -> bool:
    """Whether the text of an item is for this reader; staff who work on it read it at the desk."""
    if item.state == "public":
        return True
    if item.state != "inner":
        return False
    return is_inside(actor, item.org_path)
