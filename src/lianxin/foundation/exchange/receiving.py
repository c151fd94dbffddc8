"""What other instances call: ``POST /exchange/v1/``."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from lianxin.foundation.spine.actions import action, record
from lianxin.kernel.actor import SYSTEM, Actor
from lianxin.kernel.canonical import canonical_json
from lianxin.kernel.decision import Refused

from . import messages
from .keys import house_key
from .models import Incoming, Peer
from .registry import KINDS, Unusable


class Reused(Exception):  # noqa: N818 - the caller's mistake
    """A key that came before with other words."""


@csrf_exempt  # another machine posts here; its signature is what counts
@require_POST
def receive(request: HttpRequest) -> HttpResponse:
    """200 with a signed answer; 400 malformed (signed, with words, when the sender is known), 403 not from a known instance to this one, 409 a key with other words,
    413 too large, 422 a kind that nobody here understands. The same message again gets the same answer."""
    length = request.headers.get("Content-Length") or "0"
    if not (length.isascii() and length.isdecimal()):
        return HttpResponse(status=400)
    if int(length) > messages.LARGEST:
        return HttpResponse(status=413)
    raw, key = request.body, house_key()
    try:
        peer, message = _believed(raw, request.headers.get("X-Lianxin-Signature", ""), messages.public_of(key))
    except messages.Malformed:
        return HttpResponse(status=400)
    except messages.Forged:
        return HttpResponse(status=403)
    if message.kind not in KINDS:
        return HttpResponse(status=422)
    status = 200
    try:
        answer = _once(peer, message, hashlib.sha256(raw).hexdigest())
    except Reused:
        return HttpResponse(status=409)
    except Unusable as wrong:
        status, answer = 400, {"refused": {"reason": str(wrong), "rule": "", "code": messages.UNUSABLE}}
    content = {
        "v": messages.VERSION,
        "id": str(message.key),
        "from": message.receiver,
        "to": message.sender,
        "answer": answer,
    }
    said, signature = messages.signed(key, content, messages.ANSWERED)
    return HttpResponse(
        said,
        status=status,
        content_type="application/json",
        headers={"X-Lianxin-Signature": signature, "Cache-Control": "no-store"},
    )


def _believed(raw: bytes, signature: str, own: str) -> tuple[Peer, messages.Message]:
    """Who said it, and what; nothing is looked at before the signature of a known instance holds."""
    claimed = messages.parsed(raw).get("from")
    peer = Peer.objects.filter(public=claimed, active=True).first() if isinstance(claimed, str) else None
    if peer is None:
        raise messages.Forged("unknown")
    message = messages.message_of(messages.verified(peer.public, raw, signature))
    if message.receiver != own:
        raise messages.Forged("not for this instance")
    return peer, message


def _once(peer: Peer, message: messages.Message, digest: str) -> dict[str, Any]:
    """Carried out the first time; the answer of then, ever after."""
    known = _known(peer, message, digest)
    if known is not None:
        return known
    try:
        return _hear(actor=SYSTEM, peer=peer, message=message, digest=digest)
    except IntegrityError:  # a copy came at the same moment and was first
        known = _known(peer, message, digest)
        if known is None:
            raise
        return known


def _known(peer: Peer, message: messages.Message, digest: str) -> dict[str, Any] | None:
    row = Incoming.objects.filter(peer=peer, key=message.key).first()
    if row is None:
        return None
    if row.digest != digest:
        raise Reused
    return dict(json.loads(row.answer))


@action("exchange.hear")
def _hear(*, actor: Actor, peer: Peer, message: messages.Message, digest: str) -> dict[str, Any]:
    """The row comes first, so that a copy waits for it; a refusal is an answer like another, and undoes what was begun."""
    row = Incoming.objects.create(peer=peer, key=message.key, kind=message.kind, digest=digest, answer="{}")
    try:
        with transaction.atomic():
            answer = KINDS[message.kind].hear(peer, dict(message.body))
    except Refused as refused:
        answer = {
            "refused": {"reason": refused.denied.reason, "rule": refused.denied.rule, "code": refused.denied.code}
        }
    row.answer = canonical_json(answer).decode()
    row.save(update_fields=["answer"])
    record("exchange.hear", actor=actor, subject=row, kind=message.kind)
    return answer
