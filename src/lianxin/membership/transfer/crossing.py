"""What two instances tell each other about a transfer. Every message may come late, twice, or after the matter is over.

``transfer.offer`` (letter) → accepted or refused at the door; ``transfer.receipt`` and ``transfer.refusal`` come back
from the people over there; ``transfer.recall`` asks whether it can still be taken back. The answer to the recall and the
receipt say the same thing in whatever order they arrive: received stays received (EDU-09: one branch is responsible).
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from lianxin.foundation.casework.engine import advance
from lianxin.foundation.exchange.actions import post
from lianxin.foundation.exchange.models import Peer
from lianxin.foundation.exchange.registry import Body, Kind, register_kind
from lianxin.foundation.organisations.models import PARTY_KINDS
from lianxin.foundation.organisations.queries import by_code
from lianxin.foundation.spine import moment
from lianxin.foundation.spine.actions import lock
from lianxin.foundation.spine.unique import or_refuse
from lianxin.kernel.actor import SYSTEM
from lianxin.kernel.canonical import canonical_json
from lianxin.kernel.decision import Denied, Refused
from lianxin.membership.development import history
from lianxin.membership.development.telling import tell

from . import policies
from .announcing import tell_turn
from .arriving import of_member, read
from .flow import FLOW
from .models import Transfer
from .wire import checked
from .words import GROUNDS, PEER, REASONS

_SAME_NUMBER = Denied("这个编号的介绍信已经收到过，是另一件转接的。", code="same_number")
OFFER, RECEIPT, REFUSAL, RECALL = "transfer.offer", "transfer.receipt", "transfer.refusal", "transfer.recall"


def offer(case: Transfer) -> None:
    """The letter goes to the other instance."""
    if case.peer is None or case.member is None or case.issued_on is None or case.valid_until is None:
        raise ValueError("an offer is a letter about a member to a peer")
    who = of_member(case.member)
    _post(case, OFFER, {
        "key": str(case.key), "letter": case.letters, "number": case.letter_number, "issued": case.issued_on.isoformat(),
        "valid": case.valid_until.isoformat(), "dues": case.dues_until.isoformat() if case.dues_until else "",
        "reason": case.reason, "source": case.source_name, "target": case.target_name,
        "person": {name: getattr(who, name) for name in who.__slots__},
        # an older instance leaves alone what it does not know
        **({"way": told} if (told := tell(case.member)) is not None else {}),
    })  # fmt: skip


def receipt(case: Transfer) -> None:
    """回执, straight from committee to committee (TRF-02)."""
    _post(case, RECEIPT, {"key": str(case.key), "letter": case.letters, **_received(case)})


def refusal(case: Transfer, ground: str, text: str) -> None:
    _post(case, REFUSAL, {"key": str(case.key), "letter": case.letters, "ground": ground, "text": text})


def recall(case: Transfer) -> None:
    _post(case, RECALL, {"key": str(case.key), "letter": case.letters})


def _post(case: Transfer, kind: str, body: dict[str, Any]) -> None:
    if case.peer is not None:
        post(peer=case.peer, kind=kind, body=body, subject=f"transfer:{case.key}")


def _received(case: Transfer) -> dict[str, str]:
    return {
        "on": case.ended_on.isoformat() if case.ended_on else "",
        "home": case.home.name if case.home else case.target_name,
    }


def _of(peer: Peer, body: Body, *, comes_in: bool) -> Transfer | None:
    """The transfer that a message is about: only one with this peer, and only from the side that may say so."""
    rows = Transfer.objects.unscoped("named by another instance").filter(peer=peer, way=PEER)
    found = rows.filter(key=UUID(body["key"]), source__isnull=comes_in).first()
    return lock(found) if found else None


def hear_offer(peer: Peer, body: Body) -> Body:
    """A letter comes in, for the first time or anew."""
    known = _of(peer, body, comes_in=True)
    letter, days = int(body["letter"]), _days(body)
    if known is not None and (letter <= known.letters or known.state == "received"):
        return {"state": known.state}  # an older letter, or one that was answered
    if known is not None:
        changes = {"letters": letter, "letter_number": body["number"].strip(), **days, **_history(body)}
        with or_refuse(_SAME_NUMBER):
            known = advance(known, "offered_again", actor=SYSTEM, changes=changes)
        return {"state": "issued", **_way(known)}
    return _first_letter(peer, body, letter, days)


def _first_letter(peer: Peer, body: Body, letter: int, days: dict[str, Any]) -> Body:
    from .actions import arrived

    code = body["target"].rpartition("（")[2].rstrip("）").strip() or body["target"].strip()
    target = by_code(code)
    if target is None or target.kind not in PARTY_KINDS or target.closed_on:
        raise Refused(Denied(f"这里没有代码是“{code[:32]}”的党组织。", code="unknown_target"))
    committee = policies.committee_of(target.path) or target
    who = read(body["person"], timezone.localdate())
    with or_refuse(_SAME_NUMBER):
        case = Transfer.objects.create(
            key=UUID(body["key"]), way=PEER, peer=peer, reason=body["reason"] if body["reason"] in REASONS else "other", state="issued",
            organisation=committee, org_path=committee.path, source_name=f"{body['source'].strip()[:80]}（{peer.name}）"[:120],
            target=target, target_path=target.path, target_name=target.name, asked_on=timezone.localdate(), opened_at=moment.now(),
            letter_number=body["number"].strip(), letters=letter, arriving=who.packed(), **days,
            **_history(body),
        )  # fmt: skip
    arrived(case, SYSTEM)
    return {"state": case.state, **_way(case)}


def _history(body: Body) -> dict[str, str]:
    """The way into the Party that came with the letter, or why it is not proposed. The letter itself is good all the same:
    whoever has moved is taken in, and goes on by the papers."""
    said = body.get("way")
    if said is None:
        return {"history": "", "history_fault": ""}
    person = body["person"]
    good = history.judge(said, person["stage"].strip(), timezone.localdate(), joined=str(person.get("joined_on") or ""))
    if isinstance(good, Denied):
        return {"history": "", "history_fault": good.reason[:200]}
    return {"history": canonical_json(said).decode(), "history_fault": ""}


def _way(case: Transfer) -> dict[str, str]:
    return {"way": "refused", "way_reason": case.history_fault} if case.history_fault else {}


def _days(body: Body) -> dict[str, Any]:
    """Days of a letter, which may be no longer here than anywhere (TRF-01)."""
    issued, valid = date.fromisoformat(body["issued"]), date.fromisoformat(body["valid"])
    dues = date.fromisoformat(body["dues"]) if body["dues"] else None
    _, longest = policies.longest(PEER)
    if not issued <= valid <= issued + timedelta(days=longest):
        raise Refused(Denied(f"介绍信有效期最长 {longest} 天。", rule="TRF-01", code="rule"))
    return {"issued_on": issued, "valid_until": valid, "dues_until": dues}


def offered(peer: Peer, body: Body, answer: Body) -> None:
    """The other side keeps the letter, or says at once why not."""
    case = _of(peer, body, comes_in=False)
    if case is not None and answer.get("way") == "refused" and isinstance(answer.get("way_reason"), str):
        FLOW.step.objects.create(case=case, event="way_refused", label="对方没有收下培养经过", source=case.state, target=case.state,
                                 at=moment.now(), actor_kind="system", note=answer["way_reason"][:200])  # fmt: skip
    if case is not None and case.state in ("issued", "recalling") and "refused" in answer and _current(case, body):
        advance(case, "was_refused", actor=SYSTEM, note=_reason(answer))
        tell_turn(case, SYSTEM, f"transfer:{case.pk}:{case.revision}:turn")


def _reason(answer: Body) -> str:
    found = answer.get("refused")
    return str(found.get("reason") if isinstance(found, dict) else "")[:200]


def _current(case: Transfer, body: Body) -> bool:
    return body.get("letter") == case.letters


def hear_receipt(peer: Peer, body: Body) -> Body:
    """They took somebody in: from that day on they are responsible."""
    case = _of(peer, body, comes_in=False)
    if case is None:
        raise Refused(Denied("这里没有这件转接。", code="unknown"))
    _ended(case, body)
    return {"state": case.state}


def _ended(case: Transfer, said: Body) -> None:
    """Once, whichever of the receipt and the answer to a recall comes first."""
    from .actions import gone

    if case.state not in ("issued", "recalling"):
        return
    try:
        on = min(date.fromisoformat(str(said["on"])), timezone.localdate())
    except (KeyError, ValueError):
        raise Refused(Denied("回执上没有接收日期。", code="malformed")) from None
    home = said.get("home")
    home = home.strip() if isinstance(home, str) and home.strip() else case.target_name
    advance(case, "was_received", actor=SYSTEM, changes={"ended_on": on, "target_name": home[:120]})
    gone(SYSTEM, case)


def hear_refusal(peer: Peer, body: Body) -> Body:
    """They do not take somebody in, with a ground (EDU-09); an answer to an older letter changes nothing."""
    case = _of(peer, body, comes_in=False)
    if case is None:
        raise Refused(Denied("这里没有这件转接。", code="unknown"))
    if case.state in ("issued", "recalling") and _current(case, body):
        ground = GROUNDS.get(str(body.get("ground")), GROUNDS["other"])
        advance(case, "was_refused", actor=SYSTEM, note=f"{ground}：{str(body.get('text'))[:300]}")
        tell_turn(case, SYSTEM, f"transfer:{case.pk}:{case.revision}:turn")
    return {"state": case.state}


def hear_recall(peer: Peer, body: Body) -> Body:
    """They want it back: too late once somebody was taken in."""
    case = _of(peer, body, comes_in=True)
    if case is None:
        return {"state": "cancelled"}  # never seen here: nothing to give back
    if case.state == "issued":
        advance(case, "was_recalled", actor=SYSTEM)
    return {"state": case.state, **(_received(case) if case.state == "received" else {})}


def recalled(peer: Peer, body: Body, answer: Body) -> None:
    """The other side gave it back, or had taken somebody in already."""
    case = _of(peer, body, comes_in=False)
    if case is None or case.state != "recalling":
        return
    if answer.get("state") == "received":
        _ended(case, answer)
    elif "refused" in answer:
        return  # says nothing about whether somebody was taken in: the person stays asked for, in no two places
    elif isinstance(answer.get("state"), str):
        advance(case, "came_back", actor=SYSTEM)
    else:
        raise Refused(Denied("对方的答复不完整。", code="malformed"))


def _nothing(peer: Peer, body: Body, answer: Body) -> None:
    """The other side knows; nothing follows."""


def connect() -> None:
    """Let the exchange know what this room understands."""
    for kind in (
        Kind(OFFER, checked(OFFER, hear_offer), offered), Kind(RECEIPT, checked(RECEIPT, hear_receipt), _nothing),
        Kind(REFUSAL, checked(REFUSAL, hear_refusal), _nothing), Kind(RECALL, checked(RECALL, hear_recall), recalled),
    ):  # fmt: skip
        register_kind(kind)
