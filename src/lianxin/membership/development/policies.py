"""Who may take a step, and what a step asks of the case. Each refusal names its clause and, where there is one, the day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils import timezone

from lianxin.foundation.accounts.models import Person
from lianxin.foundation.calendars.queries import calendar_for
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.organisations.queries import ancestors_of, by_paths
from lianxin.foundation.rules.registry import rule
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import OUT_OF_SCOPE, Allowed, Decision, Denied, all_of
from lianxin.membership.dossiers import completeness
from lianxin.membership.dossiers import policies as dossiers
from lianxin.membership.dossiers.joining import file_of
from lianxin.membership.dossiers.models import Member, MemberRecord

from . import lifecycle, reckoning
from .lifecycle import FILE, WORK
from .models import Application, Development
from .steps import ASIDE, BY_EVENT, VOTED

READ = lifecycle.READ
#: to decide whether a step that was entered wrongly is taken back (LX-260): the branch's secretaries, the organisers above
UNDO = "development.undo"
#: where an application is handed in: a branch, which also works on it
TAKE_IN = ("branch", "joint_branch", "temporary_branch", "mobile_branch")
#: post -> what it may do inside the subtree of its organisation
POSTS = {
    "secretary": (READ, WORK, FILE, UNDO),
    "deputy_secretary": (READ, WORK, FILE, UNDO),
    "committee_member": (READ, WORK),
    "organiser": (READ, WORK, FILE, UNDO),
    "discipline": (READ,),
    "leader": (READ, FILE),
}
#: steps that are a committee's own
OF_COMMITTEE = (
    "file_activist", "file_candidate", "pre_review", "talk_before", "approve", "approve_full", "prolong",
    "refuse_accept", "approve_extend", "refuse_extend", "refuse_full", "approve_cancel", "refuse_cancel",
)  # fmt: skip


PENDING = Denied("上一步正等着确认撤回，先办完再登记下一步。", rule="LX-260", code="pending")


def is_person(actor: Actor, case: Any) -> bool:
    """The case is about the actor."""
    return actor.is_person(case.member.person_id)


def may_send(actor: Actor, person: Person) -> Decision:
    """The person themselves, as long as they have no file; who has one hands the paper to the branch that keeps it."""
    if not actor.is_person(person.pk):
        return OUT_OF_SCOPE
    file = file_of(person)
    if file is not None:
        return Denied("您在平台上已经有档案了。", code="twice", remedy=f"请直接把申请书交给{file.organisation.name}。")
    return Allowed()


def may_take_in(actor: Actor, row: Application) -> Decision:
    """Whoever keeps the files and works on development at that organisation; nobody their own (M04)."""
    if not actor.may(READ, row.org_path):
        return OUT_OF_SCOPE
    if not actor.may(WORK, row.org_path) or not actor.may(dossiers.EDIT, row.org_path):
        return Denied("您的岗位不收入党申请。", code="no_right")
    if actor.is_person(row.person_id):
        return Denied("自己的申请由其他同志收。", code="own_work")
    if row.state != "waiting":
        return Denied(f"这份申请{row.get_state_display()}。", code="stale")
    return Allowed()


def committee_over(path: str) -> Organisation | None:
    """The nearest committee over a branch that has the power to approve (DEV-17)."""
    above = by_paths(ancestors_of(path))
    for step in ancestors_of(path):
        found = above.get(step)
        if found is not None and found.kind == "committee" and found.approves_members and not found.closed_on:
            return found
    return None


def may_decide(actor: Actor, case: Development) -> Decision:
    """A committee's step is taken by somebody who holds the right at that committee or above it (DEV-17)."""
    if actor.kind == "system":
        return Allowed()
    committee = committee_over(case.org_path)
    if committee is None:
        return Denied("上面没有有审批权限的党委。", rule="DEV-17", code="no_committee")
    if not actor.may(FILE, committee.path):
        return Denied(f"这一步由{committee.short_name}办理。", rule="DEV-17", code="no_right",
                      remedy="支部、党总支和没有审批权限的党委不能代办。")  # fmt: skip
    return Allowed()


def may_write_paper(actor: Actor, case: Development) -> Decision:
    """B03: what is written about oneself is written by others."""
    return Denied("自己的事由其他同志办理。", code="own_work") if is_person(actor, case) else Allowed()


def waits_for_undoing(case: Development) -> bool:
    """Whether somebody proposed to take the last step back and nobody has decided yet (LX-260)."""
    return case.retractions.filter(state="waiting").exists()


def guard_of(event: str) -> Callable[[Actor, Development], Decision]:
    """What the table asks before the button is pressed: the right office, and the earliest day."""

    def guard(actor: Actor, case: Development) -> Decision:
        office = may_decide(actor, case) if event in OF_COMMITTEE else Allowed()
        return all_of(may_write_paper(actor, case), office, ready(case, event, timezone.localdate()))

    return guard


def ready(case: Development, event: str, on: date) -> Decision:
    """Whether the case has come so far that the step may be taken on that day."""
    first = reckoning.earliest(case, event, born=case.member.born, calendar=calendar_for(case.org_path), on=on)
    if first is not None and on < first[0]:
        day = first[0]
        return Denied(f"最早 {day.year} 年 {day.month} 月 {day.day} 日才可以“{label(event)}”。", rule=first[1],
                      code="too_early", field="on")  # fmt: skip
    if event == "propose" and not case.fact("mentors").get("people"):
        return Denied("还没有指定培养联系人。", rule="DEV-04", code="missing")
    if event in ("check", "pre_review") and not case.fact("political_review").get("passed"):
        return Denied("没有政治审查合格的结论。", rule="DEV-10", code="missing", remedy="请先登记政治审查。")
    if event == "check" and not case.fact("introducers").get("people"):
        return Denied("还没有确定入党介绍人。", rule="DEV-09", code="missing")
    if event == "check":
        return reckoning.trained(case, on)
    if event == "approve" and case.day("talk_before") is None:
        return Denied("审批以前要派人谈话并留下记录。", rule="DEV-18", code="missing")
    if event == "postpone" and not reckoning.came_on_probation(case):
        return Denied("只有预备期里新转来的同志可以推迟讨论转正。", rule="DEV-25", code="rule")
    if event == "extend" and len(case.fact("extend").get("months", [])) >= rule("DEV-22", on).count("times"):
        return Denied("预备期已经延长过一次，不能再延长。", rule="DEV-22", code="twice")
    return Allowed()


def label(event: str) -> str:
    """The word of a step."""
    return (BY_EVENT.get(event) or ASIDE[event]).label


def check(actor: Actor, case: Development, event: str, on: date, said: dict[str, Any]) -> Decision:
    """What a step says must hold on its own day."""
    if on > timezone.localdate():
        return Denied("这一天还没有到。", code="future", field="on")
    last = max((date.fromisoformat(day) for day in case.dates.values()), default=None)
    if last is not None and on < last:
        return Denied(f"上一步在 {last}，这一步不能比它早。", code="order", field="on")
    return all_of(ready(case, event, on), _said(actor, case, event, on, said))


def _said(actor: Actor, case: Development, event: str, on: date, said: dict[str, Any]) -> Decision:
    if event in ("mentors", "introducers"):
        return companions(actor, case, event, on, said)
    if event == "propose" and said.get("away") and not str(said.get("there") or "").strip():
        return Denied(
            "流动人员要在流入地和流出地同时公示，请写明流入地在哪里公示。", rule="DEV-08", code="empty", field="there"
        )
    if event == "training" and not (int(said.get("days") or 0) or int(said.get("lessons") or 0)):
        return Denied("请填写天数或者学时。", rule="DEV-11", code="empty", field="days")
    if not (decided := _decided(event, on, said)):
        return decided
    if event == "postpone":
        return reckoning.postponed(case, said, on)
    if event == "archive":
        there = {*said.get("papers", []), *completeness.held([case.member_id])[case.member_id]}
        missing = [paper for paper in rule("DEV-26", on).items("papers") if paper not in there]
        if missing:
            return Denied(f"还缺：{'、'.join(missing)}。", rule="DEV-26", code="missing", field="papers",
                          remedy="请在电子档案里把材料入档；只有纸质原件的，核对后在这里勾选。")  # fmt: skip
    if "note" in (BY_EVENT.get(event) or ASIDE[event]).asks and not str(said.get("note") or "").strip():
        return Denied("请写明情况。", code="empty", field="note")
    return Allowed()


def _decided(event: str, on: date, said: dict[str, Any]) -> Decision:
    """What a meeting in favour must have said: how long (DEV-22), the vote (DEV-15), that the person was heard (DEV-27)."""
    if event == "extend":
        found, many = rule("DEV-22", on), int(said.get("months") or 0)
        least, most = found.period("shortest").amount, found.period("longest").amount
        if not least <= many <= most:
            return Denied(f"延长要在 {least} 到 {most} 个月之间。", rule="DEV-22", code="rule", field="months")
    if event in ("accept", "accept_full", "extend", "cancel") and not (carried := reckoning.vote(said, on)):
        return carried
    if event in VOTED and not (formed := reckoning.how_voted(event, said, on)):
        return formed
    if event == "cancel" and not said.get("heard"):
        return Denied("讨论以前要告诉本人，听本人说明情况。", rule="DEV-27", code="missing", field="heard")
    return Allowed()


def companions(actor: Actor, case: Development, event: str, on: date, said: dict[str, Any]) -> Decision:
    """One or two mentors (DEV-04), two introducers (DEV-09), all full members; sanctions stand in the way.

    Who lies outside the actor's scope is like nobody (P05), so no key tells whether somebody is under a sanction.
    """
    rule_id = "DEV-04" if event == "mentors" else "DEV-09"
    keys = [int(key) for key in said.get("people", [])]
    rows = list(Member.objects.visible_to(actor, WORK).filter(pk__in=keys))
    found = rule(rule_id, on)
    least, most = (
        (found.count("least"), found.count("most")) if event == "mentors" else (found.count("introducers"),) * 2
    )
    if len(rows) != len(set(keys)) or not least <= len(rows) <= most:
        words = f"{least} 至 {most} 名" if least != most else f"{least} 名"
        return Denied(f"要选 {words}正式党员。", rule=rule_id, code="rule", field="people")
    if any(row.stage != "member" or row.standing != "active" or row.pk == case.member_id for row in rows):
        return Denied("只有在册的正式党员可以担任。", rule=rule_id, code="rule", field="people")
    return sanctions(keys, on, said) if event == "introducers" else Allowed()


def sanctions(keys: list[int], on: date, said: dict[str, Any]) -> Decision:
    """DEV-09: on probation within the Party nobody introduces; under another sanction only with a reason."""
    running = [
        row
        for row in MemberRecord.objects.filter(member__in=keys, kind="sanction")
        if (row.since is None or row.since <= on) and (row.until is None or on <= row.until)
    ]
    if any("留党察看" in row.text for row in running):
        return Denied("留党察看期间不能作入党介绍人。", rule="DEV-09", code="rule", field="people")
    if running and not str(said.get("note") or "").strip():
        return Denied(
            "其中有人在处分影响期内，一般不宜作介绍人。确有需要，请写明理由。",
            rule="DEV-09",
            code="warning",
            field="note",
        )
    return Allowed()
