"""处理建议: proposed by days or by people, the person is told and heard, the branch discusses, the committee decides.

The system never goes further than the first step: every other one is taken by somebody with a name.
"""

from __future__ import annotations

from datetime import date

from lianxin.foundation.casework.engine import advance
from lianxin.foundation.spine import moment
from lianxin.foundation.spine.actions import action, lock, record, require
from lianxin.foundation.spine.unique import or_refuse
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Denied, Refused
from lianxin.membership.dossiers import actions as dossiers
from lianxin.membership.dossiers.models import Member
from lianxin.membership.dossiers.words import IN_PARTY
from lianxin.membership.gatherings.models import Gathering
from lianxin.membership.transfer.policies import committee_of

from .. import announcing, policies
from ..flow import FLOW
from ..grounds import reached_by_hand
from ..models import Absence, Matter
from ..words import GROUNDS, HEARD, UNREACHABLE
from .registering import finish

#: a sentence, not a word
SHORTEST = 6
_TWICE = Denied(
    "这位同志已经有一条正在办的建议，或者同一件事已经提过。",
    code="twice",
    remedy="以前暂不处理的，在那一条里点“重新提出”。",
)


@action("mobility.propose")
def propose(*, actor: Actor, member: Member, ground: str, since: date, text: str = "") -> Matter:
    """提出处理建议. Refused before the day that the rule names (EDU-06, EDU-07, EDU-11); nothing changes by it."""
    member = lock(member)
    require(policies.may_propose(actor, member))
    if ground not in GROUNDS:
        raise Refused(Denied("请选择情形。", code="empty", field="ground"))
    words, today = GROUNDS[ground], moment.today()
    if actor.kind != "system":
        _said(text)
    stands = "stopped" if ground in ("restore", "lost_long") else "active"
    if member.standing != stands or member.stage not in IN_PARTY:
        raise Refused(
            Denied(
                f"这位同志现在{member.get_standing_display()}，不适用“{words.act}”。", rule=words.rule, code="standing"
            )
        )
    reached = reached_by_hand(member, ground, since, today)
    if reached is None or reached > today:
        when = f"要到 {reached:%Y-%m-%d} 才满规定的时间" if reached else "登记和台账里没有这种情形"
        raise Refused(Denied(f"{when}。", rule=words.rule, code="too_early", field="since"))
    # the row of the member is held: nobody else proposes the same meanwhile
    if Matter.objects.unscoped("once for a fact").filter(member=member, ground=ground, since=since).exists():
        raise Refused(_TWICE)
    with or_refuse(_TWICE):
        case = Matter.objects.create(
            member=member, ground=ground, since=since, reached_on=reached, home=member.organisation, home_path=member.org_path,
            organisation=member.organisation, org_path=member.org_path, opened_at=moment.now(),
            state="told" if ground == "restore" else FLOW.lifecycle.initial, told_on=today if ground == "restore" else None,
        )  # fmt: skip
    FLOW.step.objects.create(
        case=case, event="propose", label="按规定的时间提示" if actor.kind == "system" else "支部提出", source="", target=case.state,
        at=moment.now(), actor_kind=actor.kind, person_id=actor.person_id, note=text.strip(),
    )  # fmt: skip
    record(
        "mobility.propose", actor=actor, subject=case, org_path=case.org_path, ground=ground, since=since.isoformat()
    )
    announcing.tell_turn(case, actor, f"mobility:{case.pk}:0")
    return case


def _said(text: str) -> str:
    if len(text.strip()) < SHORTEST:
        raise Refused(Denied("请把情况写清楚。", code="empty", field="text"))
    return text.strip()


@action("mobility.tell")
def tell(*, actor: Actor, case: Matter, text: str, revision: int) -> Matter:
    """告知本人: how they were told, or how they were looked for. From now on they read it and can answer (LX-87)."""
    case = lock(case, revision=revision)
    return advance(case, "tell", actor=actor, note=_said(text), changes={"told_on": moment.today()})


@action("mobility.answer")
def answer(*, actor: Actor, case: Matter, text: str, revision: int) -> Matter:
    """我要说明, by the person; as often as they want until it is decided."""
    case = lock(case, revision=revision)
    return advance(case, "answer_own", actor=actor, note=_said(text))


@action("mobility.hear")
def hear(*, actor: Actor, case: Matter, text: str, revision: int) -> Matter:
    """记录本人说明, by the branch, for somebody who came or called."""
    case = lock(case, revision=revision)
    return advance(case, "hear", actor=actor, note=_said(text))


@action("mobility.discuss")
def discuss(*, actor: Actor, case: Matter, heard: str, meeting: Gathering | None, text: str, revision: int) -> Matter:
    """支部研究的意见, with the meeting that formed it and how the person was heard; goes to the committee."""
    case = lock(case, revision=revision)
    if heard not in HEARD or (heard == "unreachable" and case.ground not in UNREACHABLE):
        raise Refused(Denied("请选择怎样听取本人说明。", rule="LX-87", code="empty", field="heard"))
    if heard in ("met", "wrote") and case.ground != "restore" and not policies.said_something(case):
        raise Refused(Denied("还没有本人的说明，请先登记。", rule="LX-87", code="unheard", field="heard"))
    _meets(case, meeting)
    committee = committee_of(case.home_path)
    changes = {"heard": heard, "meeting": meeting} | ({"organisation": committee} if committee else {})
    return advance(case, "discuss", actor=actor, note=_said(text), changes=changes, data={"heard": heard})


def _meets(case: Matter, meeting: Gathering | None) -> None:
    """A filed meeting of the branch since the proposal; who leaves the Party is voted on by the general meeting."""
    kinds = case.words.meetings
    fits = (
        meeting is not None and meeting.state == "closed" and meeting.kind in kinds and meeting.organisation_id == case.home_id
        and meeting.starts_at >= case.opened_at
    )  # fmt: skip
    if not fits:
        what = "党员大会" if len(kinds) == 1 else "支委会或者党员大会"
        raise Refused(
            Denied(f"请选择研究这件事的{what}，要已经归档。", rule=case.words.rule, code="meeting", field="meeting",
                   remedy="还没有开的，先在“组织生活”里开会、归档。")
        )  # fmt: skip


@action("mobility.set_aside")
def set_aside(*, actor: Actor, case: Matter, text: str, revision: int) -> Matter:
    """暂不处理, with the reason. The same fact is not proposed again by the system; people may reopen it."""
    case = lock(case, revision=revision)
    changes = {"organisation": case.home}
    return advance(case, "set_aside", actor=actor, note=_said(text), changes=changes)


@action("mobility.send_back")
def send_back(*, actor: Actor, case: Matter, text: str, revision: int) -> Matter:
    """退回支部再研究."""
    case = lock(case, revision=revision)
    return advance(case, "send_back", actor=actor, note=_said(text), changes={"organisation": case.home})


@action("mobility.reopen")
def reopen(*, actor: Actor, case: Matter, text: str, revision: int) -> Matter:
    """重新提出 what was set aside; the person is told anew."""
    case = lock(case, revision=revision)
    with or_refuse(_TWICE):
        return advance(
            case, "reopen", actor=actor, note=_said(text), changes={"told_on": None, "heard": "", "meeting": None}
        )


@action("mobility.decide")
def decide(*, actor: Actor, case: Matter, text: str, revision: int) -> Matter:
    """党委的决定. The only place from which this room changes a file, and it does so by the dossiers' own actions."""
    case = lock(case, revision=revision)
    today, words = moment.today(), case.words
    case = advance(
        case, "decide", actor=actor, note=_said(text), changes={"decided_on": today}, data={"effect": words.effect}
    )
    said = f"党委决定{words.act}（{words.word}）"
    if words.effect == "active":
        dossiers.restore(actor=actor, member=case.member, on=today, text=said)
    else:
        dossiers.leave(actor=actor, member=case.member, standing=words.effect, on=today, text=said)
    if words.effect == "active":
        _found(actor, case.member, today)
    return case


def _found(actor: Actor, member: Member, on: date) -> None:
    """Somebody who was looked for is a member like others again."""
    row = Absence.objects.unscoped("of one member").filter(member=member, state="open", kind="lost").first()
    if row is not None:
        finish(actor, lock(row), "found", on)
