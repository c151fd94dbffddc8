"""Messages between instances: the wire format, who is believed, and how long something waits (decision 0016)."""

from __future__ import annotations

import json
import uuid
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from nacl.signing import SigningKey

from lianxin.foundation.exchange import actions, messages, registry, sending
from lianxin.foundation.exchange.keys import house_key
from lianxin.foundation.exchange.models import HouseKey, Incoming, Outgoing, Peer
from lianxin.kernel.decision import Denied, Refused
from tests.factories import County

ROOT = "/workbench/exchange/"
THEIRS = SigningKey(b"7" * 32)


@pytest.fixture
def peer(db: None) -> Peer:
    return Peer.objects.create(name="那边", url="http://127.0.0.1:1", public=messages.public_of(THEIRS))


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """Bodies of the kind ``test.say`` that were carried out."""
    said: list[dict[str, Any]] = []

    def hear(peer: Peer, body: dict[str, Any]) -> dict[str, Any]:
        if body.get("no"):
            Peer.objects.filter(pk=peer.pk).update(name="改过的名字")
            raise Refused(Denied("这里不办。", code="no", rule="EDU-09"))
        said.append(body)
        return {"n": len(said)}

    kind = registry.Kind("test.say", hear, lambda p, b, a: said.append(a))
    monkeypatch.setitem(registry.KINDS, "test.say", kind)
    return said


def send(body: Any, key: SigningKey = THEIRS, **more: Any) -> Any:
    own = messages.public_of(house_key())
    content = {
        "v": 1,
        "id": str(uuid.uuid4()),
        "from": messages.public_of(THEIRS),
        "to": own,
        "kind": "test.say",
        "body": body,
    } | more
    raw, signature = messages.signed(key, content)
    return deliver(raw, signature)


def deliver(raw: bytes, signature: str) -> Any:
    return Client().post(
        "/exchange/v1/", raw, content_type="application/json", headers={"X-Lianxin-Signature": signature}
    )


@given(st.dictionaries(st.text(max_size=8), st.integers() | st.text(max_size=20) | st.none(), max_size=5))
def test_what_was_signed_is_read_back_and_nothing_else_is(body: dict[str, Any]) -> None:
    """RFC 8032: one changed byte and the signature is none."""
    message = messages.Message(uuid.uuid4(), messages.public_of(THEIRS), "x", "test.say", body)
    raw, signature = messages.signed(THEIRS, messages.content_of(message))
    assert messages.message_of(messages.verified(message.sender, raw, signature)) == message
    with pytest.raises(messages.Forged):
        messages.verified(message.sender, raw + b" ", signature)
    with pytest.raises(messages.Forged):
        messages.verified(message.sender, raw, signature, messages.ANSWERED)


def test_the_fingerprint_is_that_of_the_key() -> None:
    """Two people read it out: sixteen groups of four."""
    import hashlib

    public = messages.public_of(THEIRS)
    assert messages.fingerprint(public).replace(" ", "") == hashlib.sha256(bytes(THEIRS.verify_key)).hexdigest()
    for broken in ("", "x", public[:-4], public + "AAAA"):
        with pytest.raises(messages.Malformed):
            messages.fingerprint(broken)


def test_a_message_is_carried_out_once(peer: Peer, heard: list[Any]) -> None:
    key = str(uuid.uuid4())
    first, second = send({"a": 1}, id=key), send({"a": 1}, id=key)
    assert (first.status_code, second.status_code) == (200, 200)
    assert first.content == second.content
    assert heard == [{"a": 1}]
    assert send({"a": 2}, id=key).status_code == 409
    assert len(heard) == 1
    answer = messages.verified(
        messages.public_of(house_key()), first.content, first["X-Lianxin-Signature"], messages.ANSWERED
    )
    assert answer["answer"] == {"n": 1}


def test_a_refusal_is_an_answer_and_undoes_what_was_begun(peer: Peer, heard: list[Any]) -> None:
    answer = json.loads(send({"no": True}).content)["answer"]
    assert answer == {"refused": {"reason": "这里不办。", "rule": "EDU-09", "code": "no"}}
    peer.refresh_from_db()
    assert peer.name == "那边"
    assert Incoming.objects.count() == 1


def test_a_body_is_an_object(peer: Peer, heard: list[Any]) -> None:
    assert send([]).status_code == 400
    assert heard == []


@pytest.mark.parametrize(
    ("more", "status"),
    [
        ({"to": "somebody else"}, 403), ({"from": "nobody"}, 403), ({"from": 3}, 403), ({"v": 2}, 400), ({"id": "x"}, 400),
        ({"kind": "test.unknown"}, 422), ({"kind": 3}, 400),
    ],
)  # fmt: skip
def test_what_is_not_believed(peer: Peer, heard: list[Any], more: dict[str, Any], status: int) -> None:
    assert send({"a": 1}, **more).status_code == status
    assert heard == []
    assert Incoming.objects.count() == 0


def test_a_stopped_instance_is_not_heard(peer: Peer, heard: list[Any]) -> None:
    Peer.objects.update(active=False)
    assert send({"a": 1}).status_code == 403
    assert Client().get("/exchange/v1/").status_code == 405


def test_a_fault_of_ours_leaves_nothing_and_can_be_sent_again(peer: Peer, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(peer: Peer, body: dict[str, Any]) -> dict[str, Any]:
        raise RuntimeError("a fault")

    monkeypatch.setitem(registry.KINDS, "test.say", registry.Kind("test.say", fail, lambda p, b, a: None))
    with pytest.raises(RuntimeError):
        send({"a": 1})
    assert Incoming.objects.count() == 0


def test_tries_wait_longer_and_never_end(peer: Peer, heard: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """30 seconds, a minute, two … an hour at most; one at a time for one matter."""
    down: list[int] = []

    def fail(row: Outgoing) -> dict[str, Any]:
        down.append(row.pk)
        raise sending.Undelivered("没有连上对方平台")

    monkeypatch.setattr(sending, "_sent", fail)
    with time_machine.travel("2026-11-27T02:00:00+00:00", tick=False) as clock:
        first = actions.post(peer=peer, kind="test.say", body={"a": 1}, subject="one")
        second = actions.post(peer=peer, kind="test.say", body={"a": 2}, subject="one")
        waits = []
        for _ in range(10):
            assert not sending.attempt(first.pk)
            assert not sending.attempt(first.pk), "not before its time"
            assert not sending.attempt(second.pk), "not before the first"
            first.refresh_from_db()
            waits.append((first.next_at - clock_now()).total_seconds())
            clock.shift(timedelta(seconds=waits[-1]))
        assert waits == [30, 60, 120, 240, 480, 960, 1920, 3600, 3600, 3600]
        assert set(down) == {first.pk}
        monkeypatch.setattr(sending, "_sent", lambda row: {"ok": row.pk})
        assert sending.attempt(first.pk)
        assert not sending.attempt(first.pk), "delivered once"
        assert sending.attempt(second.pk)
    assert heard == [{"ok": first.pk}, {"ok": second.pk}]
    assert set(Outgoing.objects.values_list("body", flat=True)) == {""}


def clock_now() -> Any:
    from django.utils import timezone

    return timezone.now()


def test_a_message_goes_with_the_change_that_wants_it_or_not_at_all(peer: Peer) -> None:
    from django.db import transaction

    with transaction.atomic():
        actions.post(peer=peer, kind="test.say", body={}, subject="x")
        transaction.set_rollback(True)
    assert Outgoing.objects.count() == 0


def test_the_key_is_made_once_and_sealed(db: None) -> None:
    assert bytes(house_key()) == bytes(house_key())
    raw = str(HouseKey.objects.values())
    import base64

    assert base64.b64encode(bytes(house_key())).decode() not in raw


@pytest.fixture
def admin(county: County) -> Client:
    client = Client()
    client.force_login(county.account_of("admin"))
    return client


@pytest.mark.parametrize(
    ("said", "word"),
    [
        ({"url": "http://dangjian.example.cn"}, "https://"), ({"url": "dangjian"}, "网址"), ({"public": "abc"}, "公钥不完整"),
        ({"compared": ""}, "核对指纹"), ({"name": ""}, "名称"), ({"url": "https://a:b@dangjian.example.cn"}, "网址"),
    ],
)  # fmt: skip
def test_a_peer_is_registered_after_two_people_compared(admin: Client, said: dict[str, str], word: str) -> None:
    whole = {
        "name": "松岭平台",
        "url": "https://dangjian.example.cn/",
        "public": messages.public_of(THEIRS),
        "compared": "on",
    }
    page = admin.post(f"{ROOT}new/", whole | said)
    assert page.status_code == 422
    assert word in page.text
    assert Peer.objects.count() == 0
    assert admin.post(f"{ROOT}new/", whole).status_code == 303
    assert admin.post(f"{ROOT}new/", whole).status_code == 422, "once"
    text = admin.get(ROOT).text
    assert messages.fingerprint(messages.public_of(THEIRS)) in text
    assert Peer.objects.get().url == "https://dangjian.example.cn"


def test_what_must_be_filled_in_is_not_called_optional(admin: Client) -> None:
    """Without a name, an address and a key nobody is registered: the page says so before and after."""
    assert "选填" not in admin.get(f"{ROOT}new/").text
    page = admin.post(f"{ROOT}new/", {})
    assert page.status_code == 422
    assert all(word in page.text for word in ("对方平台的名称。", "对方平台的网址。", "复制公钥。"))


def test_others_do_not_see_the_page(county: County) -> None:
    for name in ("organiser" if "organiser" in county.people else "reviewer", "handler", "author"):
        client = Client()
        client.force_login(county.account_of(name))
        assert client.get(ROOT).status_code == 403
        assert client.post(f"{ROOT}new/", {}).status_code == 403


def test_a_peer_is_stopped_and_resumed_by_whoever_saw_it_last(admin: Client, peer: Peer) -> None:
    url = f"{ROOT}{peer.pk}/switch/"
    admin.post(url, {"on": "0", "revision": "0"})
    admin.post(url, {"on": "1", "revision": "0"})  # from a page that is old
    peer.refresh_from_db()
    assert not peer.active
    admin.post(url, {"on": "1", "revision": "1"})
    peer.refresh_from_db()
    assert peer.active
