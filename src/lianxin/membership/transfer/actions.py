"""Every change of a transfer within the house and by paper; what goes to another instance is in `crossing`."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from lianxin.foundation.casework.engine import advance
from lianxin.foundation.organisations.models import PARTY_KINDS, Organisation
from lianxin.foundation.spine import moment
from lianxin.foundation.spine.actions import action, lock, record, require
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import OUT_OF_SCOPE, Denied, Refused
from lianxin.membership.development.succession import follow
from lianxin.membership.development.telling import bring
from lianxin.membership.dossiers import actions as dossiers
from lianxin.membership.dossiers.models import Member
from lianxin.membership.dossiers.queries import moved_away

from . import crossing, policies
from .announcing import tell_turn
from .arriving import Arriving, facts_of
from .flow import FLOW
from .lifecycle import ISSUE
from .models import LetterCount, Transfer
from .words import GROUNDS, HOMES, INSIDE, PAPER, PEER, REASONS, WAYS

#: a sentence, not a word; a name in full, not a nickname
SHORTEST, SHORTEST_NAME = 6, 4


@action("transfer.ask")
def ask(
    *, actor: Actor, member: Member, way: str, reason: str, target: Organisation | None = None, target_name: str = "",
    peer: Any = None, text: str = "",
) -> Transfer:  # fmt: skip
    """提出转出, by the branch or by the person. target: an organisation of this house; target_name: elsewhere."""
    member = lock(member)
    require(policies.may_ask(actor, member))
    committee = _leaving(member, way, reason)
    name = _going(member, way, target, target_name, peer)
    case = Transfer.objects.create(
        member=member, way=way, reason=reason, state=FLOW.lifecycle.initial, organisation=committee, org_path=committee.path,
        source=member.organisation, source_path=member.org_path, source_name=member.organisation.name,
        target=target, target_path=target.path if target else "", target_name=name, peer=peer,
        asked_on=timezone.localdate(), opened_at=moment.now(),
    )  # fmt: skip
    FLOW.step.objects.create(
        case=case, event="ask", label="提出转出", source="", target=case.state, at=moment.now(), actor_kind=actor.kind,
        person_id=actor.person_id, public_label="提出转出", note=text.strip(),
    )  # fmt: skip
    record("transfer.ask", actor=actor, subject=case, org_path=case.org_path, way=way)
    tell_turn(case, actor, f"transfer:{case.pk}:0")
    return case


def _leaving(member: Member, way: str, reason: str) -> Organisation:
    """The committee that writes the letter."""
    if way not in WAYS or reason not in REASONS:
        raise Refused(Denied("请选择途径和原因。", code="empty", field="reason" if way in WAYS else "way"))
    if Transfer.objects.unscoped("one at a time").filter(member=member, closed_at=None).exists():
        raise Refused(Denied("这位同志的转接正在办理。", code="twice", field="member"))
    committee = policies.committee_of(member.org_path)
    if committee is None:
        raise Refused(Denied("上面没有党委，开不了介绍信。", code="no_committee", field="member"))
    return committee


def _going(member: Member, way: str, target: Organisation | None, name: str, peer: Any) -> str:
    """The name of where somebody goes, in the letter's words."""
    if way == INSIDE:
        if target is None or target.kind not in PARTY_KINDS or target.closed_on:
            raise Refused(Denied("请选择转往哪个党组织。", code="empty", field="target"))
        if target.pk == member.organisation_id:
            raise Refused(Denied("已经在这个党组织了。", code="same", field="target"))
        return target.name
    if way == PEER and (peer is None or not peer.active):
        raise Refused(Denied("请选择对方平台。", code="empty", field="peer"))
    # over there it is a code that names the organisation, and a code may be short
    if way == PEER and not name.strip():
        raise Refused(Denied("请写出对方党组织的组织代码。", code="empty", field="target_name"))
    if way != PEER and len(name.strip()) < SHORTEST_NAME:
        raise Refused(Denied("请写出对方党组织的全称。", code="empty", field="target_name"))
    return name.strip()[:120]


@action("transfer.issue")
def issue(
    *, actor: Actor, case: Transfer, days: int, dues_until: date | None, revision: int, again: bool = False
) -> Transfer:
    """开出介绍信, or once more when the first ran out or was refused (TRF-01). days: how long it is good, today not counted."""
    case = lock(case, revision=revision)
    usual, longest = policies.longest(case.way)
    if not 1 <= days <= longest:
        raise Refused(
            Denied(f"有效期填 1 到 {longest} 天，一般 {usual} 天。", rule="TRF-01", code="rule", field="days")
        )
    today = timezone.localdate()
    if case.member and case.member.in_party and dues_until is None:
        raise Refused(Denied("请填写党费交到哪个月。", code="empty", field="dues_until"))
    committee = policies.committee_of(case.source_path) or case.organisation
    changes: dict[str, Any] = {
        "letter_number": _number(committee, today.year), "letters": case.letters + 1, "issued_on": today,
        "valid_until": today + timedelta(days=days), "dues_until": dues_until,
    }  # fmt: skip
    if case.target_id:
        changes["organisation"] = policies.committee_of(case.target_path) or case.target
    case = advance(
        case,
        "reissue" if again else "issue",
        actor=actor,
        changes=changes,
        data={"days": days, "number": changes["letter_number"]},
    )
    if case.way == PEER:
        crossing.offer(case)
    return case


def _number(committee: Organisation, year: int) -> str:
    """柳河转〔2026〕0007: one row counts for a committee and a year, and holds others up until the letter is written."""
    count, _ = LetterCount.objects.select_for_update().get_or_create(organisation=committee, year=year)
    count.last += 1
    count.save(update_fields=["last"])
    return f"{committee.short_name}转〔{year}〕{count.last:04d}"


@action("transfer.receive")
def receive(*, actor: Actor, case: Transfer, home: Organisation | None, revision: int) -> Transfer:
    """接收并编入支部: from now on the new branch is responsible (EDU-09). Also 在本党委内调整, which needs no letter."""
    case = lock(case, revision=revision)
    event = "adjust" if case.state == "requested" else "receive"
    committee = policies.committee_of(case.target_path)
    over = committee.path if committee else case.target_path
    if home is None or home.kind not in HOMES or home.closed_on or not home.path.startswith(over):
        raise Refused(Denied("请选择编入哪个支部。", code="empty", field="home"))
    today = timezone.localdate()
    case = advance(case, event, actor=actor, changes={"home": home, "ended_on": today}, data={"home": home.pk})
    if case.member is not None:
        member = dossiers.move(actor=actor, member=case.member, organisation=home, on=today,
                               text=f"组织关系由{case.source_name}转入{home.name}")  # fmt: skip
        follow(actor=actor, member=member, into=home)
    else:
        _settle(actor, case, home)
    if case.way == PEER:
        crossing.receipt(case)
    return case


def _settle(actor: Actor, case: Transfer, home: Organisation) -> None:
    """A file for somebody who came from outside, or the one they had here before they went; the sealed words of the letter
    are not kept twice."""
    who = facts_of(case)
    text = f"组织关系由{case.source_name}转入，介绍信{case.letter_number}"
    known = moved_away(who.identity)
    if known is not None:
        case.member = dossiers.come_back(
            actor=actor, member=known, organisation=home, facts=who.facts(), on=timezone.localdate(), text=text
        )
    else:
        case.member = dossiers.enrol(
            actor=actor,
            organisation=home,
            facts=who.facts(),
            identity=who.identity,
            phone=who.phone,
            by_letter=True,
        )
        dossiers.note(case.member, actor, "organisation", text)
    if case.history:
        bring(case.member, case.history, case.source_name, case.letter_number, timezone.localdate())
    case.arriving = case.history = ""
    case.save(update_fields=["member", "arriving", "history"])


@action("transfer.refuse")
def refuse(*, actor: Actor, case: Transfer, ground: str, text: str, revision: int) -> Transfer:
    """不接收 or 不同意转出: never without a ground and a sentence, and it can be appealed (EDU-09)."""
    case = lock(case, revision=revision)
    if ground not in GROUNDS:
        raise Refused(Denied("请选择理由。没有理由不能拒转拒接。", rule="EDU-09", code="empty", field="ground"))
    said = _said(text, "EDU-09")
    event = "decline" if case.state == "requested" else "refuse"
    back = policies.committee_of(case.source_path) if case.source_id else None
    changes = {"organisation": back} if back else {}
    case = advance(case, event, actor=actor, changes=changes, note=said, data={"ground": ground})
    if case.way == PEER and case.comes_in:
        crossing.refusal(case, ground, said)
    return case


def _said(text: str, rule_id: str = "") -> str:
    if len(text.strip()) < SHORTEST:
        raise Refused(Denied("请把情况写清楚。", rule=rule_id, code="empty", field="text"))
    return text.strip()


@action("transfer.appeal")
def appeal(*, actor: Actor, case: Transfer, text: str, revision: int) -> Transfer:
    """请上级复核, by the branch or by the person themselves (EDU-09)."""
    case = lock(case, revision=revision)
    said = _said(text)
    judge = policies.judge_of(case)
    changes = {"organisation": judge} if judge else {}
    event = "appeal_own" if policies.is_person(actor, case) else "appeal"
    return advance(case, event, actor=actor, changes=changes, note=said)


@action("transfer.decide")
def decide(*, actor: Actor, case: Transfer, outcome: str, text: str, revision: int) -> Transfer:
    """上级的决定. outcome: "order_issue", "order_receive" or "keep"."""
    case = lock(case, revision=revision)
    if outcome not in ("order_issue", "order_receive", "keep"):
        raise Refused(Denied("请选择决定。", code="empty", field="outcome"))
    side = case.target_path if outcome == "order_receive" else case.source_path
    changes = {} if outcome == "keep" else {"organisation": policies.committee_of(side) or case.source}
    return advance(case, outcome, actor=actor, changes=changes, note=_said(text))


@action("transfer.recall")
def recall(*, actor: Actor, case: Transfer, text: str, revision: int) -> Transfer:
    """撤销转接. What another instance may already have taken in is asked back first."""
    case = lock(case, revision=revision)
    own = policies.is_person(actor, case)
    event = "ask_back" if case.way == PEER and case.state == "issued" else ("recall_own" if own else "recall")
    case = advance(case, event, actor=actor, note=_said(text))
    if event == "ask_back":
        crossing.recall(case)
    return case


@action("transfer.note_receipt")
def note_receipt(*, actor: Actor, case: Transfer, on: date, text: str, revision: int) -> Transfer:
    """登记纸质回执 (TRF-02): on the day that stands on it the old branch's duty ends."""
    case = lock(case, revision=revision)
    if case.issued_on is None or not case.issued_on <= on <= timezone.localdate():
        raise Refused(Denied("接收日期要在开出介绍信之后、今天之前。", code="order", field="on"))
    case = advance(case, "note_receipt", actor=actor, changes={"ended_on": on}, note=_said(text, "TRF-02"))
    gone(actor, case)
    return case


def gone(actor: Actor, case: Transfer) -> None:
    """Somebody is received elsewhere: the file is closed here, the way into the Party goes with them."""
    if case.member is None or case.ended_on is None:
        return
    member = dossiers.leave(actor=actor, member=case.member, standing="moved", on=case.ended_on,
                            text=f"组织关系转往{case.target_name}，介绍信{case.letter_number}")  # fmt: skip
    follow(actor=actor, member=member, into=None)


@action("transfer.arrive")
def arrive(
    *, actor: Actor, organisation: Organisation, who: Arriving, source_name: str, letter_number: str, issued_on: date,
    valid_until: date, reason: str, dues_until: date | None = None,
) -> Transfer:  # fmt: skip
    """登记收到的纸质介绍信: from then on it goes like any other."""
    if not actor.may(ISSUE, organisation.path):
        raise Refused(OUT_OF_SCOPE)
    if organisation.kind not in PARTY_KINDS or organisation.closed_on:
        raise Refused(Denied("要转入党组织。", code="not_party", field="organisation"))
    today = timezone.localdate()
    _, longest = policies.longest(PAPER)
    if issued_on > today:
        raise Refused(Denied("开出日期还没有到。", code="future", field="issued_on"))
    if not issued_on <= valid_until <= issued_on + timedelta(days=longest):
        raise Refused(
            Denied(f"有效期最长 {longest} 天，请核对介绍信。", rule="TRF-01", code="rule", field="valid_until")
        )
    if not letter_number.strip() or len(source_name.strip()) < SHORTEST_NAME:
        field = "letter_number" if source_name.strip() else "source_name"
        raise Refused(Denied("请照介绍信填写编号和开出单位。", code="empty", field=field))
    known = Transfer.objects.unscoped("one letter, one row")
    if known.filter(letter_number=letter_number.strip(), source_name=source_name.strip()).exists():
        raise Refused(Denied("这封介绍信已经登记过了。", code="twice", field="letter_number"))
    case = Transfer.objects.create(
        way=PAPER, reason=reason, state="issued", organisation=organisation, org_path=organisation.path, letters=1,
        source_name=source_name.strip(), target=organisation, target_path=organisation.path, target_name=organisation.name,
        asked_on=today, opened_at=moment.now(), letter_number=letter_number.strip(), issued_on=issued_on,
        valid_until=valid_until, dues_until=dues_until, arriving=who.packed(),
    )  # fmt: skip
    arrived(case, actor)
    record("transfer.arrive", actor=actor, subject=case, org_path=case.org_path)
    return case


def arrived(case: Transfer, actor: Actor) -> None:
    """The first line of a letter that came from outside."""
    FLOW.step.objects.create(
        case=case, event="arrive", label="收到介绍信", source="", target="issued", at=moment.now(), actor_kind=actor.kind,
        person_id=actor.person_id, public_label="收到介绍信",
    )  # fmt: skip
    tell_turn(case, actor, f"transfer:{case.pk}:{case.letters}:arrived")


@action("transfer.print")
def note_print(*, actor: Actor, case: Transfer) -> None:
    """The sheet names somebody with the whole identity number: who opened it stands in the ledger (P05)."""
    record("transfer.print", actor=actor, subject=case, org_path=case.org_path)
