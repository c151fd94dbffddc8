"""依申请公开 (DIS-03): asked by anybody, decided in time, refused only in writing with a reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from lianxin.foundation.casework import timers
from lianxin.foundation.casework.engine import advance
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.rules.registry import rule
from lianxin.foundation.spine import moment
from lianxin.foundation.spine.actions import action, lock, record
from lianxin.foundation.spine.sealed import blind_index
from lianxin.kernel.actor import Actor
from lianxin.kernel.clocks import Period
from lianxin.kernel.decision import Denied, Refused

from .. import announcing, codes
from ..flow import REQUEST_FLOW
from ..lifecycle import AT_REQUEST
from ..models import Request, RequestStep
from ..words import REFUSAL_REASONS
from .reviewing import person_of
from .words import limit, need, need_reason


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody wants to know, and where the answer may be sent."""

    title: str
    body: str = ""
    nickname: str = ""
    contact_email: str = ""


@action("disclosure.ask")
def ask(*, actor: Actor, organisation: Organisation, wanted: Wanted, key: str) -> tuple[Request, str]:
    """Receive a request; answers it with its query code ("" for somebody signed in). The same key, the same one."""
    hashed = blind_index(f"disclosure-request:{key}")
    code = "" if actor.person_id else codes.code_for(key)
    known = Request.objects.unscoped("the asker's own retry").filter(submission_key=hashed).first()
    if known is not None:
        record("disclosure.ask_again", actor=actor, subject=known)
        return known, code
    if len(wanted.body) > limit("question"):
        raise Refused(Denied(f"具体内容最多 {limit('question')} 个字。", rule="LX-34", code="too_long", field="body"))
    if organisation.closed_on:
        raise Refused(Denied("这个组织已经撤销，请选择另一个。", code="closed", field="organisation"))
    now = moment.now()
    request = Request.objects.create(
        organisation=organisation, org_path=organisation.org_path, state=REQUEST_FLOW.lifecycle.initial,
        opened_at=now, title=need(wanted.title, "想了解什么", "title", "title"), body=wanted.body.strip(),
        author_id=actor.person_id, nickname=(wanted.nickname or actor.name or "群众")[:30],
        contact_email=wanted.contact_email, submission_key=hashed,
        code_hash=codes.slow_hash(code) if code else "",
    )  # fmt: skip
    _arrive(request, actor, now)
    record("disclosure.ask", actor=actor, subject=request)
    announcing.request_arrived(request)
    return request, code


def _arrive(request: Request, actor: Actor, now: datetime) -> None:
    request.number = f"SQ{timezone.localtime(now):%Y}-{request.pk:05d}"
    timers.move(REQUEST_FLOW, request, AT_REQUEST, now)
    request.save(update_fields=["number", "due_at", "due_clock"])
    RequestStep.objects.create(
        case=request, event="ask", label="提出申请", source="", target=request.state, at=now,
        actor_kind=actor.kind, person_id=actor.person_id, public_label="提出申请",
    )  # fmt: skip


@action("disclosure.extend")
def extend(*, actor: Actor, request: Request, text: str, revision: int) -> Request:
    """延长 to the longest time of the rule, once, with a reason that the asker reads."""
    request = lock(request, revision=revision)
    text = need(text, "延长的原因", "text", "question")
    request = advance(request, "extend", actor=actor, changes={"extended": True}, public_note=text)
    timers.extend(REQUEST_FLOW, request, "decide", extra(request.opened_at), text)
    request.save(update_fields=["due_at", "due_clock"])
    announcing.request_extended(request, text)
    return request


def extra(opened_at: datetime) -> Period:
    """What lies between the ordinary and the longest time of DIS-03, by the rule of the day of the request."""
    found = rule("DIS-03", on=timezone.localdate(opened_at))
    first, longest = found.period("decide"), found.period("longest")
    return Period(longest.amount - first.amount, first.unit)


@action("disclosure.grant")
def grant(*, actor: Actor, request: Request, text: str, secrecy: bool, revision: int) -> Request:
    """答复公开. The one who answers has looked at secrecy too and says so."""
    request = lock(request, revision=revision)
    if not secrecy:
        raise Refused(Denied("请先作保密审查。", rule="DIS-01", code="no_secrecy", field="secrecy"))
    text = need(text, "答复", "text")
    changes = {**_decided(request, actor), "answer": text, "secrecy_checked": True}
    return advance(request, "grant", actor=actor, changes=changes)


@action("disclosure.refuse")
def refuse(*, actor: Actor, request: Request, reason: str, text: str, revision: int) -> Request:
    """不予公开, in writing and with a reason code."""
    request = lock(request, revision=revision)
    need_reason(reason, REFUSAL_REASONS, text, rule_id="DIS-03")
    changes = {**_decided(request, actor), "answer": need(text, "理由", "text"), "reason": reason}
    return advance(request, "refuse", actor=actor, changes=changes, data={"reason": reason})


def _decided(request: Request, actor: Actor) -> dict[str, object]:
    now = moment.now()
    late = request.due_at is not None and now > request.due_at
    return {"answered_by_id": person_of(actor), "answered_at": now, "late": late}


@action("disclosure.withdraw_request")
def withdraw_request(*, actor: Actor, request: Request) -> Request:
    """The asker does not need it any more."""
    return advance(lock(request), "withdraw", actor=actor)
