"""What another instance may send: every field missing, oversized or of another type is answered, never a fault of ours,
and never tried for ever (decision 0016)."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import httpx
import pytest
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from nacl.signing import SigningKey

from lianxin.foundation.exchange import messages, sending
from lianxin.foundation.exchange.keys import house_key
from lianxin.foundation.exchange.models import Incoming, Outgoing, Peer
from lianxin.kernel.decision import Refused
from lianxin.membership.dossiers.models import Member
from lianxin.membership.transfer import actions
from lianxin.membership.transfer.crossing import hear_offer
from lianxin.membership.transfer.models import Transfer
from lianxin.membership.transfer.wire import FIELDS
from tests.factories import County
from tests.membership.dossiers.rosters import number

pytestmark = pytest.mark.django_db
THEIRS = SigningKey(b"8" * 32)
KEY = "0b2f6d1e-3c84-4a57-9a54-2c0f6f8f7a11"

GOOD: dict[str, dict[str, Any]] = {
    "transfer.offer": {
        "key": KEY, "letter": 1, "number": "云组转〔2026〕0007号", "issued": "", "valid": "", "dues": "", "reason": "work", "source": "云汀市石门镇党委",
        "target": "QS01", "person": {"name": "林向阳", "identity": number(sequence=77), "stage": "member", "joined_on": "2010-07-01",
                                     "full_since": "2011-07-01", "phone": "13900000077"},
    },
    "transfer.receipt": {"key": KEY, "letter": 1, "on": "2026-01-05", "home": "石门村党支部"},
    "transfer.refusal": {"key": KEY, "letter": 1, "ground": "papers", "text": "还缺一份证明。"},
    "transfer.recall": {"key": KEY, "letter": 1},
}  # fmt: skip
_ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=20) | st.just("x" * 5000)
    | st.just("\x00") | st.just("9999-12-31") | st.just("0001-01-01") | st.just(KEY.replace("-", "")),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3), max_leaves=5,
)  # fmt: skip


@pytest.fixture
def peer(towns: County) -> Peer:
    return Peer.objects.create(name="那边", url="http://127.0.0.1:1", public=messages.public_of(THEIRS))


def good(kind: str) -> dict[str, Any]:
    from django.utils import timezone

    today = timezone.localdate().isoformat()
    dated = {"issued": today, "valid": today} if kind == "transfer.offer" else {}
    return json.loads(json.dumps(GOOD[kind])) | dated  # a copy of its own


def send(kind: str, body: Any) -> Any:
    own = messages.public_of(house_key())
    content = {
        "v": 1,
        "id": str(uuid.uuid4()),
        "from": messages.public_of(THEIRS),
        "to": own,
        "kind": kind,
        "body": body,
    }
    raw, signature = messages.signed(THEIRS, content)
    return Client().post(
        "/exchange/v1/", raw, content_type="application/json", headers={"X-Lianxin-Signature": signature}
    )


def answer_of(response: Any) -> dict[str, Any]:
    found = messages.verified(
        messages.public_of(house_key()), response.content, response["X-Lianxin-Signature"], messages.ANSWERED
    )
    return dict(found["answer"])


def test_every_kind_that_is_heard_has_its_fields() -> None:
    from lianxin.foundation.exchange.registry import KINDS

    assert {kind for kind in KINDS if kind.startswith("transfer.")} == set(FIELDS) == set(GOOD)


@pytest.mark.parametrize("kind", GOOD)
def test_a_whole_message_is_heard(kind: str, peer: Peer) -> None:
    assert send(kind, good(kind)).status_code == 200


@pytest.mark.parametrize(("valid", "heard"), [(-1, False), (0, True), (1, True), (89, True), (90, True), (91, False)])
def test_trf_01_a_letter_from_another_instance_is_held_to_the_same_days(valid: int, heard: bool, peer: Peer) -> None:
    """TRF-01: not over before it begins, its first day, ninety days, and not one more; refused with the clause, signed."""
    from django.utils import timezone

    body = good("transfer.offer") | {"valid": (timezone.localdate() + timedelta(days=valid)).isoformat()}
    answer = answer_of(send("transfer.offer", body))
    assert ("refused" not in answer) is heard
    assert Transfer.objects.unscoped("test").exists() is heard
    if not heard:
        assert "90 天" in answer["refused"]["reason"]


@pytest.mark.parametrize(("kind", "field"), [(kind, field) for kind, body in GOOD.items() for field in body])
def test_a_field_that_is_missing_is_named_in_a_signed_400(kind: str, field: str, peer: Peer) -> None:
    body = good(kind)
    del body[field]
    response = send(kind, body)
    refused = answer_of(response)["refused"]
    assert (response.status_code, refused["code"]) == (400, messages.UNUSABLE)
    assert refused["reason"].startswith("消息不完整或者写错了：")
    assert Incoming.objects.count() == 0, "nothing of it is kept"
    assert not Transfer.objects.unscoped("test").exists()


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_stands_in_a_field_is_answered(data: Any, peer: Peer) -> None:
    """200 with an answer or 400 in words, never a fault, and a 400 leaves nothing behind."""
    kind = data.draw(st.sampled_from(sorted(GOOD)))
    body = good(kind)
    target = body["person"] if kind == "transfer.offer" and data.draw(st.booleans()) else body
    for field in data.draw(st.lists(st.sampled_from(sorted(target)), min_size=1, max_size=3)):
        target[field] = data.draw(_ANY)
    with transaction.atomic():
        before = Transfer.objects.unscoped("test").count()
        response = send(kind, body)
        assert response.status_code in (200, 400)
        answer = answer_of(response)
        if response.status_code == 400:
            assert answer["refused"]["code"] == messages.UNUSABLE
            assert Transfer.objects.unscoped("test").count() == before
            assert Incoming.objects.count() == 0
        transaction.set_rollback(True)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    body=st.dictionaries(
        st.text(max_size=8) | st.sampled_from(["key", "letter", "number", "person", "on"]), _ANY, max_size=6
    )
)
def test_a_body_of_anything_is_answered(body: dict[str, Any], peer: Peer) -> None:
    for kind in GOOD:
        with transaction.atomic():
            assert send(kind, body).status_code in (200, 400)
            transaction.set_rollback(True)


def test_the_same_number_for_another_transfer_is_refused_in_words(peer: Peer) -> None:
    """A number names one letter; the second is a refusal, no fault."""
    assert send("transfer.offer", good("transfer.offer")).status_code == 200
    other = good("transfer.offer") | {"key": str(uuid.uuid4())}
    other["person"]["identity"] = number(sequence=79)
    assert answer_of(send("transfer.offer", other))["refused"]["code"] == "same_number"
    assert Transfer.objects.unscoped("test").count() == 1


def test_a_key_that_another_instance_used_is_refused_in_words(peer: Peer) -> None:
    assert send("transfer.offer", good("transfer.offer")).status_code == 200
    second = Peer.objects.create(
        name="另一边", url="http://127.0.0.1:2", public=messages.public_of(SigningKey(b"9" * 32))
    )
    with pytest.raises(Refused, match="已经收到过"):
        hear_offer(second, good("transfer.offer") | {"number": "另一号"})


@pytest.mark.parametrize("code", ["Q", "QS", "县A", "QS01"])
def test_a_short_code_over_there_can_be_named(code: str, peer: Peer, asked: Callable[..., Transfer]) -> None:
    case = asked(way="peer", target=None, peer=peer, target_name=code)
    assert case.target_name == code
    assert json.loads(json.dumps({"target": code}))["target"] == code


def test_no_name_at_all_is_told_at_its_field(peer: Peer, asked: Callable[..., Transfer]) -> None:
    with pytest.raises(Refused, match="组织代码") as caught:
        asked(way="peer", target=None, peer=peer, target_name="  ")
    assert caught.value.denied.field == "target_name"
    with pytest.raises(Refused, match="全称"):
        asked(way="paper", target=None, target_name="县委")


@pytest.fixture
def offered(towns: County, peer: Peer, asked: Callable[..., Transfer]) -> Transfer:
    case = asked(way="peer", target=None, peer=peer, target_name="Q1")
    return actions.issue(
        actor=towns.actor("organiser"), case=case, days=30, dues_until=date(2026, 1, 1), revision=case.revision
    )


def replying(monkeypatch: pytest.MonkeyPatch, status: int, *, signed: bool = True, answer: Any = None) -> None:
    """The other side answers every message so."""

    def post(url: str, *, content: bytes, **more: Any) -> httpx.Response:
        asked = json.loads(content)
        said = {"v": 1, "id": asked["id"], "from": asked["to"], "to": asked["from"], "answer": answer}
        raw, signature = messages.signed(THEIRS, said, messages.ANSWERED)
        return httpx.Response(status, content=raw, headers={"X-Lianxin-Signature": signature if signed else ""})

    monkeypatch.setattr(sending.httpx, "post", post)


UNUSABLE = {"refused": {"reason": "消息不完整或者写错了：介绍信编号。", "rule": "", "code": messages.UNUSABLE}}


def test_what_can_never_succeed_is_not_tried_again_and_goes_back_to_people(
    offered: Transfer, towns: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    replying(monkeypatch, 400, answer=UNUSABLE)
    row = Outgoing.objects.get()
    assert sending.attempt(row.pk)
    row.refresh_from_db()
    assert row.delivered_at is not None
    assert (row.body, row.tries) == ("", 1)
    assert Transfer.objects.unscoped("test").get(pk=offered.pk).state == "refused"
    assert not sending.attempt(row.pk)
    client = Client()
    client.force_login(towns.account_of("admin"))
    assert "介绍信编号" in client.get("/workbench/exchange/").text


@pytest.mark.parametrize(("status", "signed"), [(400, False), (500, True), (413, True), (502, False), (422, True)])
def test_what_a_proxy_or_a_fault_answers_is_tried_again(
    status: int, signed: bool, offered: Transfer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only the other side itself can say that it is of no use."""
    replying(monkeypatch, status, signed=signed, answer=UNUSABLE)
    row = Outgoing.objects.get()
    assert not sending.attempt(row.pk)
    row.refresh_from_db()
    assert (row.delivered_at, row.last_error) == (None, f"对方平台答复 {status}")
    assert Transfer.objects.unscoped("test").get(pk=offered.pk).state == "issued"


@pytest.mark.parametrize("answer", [UNUSABLE, {}, {"state": 3}, {"state": "received"}, {"state": "received", "on": []}])
def test_a_recall_that_was_not_understood_puts_nobody_in_two_places(
    answer: dict[str, Any],
    offered: Transfer,
    towns: County,
    monkeypatch: pytest.MonkeyPatch,
    member: Callable[[str], Member],
) -> None:
    """EDU-09: until the other side says so, the person was neither given back nor taken in."""
    replying(monkeypatch, 200, answer={"state": "issued"})
    assert sending.attempt(Outgoing.objects.get().pk)
    case = Transfer.objects.unscoped("test").get(pk=offered.pk)
    actions.recall(actor=towns.actor("organiser"), case=case, text="本人不去新单位了，请退回。", revision=case.revision)
    replying(monkeypatch, 400 if answer is UNUSABLE else 200, answer=answer)
    sending.attempt(Outgoing.objects.latest("pk").pk)
    assert Transfer.objects.unscoped("test").get(pk=offered.pk).state == "recalling"
    assert member("周禾苗").standing == "active"


def test_a_message_that_no_other_side_would_take_is_not_begun(peer: Peer) -> None:
    from lianxin.foundation.exchange.actions import post

    with pytest.raises(Refused, match="内容太多"):
        post(peer=peer, kind="transfer.recall", body={"x": "长" * messages.LARGEST}, subject="x")
    assert not Outgoing.objects.exists()
