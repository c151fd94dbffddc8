"""Asking for the newsletter or for push, and leaving: two steps in, one step out."""

from __future__ import annotations

import json
from collections.abc import Mapping

from django.utils import timezone

from lianxin.foundation.notices.actions import send_to_address
from lianxin.foundation.spine.actions import action, record
from lianxin.foundation.spine.sealed import blind_index
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Denied, Refused

from .adapters.push import host_is_known
from .leaving import confirm_path
from .models import PublicAccount, Subscriber
from .push_crypto import unb64


@action("channels.ask")
def ask(*, actor: Actor, account: PublicAccount, address: str) -> None:
    """Somebody typed an address. It gets one mail a day at most with a link; nothing else until that is followed.

    Whether the address was known before is not told to whoever typed it.
    """
    index = blind_index(address)
    row, _ = Subscriber.objects.get_or_create(account=account, address_index=index, defaults={"address": address})
    record("channels.ask", actor=actor, subject=account, account=account.name)
    if row.confirmed_at is not None:
        return
    organisation = account.organisation.name
    send_to_address(
        channel="email", address=address, code="channels.confirm", title=f"请确认订阅：{account.name}",
        body=f"有人用这个邮箱订阅了{organisation}的邮件简报。如果是您本人，请在 7 天内打开下面的链接确认；如果不是，不必理会，不会再收到邮件。",
        url=confirm_path(row), key=f"subscribe:{row.pk}:{timezone.localdate()}", urgent=True, org_path=account.org_path,
    )  # fmt: skip


@action("channels.confirm")
def confirm(*, actor: Actor, subscriber: Subscriber) -> Subscriber:
    """The second step: the holder of the address says yes. Twice is as good as once."""
    if subscriber.confirmed_at is None:
        subscriber.confirmed_at = timezone.now()
        subscriber.save(update_fields=["confirmed_at"])
    record("channels.confirm", actor=actor, subject=subscriber.account, account=subscriber.account.name)
    return subscriber


@action("channels.leave")
def leave(*, actor: Actor, subscriber: Subscriber) -> None:
    """End a subscription; the address is gone with it."""
    account = subscriber.account
    subscriber.delete()
    record("channels.leave", actor=actor, subject=account, account=account.name)


def check_push(wanted: Mapping[str, object]) -> dict[str, str]:
    """The three texts of a browser's subscription. Raises `Refused` for anything else."""
    keys = wanted.get("keys")
    given = {"endpoint": wanted.get("endpoint"), **(keys if isinstance(keys, dict) else {})}
    texts = {name: given.get(name) for name in ("endpoint", "p256dh", "auth")}
    found = {name: text for name, text in texts.items() if isinstance(text, str) and 0 < len(text) <= 1000}
    if len(found) < 3 or not host_is_known(found["endpoint"]) or not _are_keys(found):
        raise Refused(Denied("这个浏览器的推送服务不在支持范围内。", code="push_unknown", remedy="可以改用邮件简报。"))
    return found


def _are_keys(found: Mapping[str, str]) -> bool:
    try:
        point, auth = unb64(found["p256dh"]), unb64(found["auth"])
    except ValueError:
        return False
    return len(point) == 65 and point[0] == 4 and len(auth) == 16


@action("channels.ask_push")
def ask_push(*, actor: Actor, account: PublicAccount, wanted: Mapping[str, object]) -> Subscriber:
    """A browser asks; its own question to the person was the confirmation."""
    found = check_push(wanted)
    row, _ = Subscriber.objects.update_or_create(
        account=account, address_index=blind_index(found["endpoint"]),
        defaults={"address": json.dumps(found), "confirmed_at": timezone.now()},
    )  # fmt: skip
    record("channels.ask", actor=actor, subject=account, account=account.name)
    return row


def find_push(account: PublicAccount, endpoint: str) -> Subscriber | None:
    """The subscription of a browser, by the address that only it and its service know."""
    return account.subscribers.filter(address_index=blind_index(endpoint)).first() if endpoint else None
