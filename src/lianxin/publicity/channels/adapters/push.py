"""Web Push: a line on the screen of whoever asked for it; the browser's own service carries it sealed."""

from __future__ import annotations

import hashlib
import json
from urllib.parse import urlsplit

from django.conf import settings

from ..models import Subscriber
from ..push_crypto import b64, seal, ticket
from ..text import Text
from .base import Adapter, GivenUp, Later, Outcome, Part, Sending, client, wait_of
from .many import NoLonger, Refusal, each

#: push services of the usual browsers; anything else is refused, so nobody makes us call addresses of theirs
HOSTS = (
    "fcm.googleapis.com", "updates.push.services.mozilla.com", "web.push.apple.com", "notify.windows.com",
    "push.services.mozilla.com",
)  # fmt: skip
DAY = 86400
TITLE, SUMMARY = 60, 120


def host_is_known(endpoint: str) -> bool:
    """An https address of a push service that the installation trusts."""
    parts = urlsplit(endpoint)
    extra: tuple[str, ...] = tuple(getattr(settings, "CHANNEL_PUSH_HOSTS", ()))
    if parts.netloc in extra:  # host and port as the operator wrote them; may be plain http inside a house
        return parts.scheme in ("https", "http")
    host = parts.hostname or ""
    plain = parts.username is None and parts.port in (None, 443)
    return parts.scheme == "https" and plain and any(host == known or host.endswith(f".{known}") for known in HOSTS)


def send(sending: Sending) -> Outcome:
    """One sealed message for each browser."""
    text, key = sending.text, sending.account.secret("vapid")
    if not key:
        raise GivenUp("这个账号没有推送密钥，请重新登记")
    message = json.dumps(
        {"title": text.headline[:TITLE], "body": _body(text, sending.signature), "url": text.url}, ensure_ascii=False
    ).encode()
    # a correction takes the place of what has not been delivered yet
    topic = b64(hashlib.sha256((text.thing or text.key).encode()).digest())[:32]
    contact = f"mailto:{settings.DEFAULT_FROM_EMAIL}"
    with client() as http:

        def deliver(subscriber: Subscriber) -> None:
            keys = subscriber.keys
            if not host_is_known(keys["endpoint"]):
                raise Refusal
            try:
                body = seal(message, p256dh=keys["p256dh"], auth=keys["auth"])
            except ValueError:
                raise NoLonger from None
            headers = {
                "Authorization": ticket(keys["endpoint"], key=key, contact=contact), "TTL": str(DAY), "Urgency": "low",
                "Content-Encoding": "aes128gcm", "Content-Type": "application/octet-stream", "Topic": topic,
            }  # fmt: skip
            answer = http.post(keys["endpoint"], content=body, headers=headers)
            if answer.status_code in (404, 410):
                raise NoLonger
            if answer.status_code in (400, 401, 403, 413):
                raise Refusal
            if answer.status_code == 429:
                raise Later("推送服务要求稍后再试", wait_of(answer, 600))
            answer.raise_for_status()

        return each(sending, deliver)


def _body(text: Text, signature: str) -> str:
    return f"{(text.correction or text.summary)[:SUMMARY]}（{signature}）"


def preview(text: Text, signature: str) -> list[Part]:
    """The two lines on the screen."""
    words = text.correction or text.summary
    return [
        Part("标题", text.headline[:TITLE], TITLE, len(text.headline)),
        Part("内容", _body(text, signature), SUMMARY, len(words)),
    ]


ADAPTER = Adapter("push", "浏览器推送", send, preview=preview)
