"""Taking a step: said on a day, checked against its clause, written once."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from datetime import date, datetime, time
from typing import Any

from django.utils import timezone

from lianxin.foundation.casework import timers
from lianxin.foundation.casework.engine import advance, may
from lianxin.foundation.rules.registry import rule
from lianxin.foundation.spine import moment
from lianxin.foundation.spine.actions import action, lock, record, require
from lianxin.kernel.actor import SYSTEM, Actor
from lianxin.kernel.clocks import Period, plus_months
from lianxin.kernel.decision import OUT_OF_SCOPE, Denied, Refused
from lianxin.membership import papers
from lianxin.membership.dossiers import actions as dossiers
from lianxin.membership.dossiers.models import Member
from lianxin.membership.dossiers.papers import note_originals
from lianxin.membership.dossiers.undoing import columns

from . import ballots, paperwork, policies, reckoning, undoing, voting
from .flow import FLOW
from .lifecycle import AT_APPLICATION, WORK
from .models import Development
from .steps import ASIDE, BY_EVENT, VOTED

#: event -> what the person becomes
BECOMES = {
    "file_activist": "activist", "file_candidate": "candidate", "approve": "probationary", "approve_full": "member",
}  # fmt: skip
#: decision of the committee against -> the steps that it undoes; the time line keeps all of them
UNDOES = {
    "refuse_accept": ("accept", "talk_before"), "refuse_extend": ("extend",), "refuse_full": ("accept_full",),
    "refuse_cancel": ("cancel",),
}  # fmt: skip
#: parts of what a step says that later steps add up
_SUMMED = {"training": ("days", "lessons")}


@action("development.apply")
def apply(*, actor: Actor, member: Member, on: date) -> Development:
    """递交入党申请书 (DEV-01). From this day the branch has a month to talk with the applicant (DEV-02)."""
    member = lock(member)
    if not actor.may(WORK, member.org_path):
        raise Refused(OUT_OF_SCOPE)
    gone = _cancelled(member)
    if gone is None and (member.stage != "applicant" or member.standing != "active"):
        raise Refused(
            Denied(f"{member.name}现在是{member.get_stage_display()}，不用再递交申请。", code="stage", field="member")
        )
    if Development.objects.unscoped("one way at a time").filter(member=member, closed_at=None).exists():
        raise Refused(Denied("这位同志的申请已经登记过了。", code="twice", field="member"))
    if on > timezone.localdate():
        raise Refused(Denied("这一天还没有到。", code="future", field="on"))
    if member.born is None:
        raise Refused(
            Denied("档案里没有出生日期，不能判断是否年满 18 周岁。", rule="DEV-01", code="missing", field="member")
        )
    first = reckoning.of_age(member.born, on)
    if on < first:
        raise Refused(Denied(f"{member.name} {first} 满 18 周岁，那天起才可以递交入党申请。", rule="DEV-01", code="too_early",
                             field="on"))  # fmt: skip
    was = columns(member)
    if gone is not None:
        member = _anew(actor, member, gone, on)
    with standing_on(on):
        case = Development.objects.create(
            member=member, state=FLOW.lifecycle.initial, organisation=member.organisation, org_path=member.org_path,
            opened_at=moment.now(), dates={"apply": on.isoformat()},
        )  # fmt: skip
        FLOW.step.objects.create(
            case=case, event="apply", label="递交入党申请书", source="", target=case.state, at=moment.now(),
            actor_kind=actor.kind, person_id=actor.person_id, public_label="递交入党申请书",
        )  # fmt: skip
        timers.move(FLOW, case, AT_APPLICATION, moment.now())
        case.save()
    undoing.write_first(case, "apply", was)
    record("development.apply", actor=actor, subject=case, org_path=case.org_path)
    return case


def _cancelled(member: Member) -> Development | None:
    """The way that ended with the qualification taken back, of somebody who has been no member since (DEV-27)."""
    if member.standing != "left":
        return None
    rows = Development.objects.unscoped("the earlier way of one person").filter(member=member).exclude(state="voided")
    last = rows.order_by("-pk").first()
    return last if last is not None and last.state == "cancelled" else None


def _anew(actor: Actor, member: Member, gone: Development, on: date) -> Member:
    """A new application after the qualification was taken back: everything from the beginning, nothing forgotten."""
    ended = gone.day("approve_cancel")
    if ended is not None and on < ended:
        raise Refused(Denied(f"{ended} 才取消预备党员资格，申请不能比它早。", rule="DEV-27", code="order", field="on"))
    text = f"重新递交入党申请；以前 {gone.day('accept')} 接收为预备党员，{ended} 取消资格"
    return dossiers.begin_again(actor=actor, member=member, on=on, text=text)


@action("development.take")
def take(*, actor: Actor, case: Development, event: str, on: date, said: dict[str, Any], revision: int) -> Development:
    """One step of the table on its day. said: the fields that `steps` names for it. Raises `Refused` with the clause."""
    case = lock(case, revision=revision)
    if event not in BY_EVENT and event not in ASIDE:
        raise Refused(Denied("没有这一步。", code="unknown"))
    if policies.waits_for_undoing(case):
        raise Refused(policies.PENDING)
    require(may(actor, case, event))
    if event in VOTED:
        said = voting.filled(actor, case, event, on, said)
    require(policies.check(actor, case, event, on, said))
    touched = (event, *UNDOES.get(event, ()))
    was = undoing.before(case, touched, case.member, papers=event == "archive")
    facts = {**case.facts, event: _fact(case, event, on, said)}
    changes: dict[str, Any] = {"facts": facts, "dates": {**case.dates, event: on.isoformat()}}
    for undone in UNDOES.get(event, ()):
        _undo(changes, undone)
    with standing_on(on):
        case = advance(case, event, actor=actor, note=_words(said), changes=changes)
        if event == "prolong":
            _prolong(case, on, str(said["note"]))
    if event in BECOMES:
        _become(case, event, on, actor)
    if event == "approve_cancel":
        _close_file(case, on, actor)
    if event == "stop":
        _step_back(case, on, actor)
    _reported(actor, case, said)
    if event == "archive":
        note_originals(actor=actor, member=case.member, words=list(said.get("papers", [])), on=on)
    undoing.write_down(case, event, was)
    return case


def _reported(actor: Actor, case: Development, said: dict[str, Any]) -> None:
    """A line of the ledger when figures of a secret vote were taken over, or were there and others were written."""
    if report := said.get("ballot") or said.get("instead_of"):
        code = "take_report" if said.get("ballot") else "pass_over"
        record(f"development.{code}", actor=actor, subject=case, org_path=case.org_path, report=report)


def _words(said: dict[str, Any]) -> str:
    """What was written by hand; it is sealed in the time line and stands nowhere else."""
    why = (
        f"{voting.BY_HAND}{str(said['why']).strip()}"
        if said.get("why") and not (said.get("resolution") or said.get("ballot"))
        else ""
    )
    return "\n".join(
        [*(str(said[name]).strip() for name in ("performance", "note") if said.get(name)), *filter(None, [why])]
    )


def standing_on(on: date) -> AbstractContextManager[None]:
    """What happened earlier is written, and its clocks started, as of noon of that day."""
    if on >= timezone.localdate():
        return nullcontext()
    return moment.at(timezone.make_aware(datetime.combine(on, time(12))))


def _fact(case: Development, event: str, on: date, said: dict[str, Any]) -> dict[str, Any]:
    """What is kept of a step; what happens several times is kept as lists."""
    known = case.fact(event)
    if event in _SUMMED:
        return {name: [*known.get(name, []), int(said.get(name) or 0)] for name in _SUMMED[event]}
    if event in ("inspect", "inspect_probation"):
        return {"days": [*known.get("days", []), on.isoformat()]}
    kept = {name: value for name, value in said.items() if name not in ("note", "performance", "why", "source")}
    # papers are signed by the branch that took the step, also after the person has moved on
    kept["branch"] = case.organisation_id
    if event in VOTED:
        kept["used"], kept["used_ballots"] = voting.used_by(known), ballots.used_by(known)
    if event == "extend":
        kept["months"] = [*known.get("months", []), int(said.get("months") or 0)]
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in kept.items()}


def _undo(changes: dict[str, Any], event: str) -> None:
    """What the branch decided and the committee did not approve counts for nothing: no day, no months (DEV-22), no paper."""
    changes["dates"].pop(event, None)
    fact = changes["facts"].get(event, {})
    if fact.get("months"):
        changes["facts"][event] = {**fact, "months": fact["months"][:-1]}


def _close_file(case: Development, on: date, actor: Actor) -> None:
    """DEV-27: no longer on the roster from the day of the approval. What the person was, and when they joined, stays in the
    file as it was; meetings, dues and statistics leave them out from that day on, not before."""
    joined = case.day("accept")
    since = f"，{joined} 接收为预备党员" if joined else ""
    dossiers.leave(actor=actor, member=case.member, standing="left", on=on, text=f"取消预备党员资格{since}")


def _step_back(case: Development, on: date, actor: Actor) -> None:
    """Whose cultivation has ended is counted as no activist or candidate any more, and may apply anew from the beginning."""
    if case.member.stage != "applicant":
        dossiers.set_stage(
            actor=actor, member=case.member, stage="applicant", on=on, text=f"发展党员：{policies.label('stop')}"
        )


def _prolong(case: Development, on: date, reason: str) -> None:
    """DEV-19: special cases get as long as the rule allows at most, once."""
    if FLOW.clock.objects.filter(case=case, name="approve").latest("id").extensions:
        raise Refused(Denied("审批已经延长过了。", rule="DEV-19", code="twice"))
    found = rule("DEV-19", on)
    more = found.period("longest").amount - found.period("approve").amount
    timers.extend(FLOW, case, "approve", Period(more, "month"), reason)
    case.save()


def _become(case: Development, event: str, on: date, actor: Actor) -> None:
    """The dossier follows: joined on the day of the meeting (DEV-21), full on the day the probation ended (DEV-24)."""
    more: dict[str, date | None] = {}
    if event == "approve":
        more["joined_on"] = case.day("accept")
    if event == "approve_full":
        more["full_since"] = reckoning.probation_ends(case, on)
    dossiers.set_stage(
        actor=actor, member=case.member, stage=BECOMES[event], on=on, text=f"发展党员：{policies.label(event)}", **more
    )


#: state -> the meeting about whose decision the committee decides
_MET = {"accepted_full": "accept_full", "accepted_longer": "extend", "accepted_cancel": "cancel"}


def approval_due(case: Development, on: date) -> tuple[date, date] | None:
    """(yellow, red): three and six months after the meeting (DEV-19), for what ends or extends the probation three in any
    case (DEV-23); None when no decision is waited for."""
    if (begun := case.day(_MET.get(case.state, ""))) is not None:
        last = plus_months(begun, rule("DEV-23", on).period("approve").amount)
        return last, last
    if case.state != "accepted" or (begun := case.day("accept")) is None:
        return None
    found = rule("DEV-19", on)
    return plus_months(begun, found.period("approve").amount), plus_months(begun, found.period("longest").amount)


@action("development.hand_out")
def hand_out(*, actor: Actor, case: Development, form: paperwork.Form, ending: str = "docx") -> bytes:
    """文书 as a file of `papers.FILES`, for those who may see the case. It leaves the house in clear, so every time is a line of the ledger (P02)."""
    if not actor.may(policies.READ, case.org_path):
        raise Refused(OUT_OF_SCOPE)
    require(policies.may_write_paper(actor, case))
    if form not in paperwork.ready(case):
        raise Refused(Denied("还没有走到这一步，写不了这份文书。", code="too_early"))
    made = papers.FILES[ending].make(paperwork.sheet_of(case, form))
    record("development.hand_out", actor=actor, subject=case, org_path=case.org_path, paper=form.code)
    return made


@action("development.remind")
def remind(*, actor: Actor = SYSTEM) -> int:
    """Tell of promises that run out (DEV-02, DEV-05, DEV-13, DEV-19, DEV-20, DEV-23); answers how many. Nothing else follows."""
    given = timers.sweep(FLOW, moment.now())
    record("development.remind", actor=actor, alerts=given)
    return given
