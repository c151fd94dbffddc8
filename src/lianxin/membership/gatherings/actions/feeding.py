"""The private calendar of a person: opened, renewed, closed by that person alone."""

from __future__ import annotations

import hashlib
import secrets

from lianxin.foundation.spine import moment
from lianxin.foundation.spine.actions import action, record
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Denied, Refused

from ..models import Feed

#: bytes of chance in an address
_BYTES = 24


def index_of(path: str) -> str:
    """By what a feed is found: SHA-256 of what stands in the address."""
    return hashlib.sha256(path.encode()).hexdigest()


@action("gatherings.open_feed")
def open_feed(*, actor: Actor) -> Feed:
    """开通 or 换地址: the old address answers nothing from now on."""
    if actor.person_id is None:
        raise Refused(Denied("请先登录。", code="signed_out"))
    path = secrets.token_urlsafe(_BYTES)
    values = {"path": path, "path_index": index_of(path), "made_at": moment.now()}
    feed, fresh = Feed.objects.update_or_create(person_id=actor.person_id, defaults=values)
    record("gatherings.open_feed", actor=actor, subject=f"person:{actor.person_id}", again=not fresh)
    return feed


@action("gatherings.close_feed")
def close_feed(*, actor: Actor) -> None:
    """停用."""
    Feed.objects.filter(person_id=actor.person_id or 0).delete()
    record("gatherings.close_feed", actor=actor, subject=f"person:{actor.person_id}")
