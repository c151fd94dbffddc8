"""接续: somebody who is on the way already goes on here. A letter brings an activist, a roster knows of a probationary member.

The steps that were taken before are written down by their days, out of the papers that came along, and the time counts
on (DEV-06). It is done by the committee that has the power over the branch (DEV-03, DEV-17), and earns nobody a step:
the way begins at the stage that the file names.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from lianxin.foundation.casework import timers
from lianxin.foundation.notices.actions import send
from lianxin.foundation.rules.registry import rule
from lianxin.foundation.spine import moment
from lianxin.foundation.spine.actions import action, lock, record, require
from lianxin.foundation.spine.unique import or_refuse
from lianxin.kernel.actor import Actor
from lianxin.kernel.clocks import plus_months
from lianxin.kernel.decision import OUT_OF_SCOPE, Allowed, Decision, Denied, Refused, all_of
from lianxin.membership.dossiers.models import Member
from lianxin.membership.dossiers.undoing import columns

from . import history, policies, reckoning, undoing
from .actions import standing_on
from .flow import FLOW
from .lifecycle import AT_CULTIVATION, FILE
from .models import Development
from .steps import CARRIED_ON
from .telling import Line, Proposal, proposed

#: stage of the file, which is the state of the way -> days that its papers name, in their order
ASKED = {
    "activist": ("apply", "file_activist"),
    "candidate": ("apply", "file_activist", "propose", "file_candidate"),
    "probationary": ("apply", "file_activist", "accept", "approve"),
}
#: the day that the file knows already (B03): when somebody joined
KNOWN = "accept"
EVENT, LABEL = CARRIED_ON, "接续以前的培养"
_TWICE = Denied("这位同志的入党事项已经登记过了。", code="twice")


@dataclass(frozen=True, slots=True)
class Papers:
    """What the papers say. days: event -> its day; months: of a probation that was extended before (DEV-22), else 0;
    came: from another Party organisation; note: which papers, and where they lie; whole: whoever goes on with it looked at
    every other step that came with the letter (`telling.proposed`) and takes them over too."""

    days: Mapping[str, date | None]
    note: str
    months: int = 0
    came: bool = False
    whole: bool = False


def people(actor: Actor) -> QuerySet[Member]:
    """Who is on the way by their file and has no way here, in the scope of who takes it up."""
    ways = Development.objects.unscoped("of the files below").filter(member=OuterRef("pk"), closed_at=None)
    rows = Member.objects.visible_to(actor, FILE).filter(stage__in=ASKED, standing="active")
    return rows.filter(~Exists(ways)).select_related("organisation").order_by("organisation__path", "name", "pk")


def on_the_way(members: Collection[int]) -> set[int]:
    """Those of the files whose way is kept here and not over."""
    rows = Development.objects.unscoped("of the files named").filter(member__in=members, closed_at=None)
    return set(rows.values_list("member_id", flat=True))


@action("development.carry_on")
def carry_on(*, actor: Actor, member: Member, on: date, papers: Papers, seen: bool) -> Development:
    """接续 from a day on. Raises `Refused` with the clause: not the committee's, days that cannot be, papers unseen."""
    member = lock(member)
    require(may_carry(actor, member))
    days = {event: member.joined_on if event == KNOWN else papers.days.get(event) for event in ASKED[member.stage]}
    require(all_of(_complete(days, papers, seen=seen), _in_order(days, on), _by_the_rules(member, days, papers, on)))
    told = proposed(member)
    more = _more(member, told, days, on) if papers.whole and told is not None else []
    said = {event: day.isoformat() for event, day in days.items() if day is not None}
    said |= {line.event: line.on.isoformat() for line in more}
    facts: dict[str, dict[str, object]] = {EVENT: {"events": list(said)}}
    if told is not None:
        facts[EVENT]["bodies"] = {line.event: line.by for line in told.lines if line.event in said and line.by}
        facts |= _counted(told, more)
    if papers.months:
        facts["extend"] = {"months": [papers.months]}
    with or_refuse(_TWICE), standing_on(on):
        case = Development.objects.create(
            member=member, state=member.stage, organisation=member.organisation, org_path=member.org_path,
            opened_at=moment.now(), dates=said | {EVENT: on.isoformat()}, facts=facts,
        )  # fmt: skip
        _write(actor, case, days, papers, more)
        if member.stage != "probationary":
            timers.move(FLOW, case, AT_CULTIVATION, moment.now())
        case.save()
    undoing.write_first(case, EVENT, columns(member))
    if told is not None:
        told.row.delete()  # confirmed or put right by a person: what was told is not kept beside it
    send(to=member.person_id, code="development.carry_on", title="您的入党事项接着办了，以前的时间算在内", url="/me/development/",
         key=f"development:{case.pk}:carried", org_path=case.org_path)  # fmt: skip
    record("development.carry_on", actor=actor, subject=case, org_path=case.org_path, stage=member.stage)
    return case


def may_carry(actor: Actor, member: Member) -> Decision:
    """The committee over the branch, never for oneself; somebody on the roster, at one of the stages, without a way here."""
    if not actor.may(policies.READ, member.org_path):
        return OUT_OF_SCOPE
    committee = policies.committee_over(member.org_path)
    if committee is None or not actor.may(FILE, committee.path):
        whose = committee.short_name if committee else "有审批权限的党委"
        return Denied(f"接续由{whose}核对材料以后办理。", rule="DEV-17", code="no_right")
    if actor.is_person(member.person_id):
        return Denied("自己的事由其他同志办理。", code="own_work")
    if member.stage not in ASKED or member.standing != "active":
        return Denied(f"{member.name}现在是{member.get_stage_display()}，不用接续。", code="stage")
    if Development.objects.unscoped("one way at a time").filter(member=member, closed_at=None).exists():
        return _TWICE
    return Allowed()


def _complete(days: Mapping[str, date | None], papers: Papers, *, seen: bool) -> Decision:
    for event, day in days.items():
        if day is None and event == KNOWN:
            return Denied("档案里没有入党日期，请先在“党员档案”里补上。", rule="DEV-21", code="missing")
        if day is None:
            return Denied(f"请照材料填写“{policies.label(event)}”的日期。", rule="DEV-06", code="empty", field=event)
    if not papers.note.strip():
        return Denied("请写明看了哪些材料，放在哪里。", code="empty", field="note")
    return Allowed() if seen else Denied("请先核对以前的培养材料。", rule="DEV-06", code="empty", field="seen")


def _in_order(days: Mapping[str, date | None], on: date) -> Decision:
    """Each not before the one before, none after the day of taking up, which has come."""
    if on > timezone.localdate():
        return Denied("这一天还没有到。", code="future", field="on")
    before: date | None = None
    for event, day in days.items():
        if day is not None and ((before is not None and day < before) or day > on):
            return Denied(
                f"“{policies.label(event)}”的日期前后不对。", code="order", field="" if event == KNOWN else event
            )
        before = day
    return Allowed()


def _by_the_rules(member: Member, days: Mapping[str, date | None], papers: Papers, on: date) -> Decision:
    """What held elsewhere too: of age (DEV-01), a year of cultivation (DEV-07), an extension within its bounds (DEV-22)."""
    if member.born is None:
        return Denied("档案里没有出生日期，不能判断是否年满 18 周岁。", rule="DEV-01", code="missing")
    applied, activist, proposed = (days.get(event) for event in ("apply", "file_activist", "propose"))
    if applied is not None and applied < (first := reckoning.of_age(member.born, applied)):
        return Denied(f"{first} 才满 18 周岁，请核对申请书的日期。", rule="DEV-01", code="too_early", field="apply")
    if activist is not None and proposed is not None:
        first = plus_months(activist, reckoning.months("DEV-07", "training", proposed))
        if proposed < first:
            return Denied(f"{first} 培养才满一年，请核对日期。", rule="DEV-07", code="too_early", field="propose")
    if papers.months:
        found = rule("DEV-22", on)
        least, most = found.period("shortest").amount, found.period("longest").amount
        if member.stage != "probationary" or not least <= papers.months <= most:
            return Denied(f"延长要在 {least} 到 {most} 个月之间。", rule="DEV-22", code="rule", field="months")
    return Allowed()


def _more(member: Member, told: Proposal, days: Mapping[str, date | None], on: date) -> list[Line]:
    """The other steps that came with the letter. Raises `Refused` when they do not fit the days as they stand now."""
    more = [line for line in told.lines if line.event not in days]
    entries = [(event, day) for event, day in days.items() if day] + [(line.event, line.on) for line in more]
    fits = history.in_order(member.stage, entries)
    if not fits or any(line.on > on for line in more):
        raise Refused(Denied("随介绍信带来的其他步骤，和上面填的日期前后不对。", rule="DEV-06", code="order", field="whole",
                             remedy="请核对日期；其他步骤不记入的，把这一项的勾去掉。"))  # fmt: skip
    return more


def _counted(told: Proposal, more: Collection[Line]) -> dict[str, dict[str, object]]:
    """What later steps add up: lessons of a training count on (DEV-11). A political review is done anew here (DEV-10)."""
    taken = {line.event for line in more}
    found: dict[str, dict[str, object]] = {}
    for step in told.said["steps"]:
        if step["event"] == "training" and "training" in taken:
            found["training"] = {name: [step.get("figures", {}).get(name, 0)] for name in ("days", "lessons")}
    for event in history.SEVERAL:
        if event in taken:
            found[event] = {"days": [line.on.isoformat() for line in more if line.event == event]}
    return found


def _write(
    actor: Actor, case: Development, days: Mapping[str, date | None], papers: Papers, more: Collection[Line]
) -> None:
    """The time line as it was, then that it goes on here; who came from elsewhere was moved (DEV-06, DEV-25)."""
    known = [(event, f"{policies.label(event)}（以前办的）", _noon(day), "") for event, day in days.items() if day]
    known += [
        (line.event, f"{line.label}（以前办的）", _noon(line.on), "，".join(filter(None, [line.by, line.figures])))
        for line in more
    ]
    known.sort(key=lambda row: row[2])
    known.append((EVENT, LABEL, moment.now(), papers.note.strip()))
    if papers.came:
        known.append(("move", "随人转到新支部", moment.now(), ""))
    for event, label, at, note in known:
        FLOW.step.objects.create(
            case=case, event=event, label=label, source="", target=case.state, at=at, actor_kind=actor.kind,
            person_id=actor.person_id, public_label=label, note=note,
        )  # fmt: skip


def _noon(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(12)))
