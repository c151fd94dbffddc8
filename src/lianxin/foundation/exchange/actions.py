"""Knowing another instance, and giving something to be sent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from lianxin.foundation.spine import moment
from lianxin.foundation.spine.actions import action, lock, record
from lianxin.kernel.actor import SYSTEM, Actor
from lianxin.kernel.canonical import canonical_json
from lianxin.kernel.decision import OUT_OF_SCOPE, Denied, Refused

from .jobs import deliver_soon
from .keys import house_key
from .messages import LARGEST, Malformed, fingerprint, public_of
from .models import Outgoing, Peer

MANAGE = "exchange.manage"
SENTENCES = {
    "exchange.add_peer": "平台间传递：登记对方平台",
    "exchange.stop_peer": "平台间传递：停用对方平台",
    "exchange.resume_peer": "平台间传递：恢复对方平台",
    "exchange.post": "平台间传递：交出一条消息（{kind}）",
    "exchange.deliver": "平台间传递：对方已收到（{kind}）",
    "exchange.hear": "平台间传递：收到一条消息（{kind}）",
}
#: what stands around a body: names, key, kind
ENVELOPE = 2000
#: the machine itself, where tests and rehearsals run a second instance
_HERE = ("127.0.0.1", "localhost", "::1")


def _may(actor: Actor) -> None:
    if not actor.has(MANAGE):
        raise Refused(OUT_OF_SCOPE)


@action("exchange.add_peer")
def add_peer(*, actor: Actor, name: str, url: str, public: str, compared: bool) -> Peer:
    """登记对方平台. compared: that both sides read the fingerprint to each other, without which anybody could be it."""
    _may(actor)
    name, url, public = name.strip(), url.strip().rstrip("/"), "".join(public.split())
    parts = urlsplit(url)
    if not name:
        raise Refused(Denied("请填写对方平台的名称。", code="empty", field="name"))
    if not parts.hostname or parts.username or parts.query or parts.fragment:
        raise Refused(
            Denied("请填写对方平台的网址，例如 https://dangjian.example.gov.cn。", code="invalid", field="url")
        )
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in _HERE):
        raise Refused(Denied("网址要以 https:// 开头。", code="plain", field="url"))
    try:
        fingerprint(public)
    except Malformed:
        raise Refused(Denied("公钥不完整，请从对方页面整段复制。", code="invalid", field="public")) from None
    if public == public_of(house_key()):
        raise Refused(Denied("这是本平台自己的公钥。", code="own", field="public"))
    if Peer.objects.filter(public=public).exists():
        raise Refused(Denied("这个平台已经登记过了。", code="twice", field="public"))
    if not compared:
        raise Refused(Denied("请先打电话或当面核对指纹，再勾选。", code="empty", field="compared"))
    peer = Peer.objects.create(name=name[:80], url=url[:200], public=public)
    record("exchange.add_peer", actor=actor, subject=peer, name=peer.name)
    return peer


@action("exchange.switch_peer")
def switch_peer(*, actor: Actor, peer: Peer, on: bool, revision: int) -> Peer:
    """停用 or 恢复: nothing is taken from it or sent to it meanwhile; what waits is kept."""
    _may(actor)
    peer = lock(peer, revision=revision)
    peer.active = on
    peer.revision += 1
    peer.save()
    record("exchange.resume_peer" if on else "exchange.stop_peer", actor=actor, subject=peer)
    return peer


@action("exchange.post")
def post(*, peer: Peer, kind: str, body: Mapping[str, Any], subject: str, actor: Actor = SYSTEM) -> Outgoing:
    """Give a message to be sent, with the change that wants it: both are kept or neither."""
    raw = canonical_json(dict(body))
    if len(raw) > LARGEST - ENVELOPE:
        raise Refused(Denied("内容太多，一条消息送不出去。", code="size"))
    made = Outgoing.objects.create(peer=peer, kind=kind, subject=subject, body=raw.decode(), next_at=moment.now())
    record("exchange.post", actor=actor, subject=made, kind=kind)
    deliver_soon(made)
    return made
