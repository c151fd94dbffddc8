"""What changes through the open interface: keys come and go, a letter arrives."""

from __future__ import annotations

import secrets
from typing import Any

from lianxin.foundation.spine import moment
from lianxin.foundation.spine.actions import action, lock, record
from lianxin.foundation.spine.sealed import blind_index
from lianxin.foundation.spine.unique import or_refuse
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Denied, Refused
from lianxin.voice.letters import actions as letters
from lianxin.voice.letters.actions import Draft

from .models import ApiKey

_PREFIX = "lx_"
_BYTES = 32
_HINT = 8


@action("api.add_key")
def add_key(*, actor: Actor, name: str) -> tuple[ApiKey, str]:
    """发放钥匙. Answers the row and the key itself, which is shown once and kept nowhere."""
    require_system(actor)
    name = name.strip()
    longest = ApiKey._meta.get_field("name").max_length or 0
    if not name or len(name) > longest:
        raise Refused(Denied(f"请写明使用方，不超过 {longest} 个字。", code="name", field="name"))
    taken = Denied(f"“{name}”已经有一把钥匙；先收回旧的，再换个名字发放。", code="taken", field="name")
    if ApiKey.objects.filter(name=name).exists():
        raise Refused(taken)
    text = _PREFIX + secrets.token_urlsafe(_BYTES)
    with or_refuse(taken):
        row = ApiKey.objects.create(name=name, hint=text[:_HINT], key_hash=_hash(text))
    record("api.add_key", actor=actor, subject=row, name=name)
    return row, text


@action("api.revoke_key")
def revoke_key(*, actor: Actor, name: str) -> ApiKey:
    """收回钥匙. It opens nothing from this moment on; the row stays as a memory."""
    require_system(actor)
    found = ApiKey.objects.filter(name=name.strip(), revoked_at=None).first()
    if found is None:
        raise Refused(Denied(f"没有使用中的钥匙叫“{name}”。", code="unknown", field="name"))
    row = lock(found)
    row.revoked_at = moment.now()
    row.save(update_fields=["revoked_at"])
    record("api.revoke_key", actor=actor, subject=row, name=row.name)
    return row


@action("api.receive")
def receive(*, actor: Actor, key: ApiKey, draft: Draft, once: str) -> tuple[Any, str]:
    """A letter that came through a key, by the same way as every other; answers it with its query code.

    once: text that is the same for a repeated sending of the same letter (see `letters.submit`).
    """
    letter, code = letters.submit(actor=actor, draft=draft, key=once, source="open311")
    today = moment.today()
    if key.used_on != today:
        ApiKey.objects.filter(pk=key.pk).update(used_on=today)
    record("api.receive", actor=actor, subject=letter, key=key.pk)
    return letter, code


def key_of(text: str) -> ApiKey | None:
    """The key in force with this text; None for a wrong or a withdrawn one."""
    return ApiKey.objects.filter(key_hash=_hash(text), revoked_at=None).first() if text else None


def require_system(actor: Actor) -> None:
    """Keys are given out at the console of the installation."""
    if actor.kind != "system":
        raise Refused(Denied("钥匙由运行单位在控制台发放。", code="no_right"))


def _hash(text: str) -> str:
    """Keyed hash. The key is 256 random bits, so a fast hash is enough."""
    return blind_index(f"api-key:{text}")
