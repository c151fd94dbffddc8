"""Web Push: the example of RFC 8291, and a service that opens messages with another library."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import http_ece
import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.test import Client
from django.utils import timezone

from lianxin.kernel.actor import SYSTEM
from lianxin.publicity.channels import actions, push_crypto
from lianxin.publicity.channels.adapters.push import host_is_known
from lianxin.publicity.channels.delivery import deliver_due
from lianxin.publicity.channels.models import PublicAccount, Subscriber
from lianxin.publicity.channels.text import Text
from tests.publicity.channels.conftest import Register, again, fresh
from tests.publicity.channels.wire import PushService, serving

AUTH = b"sixteen secrets!"


@pytest.fixture
def service(settings: Any) -> Iterator[tuple[PushService, str]]:
    platform = PushService()
    with serving(platform) as address:
        settings.CHANNEL_PUSH_HOSTS = [address.removeprefix("http://")]
        yield platform, address


@pytest.fixture
def account(register: Register) -> PublicAccount:
    return register("push", name="柳河推送")


class Browser:
    """A browser with its own keys."""

    def __init__(self, address: str, path: str = "/b/1") -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.path = path
        raw = self.key.public_key().public_bytes(
            serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
        )
        keys = {"p256dh": push_crypto.b64(raw), "auth": push_crypto.b64(AUTH)}
        self.wanted = {"endpoint": address + path, "expirationTime": None, "keys": keys}

    def subscribe(self, client: Client, account: PublicAccount) -> Any:
        return client.post(f"/channels/push/{account.pk}/", json.dumps(self.wanted), content_type="application/json")

    def open(self, body: bytes) -> dict[str, str]:
        return dict(json.loads(http_ece.decrypt(body, private_key=self.key, auth_secret=AUTH, version="aes128gcm")))


def test_the_example_of_rfc_8291() -> None:
    key = push_crypto.load_key("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw")
    made = push_crypto.seal(
        b"When I grow up, I want to be a watermelon",
        p256dh="BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
        auth="BTBZMqHH6r4Tts7J_aSIgg", salt=push_crypto.unb64("DGv6ra1nlYgDCS1FRnbzlw"), key=key,
    )  # fmt: skip
    wanted = (
        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8w"
        "EqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
    )
    assert push_crypto.b64(made) == wanted


def test_a_browser_gets_a_signed_line(
    client: Client, account: PublicAccount, service: tuple[PushService, str], text: Text
) -> None:
    platform, address = service
    browser = Browser(address)
    assert browser.subscribe(client, account).json() == {"subscribed": True}
    (dispatch,) = actions.send(actor=SYSTEM, text=text, accounts=[account.pk])
    assert deliver_due().sent == 1
    ((path, headers, body),) = platform.taken
    assert path == browser.path
    shown = browser.open(body)
    assert (shown["title"], shown["url"]) == (text.title, text.url)
    assert "中共柳河镇委员会" in shown["body"]
    assert fresh(dispatch).receivers == 1
    assert len(headers["Topic"]) <= 32


def test_the_vapid_ticket_is_valid_and_names_this_service_only(
    client: Client, account: PublicAccount, service: tuple[PushService, str], text: Text
) -> None:
    platform, address = service
    Browser(address).subscribe(client, account)
    actions.send(actor=SYSTEM, text=text, accounts=[account.pk])
    deliver_due()
    token, key = platform.taken[0][1]["Authorization"].removeprefix("vapid t=").split(", k=")
    assert client.get(f"/channels/push/{account.pk}/key/").json() == {"key": key}
    public = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), push_crypto.unb64(key))
    claims = jwt.decode(token, public, algorithms=["ES256"], audience=address)
    assert claims["sub"].startswith("mailto:")
    assert claims["exp"] - timezone.now().timestamp() <= 24 * 3600


def test_a_browser_that_is_gone_is_forgotten(
    client: Client, account: PublicAccount, service: tuple[PushService, str], text: Text
) -> None:
    platform, address = service
    Browser(address, "/b/1").subscribe(client, account)
    Browser(address, "/b/2").subscribe(client, account)
    platform.gone.add("/b/1")
    actions.send(actor=SYSTEM, text=text, accounts=[account.pk])
    assert deliver_due().sent == 1
    assert [path for path, _, _ in platform.taken] == ["/b/2"]
    assert Subscriber.objects.count() == 1


def test_too_many_requests_wait_and_nobody_gets_it_twice(
    client: Client, account: PublicAccount, service: tuple[PushService, str], text: Text
) -> None:
    platform, address = service
    for n in range(3):
        Browser(address, f"/b/{n}").subscribe(client, account)
    platform.trouble["/b/1"], platform.retry_after = [429], "900"
    (dispatch,) = actions.send(actor=SYSTEM, text=text, accounts=[account.pk])
    deliver_due()
    assert fresh(dispatch).next_try_at > timezone.now() + timedelta(seconds=850)
    again(dispatch)
    assert deliver_due().sent == 1
    assert sorted(path for path, _, _ in platform.taken) == ["/b/0", "/b/1", "/b/2"]


@pytest.mark.parametrize(
    "endpoint",
    ["http://fcm.googleapis.com/x", "https://10.0.0.1/x", "https://evil.test/fcm.googleapis.com",
     "https://fcm.googleapis.com.evil.test/x", "https://user@fcm.googleapis.com/x", "https://fcm.googleapis.com:8443/x", ""],
)  # fmt: skip
def test_nobody_makes_us_call_an_address_of_theirs(client: Client, account: PublicAccount, endpoint: str) -> None:
    assert not host_is_known(endpoint)
    browser = Browser("https://x")
    browser.wanted["endpoint"] = endpoint
    assert browser.subscribe(client, account).status_code == 422
    assert not Subscriber.objects.exists()


@pytest.mark.parametrize(
    "body", ["", "[]", "7", '{"endpoint": 7}', '{"endpoint": "https://fcm.googleapis.com/x", "keys": 3}']
)
def test_bad_subscriptions_are_refused(client: Client, account: PublicAccount, body: str) -> None:
    answer = client.post(f"/channels/push/{account.pk}/", body, content_type="application/json")
    assert answer.status_code in (400, 422)


def test_leaving(client: Client, account: PublicAccount, service: tuple[PushService, str]) -> None:
    browser = Browser(service[1])
    browser.subscribe(client, account)
    browser.subscribe(client, account)
    assert Subscriber.objects.count() == 1
    body = json.dumps({"endpoint": browser.wanted["endpoint"], "leave": True})
    client.post(f"/channels/push/{account.pk}/", body, content_type="application/json")
    assert not Subscriber.objects.exists()
