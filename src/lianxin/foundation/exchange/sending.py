"""One try to deliver a message: claimed by one worker, answered once."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

import httpx

from lianxin.foundation.spine import moment
from lianxin.foundation.spine.actions import action, lock, record
from lianxin.kernel.actor import SYSTEM, Actor
from lianxin.kernel.decision import Refused

from . import messages
from .keys import house_key
from .models import Outgoing
from .registry import KINDS

TIMEOUT = httpx.Timeout(30.0, connect=10.0)
#: how long a claim holds; longer than any try
CLAIM = timedelta(seconds=90)
FIRST_WAIT, LONGEST_WAIT = 30, 3600


class Undelivered(Exception):  # noqa: N818 - the usual thing while the other side is down
    """Not delivered this time. The text is shown to the administrator; no address and no content in it."""


def attempt(pk: int) -> bool:
    """Send it when it is due, nobody else is at it and nothing earlier about the same matter waits. True when answered."""
    row = _claimed(pk)
    if row is None:
        return False
    try:
        answer = _sent(row)
    except Undelivered as failed:
        _later(row, str(failed))
        return False
    try:
        _note(actor=SYSTEM, row=row, answer=answer)
    except Refused:  # signed, and yet nothing that can be acted upon
        _later(row, "看不懂对方平台的答复")
        return False
    return True


def _later(row: Outgoing, why: str) -> None:
    """Another try, the later the more there were."""
    wait = min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(row.tries - 1, 12))
    Outgoing.objects.filter(pk=row.pk, claim=row.claim, delivered_at=None).update(
        claim=None, next_at=moment.now() + timedelta(seconds=wait), last_error=why[:120]
    )


def _claimed(pk: int) -> Outgoing | None:
    now, mine = moment.now(), uuid4()
    row = Outgoing.objects.filter(pk=pk, delivered_at=None, peer__active=True).first()
    if row is None:
        return None
    earlier = Outgoing.objects.filter(peer=row.peer_id, subject=row.subject, pk__lt=pk, delivered_at=None)
    if earlier.exists():
        return None
    # the condition stands on the row alone: it is looked at again after waiting for another worker
    taken = Outgoing.objects.filter(pk=pk, delivered_at=None, next_at__lte=now)
    if not taken.update(claim=mine, next_at=now + CLAIM, tries=row.tries + 1):
        return None
    return Outgoing.objects.select_related("peer").get(pk=pk)


def _sent(row: Outgoing) -> dict[str, Any]:
    """The answer of the other side. Raises Undelivered."""
    key = house_key()
    message = messages.Message(row.key, messages.public_of(key), row.peer.public, row.kind, json.loads(row.body))
    raw, signature = messages.signed(key, messages.content_of(message))
    try:
        answer = httpx.post(
            f"{row.peer.url}/exchange/v1/", content=raw, timeout=TIMEOUT, follow_redirects=False,
            headers={"Content-Type": "application/json", "X-Lianxin-Signature": signature},
        )  # fmt: skip
    except httpx.HTTPError as error:
        raise Undelivered(f"没有连上对方平台（{type(error).__name__}）") from error
    # a 400 counts when the other side signed it: then no further try changes anything; a proxy's own does not
    if answer.status_code not in (200, 400):
        raise Undelivered(f"对方平台答复 {answer.status_code}")
    try:
        found = messages.verified(
            row.peer.public, answer.content, answer.headers.get("X-Lianxin-Signature", ""), messages.ANSWERED
        )
    except messages.Forged as error:
        said = "对方平台答复 400" if answer.status_code == 400 else "答复不是对方平台签名的"
        raise Undelivered(said) from error
    if (found.get("id"), found.get("to")) != (str(row.key), message.sender) or not isinstance(
        found.get("answer"), dict
    ):
        raise Undelivered("答复和问的对不上")
    return dict(found["answer"])


@action("exchange.deliver")
def _note(*, actor: Actor, row: Outgoing, answer: dict[str, Any]) -> None:
    """Delivered and what follows from the answer, together and once; the sealed words go."""
    row = lock(row)
    if row.delivered_at is not None:
        record("exchange.deliver", actor=actor, subject=row, kind=row.kind)
        return
    KINDS[row.kind].answered(row.peer, json.loads(row.body), answer)
    row.delivered_at, row.claim, row.body, row.last_error = moment.now(), None, "", _in_vain(answer)
    row.save()
    record("exchange.deliver", actor=actor, subject=row, kind=row.kind)


def _in_vain(answer: dict[str, Any]) -> str:
    """Why a message was given up, for the administrator; empty when it was carried out or refused as people refuse."""
    found = answer.get("refused")
    if not isinstance(found, dict) or found.get("code") != messages.UNUSABLE:
        return ""
    return str(found.get("reason") or "")[:120] or "对方平台不能办"
