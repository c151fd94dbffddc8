"""Messages from WeChat: checked and opened with openssl and hashlib, not with our own code."""

from __future__ import annotations

import base64
import hashlib
import os
import struct
import subprocess
import time
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client

from lianxin.publicity.channels import inbox
from lianxin.publicity.channels.models import Incoming, PublicAccount
from lianxin.publicity.channels.text import Reply
from tests.publicity.channels.conftest import AES_KEY, TOKEN, Register
from tests.publicity.channels.wire import WeChat

KEY = base64.b64decode(AES_KEY + "=")
SENDER = "oInventedOpenIdOfSomebody001"


def sha(*texts: str) -> str:
    return hashlib.sha1("".join(sorted(texts)).encode()).hexdigest()


def openssl(mode: str, raw: bytes) -> bytes:
    command = ["openssl", "enc", mode, "-aes-256-cbc", "-nopad", "-K", KEY.hex(), "-iv", KEY[:16].hex()]
    return subprocess.run(command, input=raw, capture_output=True, check=True).stdout


def sealed(message: str, app_id: str = WeChat.APP) -> str:
    raw = os.urandom(16) + struct.pack("!I", len(message.encode())) + message.encode() + app_id.encode()
    pad = 32 - len(raw) % 32
    return base64.b64encode(openssl("-e", raw + bytes([pad]) * pad)).decode()


def opened(text: str) -> str:
    raw = openssl("-d", base64.b64decode(text))
    raw = raw[: -raw[-1]]
    (length,) = struct.unpack("!I", raw[16:20])
    assert raw[20 + length :].decode() == WeChat.APP
    return raw[20 : 20 + length].decode()


def message(text: str = "路灯又坏了", number: str = "5001", kind: str = "text", more: str = "") -> str:
    return (
        f"<xml><ToUserName><![CDATA[gh_1]]></ToUserName><FromUserName><![CDATA[{SENDER}]]></FromUserName>"
        f"<CreateTime>1772590000</CreateTime><MsgType><![CDATA[{kind}]]></MsgType>"
        f"<Content><![CDATA[{text}]]></Content><MsgId>{number}</MsgId>{more}</xml>"
    )


class Platform:
    """Posts as the platform does."""

    def __init__(self, client: Client, account: PublicAccount) -> None:
        self.client, self.url = client, f"/channels/wechat/{account.pk}/"

    def query(self, **more: str) -> dict[str, str]:
        now, nonce = more.pop("timestamp", str(int(time.time()))), "n0nce"
        return {"signature": sha(TOKEN, now, nonce), "timestamp": now, "nonce": nonce, **more}

    def post(self, body: str, query: dict[str, str]) -> Any:
        from urllib.parse import urlencode

        return self.client.post(f"{self.url}?{urlencode(query)}", body, content_type="text/xml")

    def post_sealed(self, inside: str, **more: str) -> Any:
        query = self.query(encrypt_type="aes", **more)
        query["msg_signature"] = more.get("msg_signature") or sha(TOKEN, query["timestamp"], query["nonce"], inside)
        return self.post(f"<xml><ToUserName>gh_1</ToUserName><Encrypt>{inside}</Encrypt></xml>", query)


@pytest.fixture
def platform(client: Client, register: Register) -> Platform:
    return Platform(client, register("wechat"))


@pytest.fixture
def clear_platform(client: Client, register: Register) -> Platform:
    return Platform(client, register("wechat", secrets={"aes_key": ""}))


def test_the_address_is_proved(platform: Platform) -> None:
    answer = platform.client.get(platform.url, platform.query(echostr="4711"))
    assert answer.content == b"4711"
    assert platform.client.get(platform.url, platform.query(echostr="4711", signature="0" * 40)).status_code == 403


def test_a_sealed_message_reaches_the_inbox_and_is_answered_sealed(platform: Platform, heard: list[Reply]) -> None:
    answer = platform.post_sealed(sealed(message()))
    assert answer.status_code == 200
    (reply,) = heard
    assert (reply.kind, reply.account_name, reply.text, reply.remote_id) == ("wechat", "柳河发布", "路灯又坏了", "5001")
    assert SENDER not in repr(reply), "C02: who wrote is not handed on"
    outer = ElementTree.fromstring(answer.content)
    inside = outer.findtext("Encrypt") or ""
    parts = (outer.findtext("TimeStamp") or "", outer.findtext("Nonce") or "")
    assert outer.findtext("MsgSignature") == sha(TOKEN, *parts, inside)
    inner = ElementTree.fromstring(opened(inside))
    assert inner.findtext("ToUserName") == SENDER
    assert "已收到" in (inner.findtext("Content") or "")


def test_nothing_about_the_sender_is_stored(platform: Platform, heard: list[Reply]) -> None:
    platform.post_sealed(sealed(message()))
    (row,) = Incoming.objects.all()
    assert set(row.__dict__) - {"_state"} == {"id", "account_id", "remote_id", "at"}


def test_a_repeated_message_is_handed_over_once(platform: Platform, heard: list[Reply]) -> None:
    for _ in range(3):
        assert platform.post_sealed(sealed(message())).status_code == 200
    assert len(heard) == 1


def test_a_taker_that_fails_gets_it_again(
    platform: Platform, heard: list[Reply], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(_: Reply) -> None:
        raise RuntimeError("not now")

    platform.client.raise_request_exception = False
    inbox.register_inbox(fails)
    assert platform.post_sealed(sealed(message())).status_code == 500
    assert not Incoming.objects.exists()
    monkeypatch.setattr(inbox, "_takers", [heard.append])
    heard.clear()
    assert platform.post_sealed(sealed(message())).status_code == 200
    assert len(heard) == 1


def test_clear_mode(clear_platform: Platform, heard: list[Reply]) -> None:
    answer = clear_platform.post(message(), clear_platform.query())
    assert ElementTree.fromstring(answer.content).findtext("FromUserName") == "gh_1"
    assert [r.text for r in heard] == ["路灯又坏了"]


@pytest.mark.parametrize(
    "case", ["signature", "msg_signature", "old", "other_app", "damaged", "clear", "dtd", "long", "no_xml"]
)
def test_forged_messages_are_refused(platform: Platform, heard: list[Reply], case: str) -> None:
    bad = "0" * 40
    posts = {
        "signature": lambda: platform.post_sealed(sealed(message()), signature=bad),
        "msg_signature": lambda: platform.post_sealed(sealed(message()), msg_signature=bad),
        "old": lambda: platform.post_sealed(sealed(message()), timestamp=str(int(time.time()) - 3600)),
        "other_app": lambda: platform.post_sealed(sealed(message(), "wxsomebodyelse")),
        "damaged": lambda: platform.post_sealed(sealed(message())[:-8] + "AAAAAAA="),
        "clear": lambda: platform.post(message(), platform.query()),
        "dtd": lambda: platform.post_sealed(sealed('<!DOCTYPE x [<!ENTITY e "x">]>' + message("&e;"))),
        "long": lambda: platform.post("<xml>" + "a" * 70000 + "</xml>", platform.query(encrypt_type="aes")),
        "no_xml": lambda: platform.post("not xml", platform.query(encrypt_type="aes")),
    }
    assert posts[case]().status_code == 403
    assert heard == []


def test_a_new_follower_is_greeted_by_the_organisation(platform: Platform, heard: list[Reply]) -> None:
    answer = platform.post_sealed(sealed(message("", "", "event", "<Event>subscribe</Event>")))
    inside = ElementTree.fromstring(answer.content).findtext("Encrypt") or ""
    assert "中共柳河镇委员会" in opened(inside)
    assert platform.post_sealed(sealed(message("", "", "event", "<Event>unsubscribe</Event>"))).content == b"success"
    assert heard == []


def test_without_a_taker_people_are_shown_the_way(platform: Platform, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inbox, "_takers", [])
    answer = platform.post_sealed(sealed(message()))
    words = opened(ElementTree.fromstring(answer.content).findtext("Encrypt") or "")
    assert "/letters/" in words
    assert "已收到" not in words
    assert not Incoming.objects.exists()
