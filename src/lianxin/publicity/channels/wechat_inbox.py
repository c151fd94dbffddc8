"""Messages that WeChat posts to us: checked, opened, read, answered within the same request."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from secrets import token_hex
from xml.etree.ElementTree import Element, ParseError, SubElement, tostring

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from . import wechat_crypto as crypto
from .models import PublicAccount
from .wechat_crypto import Forged

#: how far the clock of a request may be off; an older one is somebody's recording
WINDOW_SECONDS = 600
LONGEST = 64 * 1024


@dataclass(frozen=True, slots=True)
class Heard:
    """One message. kind: text, event, image …; sealed: whether it came in encrypted mode.

    publish_id: of the event by which the platform says that a publication was decided.
    """

    kind: str
    event: str
    sender: str
    receiver: str
    text: str
    remote_id: str
    at: datetime
    sealed: bool
    publish_id: str = ""


def check_address(account: PublicAccount, query: Mapping[str, str]) -> str:
    """The ``echostr`` that proves to the platform that this address is ours. Raises `Forged`."""
    _check(account, query)
    return query.get("echostr", "")


def _check(account: PublicAccount, query: Mapping[str, str]) -> None:
    token = account.secret("token")
    moment, nonce = query.get("timestamp", ""), query.get("nonce", "")
    if not token or not crypto.is_signed(query.get("signature", ""), token, moment, nonce):
        raise Forged("signature")
    if not moment.isdigit() or abs(time.time() - int(moment)) > WINDOW_SECONDS:
        raise Forged("too old")


def hear(account: PublicAccount, query: Mapping[str, str], body: bytes) -> Heard:
    """Check and read one posted message. Raises `Forged` for anything that is not as documented."""
    if len(body) > LONGEST:
        raise Forged("too long")
    _check(account, query)
    root = _parse(body)
    sealed = query.get("encrypt_type") == "aes"
    # an account with a key takes no clear messages: else leaving the seal out would go round it
    if sealed != bool(account.secret("aes_key")):
        raise Forged("mode")
    if sealed:
        inside = root.findtext("Encrypt") or ""
        parts = (account.secret("token"), query.get("timestamp", ""), query.get("nonce", ""), inside)
        if not crypto.is_signed(query.get("msg_signature", ""), *parts):
            raise Forged("msg_signature")
        clear = crypto.open_(inside, aes_key=account.secret("aes_key"), app_id=account.app_id)
        root = _parse(clear.encode())
    return _read(root, sealed)


def _parse(body: bytes) -> Element:
    try:
        return fromstring(body, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError):
        raise Forged("xml") from None


def _read(root: Element, sealed: bool) -> Heard:
    def text(name: str) -> str:
        return (root.findtext(name) or "").strip()

    created = text("CreateTime")
    if not text("FromUserName") or not created.isdigit():
        raise Forged("fields")
    return Heard(
        kind=text("MsgType"), event=text("Event"), sender=text("FromUserName"), receiver=text("ToUserName"),
        # spoken messages carry what the platform recognised, when the account asked for that
        text=text("Content") or text("Recognition"),
        # an event has no number of its own; sender and second are what the documents name for it
        remote_id=text("MsgId") or f"{crypto.signature(text('FromUserName'), created, text('Event'))}",
        at=datetime.fromtimestamp(int(created), UTC), sealed=sealed,
        publish_id=text("PublishEventInfo/publish_id"),
    )  # fmt: skip


def answer(account: PublicAccount, heard: Heard, text: str) -> bytes:
    """The passive answer: XML with the text, sealed when the message was."""
    now = str(int(time.time()))
    clear = _xml({
        "ToUserName": heard.sender, "FromUserName": heard.receiver, "CreateTime": now, "MsgType": "text",
        "Content": text,
    })  # fmt: skip
    if not heard.sealed:
        return clear
    inside = crypto.seal(clear.decode(), aes_key=account.secret("aes_key"), app_id=account.app_id)
    nonce = token_hex(8)
    signed = crypto.signature(account.secret("token"), now, nonce, inside)
    return _xml({"Encrypt": inside, "MsgSignature": signed, "TimeStamp": now, "Nonce": nonce})


def _xml(values: Mapping[str, str]) -> bytes:
    root = Element("xml")
    for name, value in values.items():
        SubElement(root, name).text = value
    return tostring(root, encoding="utf-8", xml_declaration=False)
