"""After an item of the portal came out or went: the channels follow at once, and whoever may send it is told."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.signals import page_published, page_unpublished

from lianxin.foundation.accounts.queries import nearest_holders
from lianxin.foundation.notices.actions import send_many
from lianxin.foundation.spine import moment
from lianxin.publicity.channels import actions, queries, sources
from lianxin.publicity.channels.text import Text

from .articles import KIND

#: older items that are published anew are nobody's news
FRESH = timedelta(days=7)


def connect() -> None:
    """Listen to the pages of the portal."""
    from django.db.models.signals import post_delete

    page_published.connect(_out, dispatch_uid="outward.published")
    page_unpublished.connect(_gone, dispatch_uid="outward.unpublished")
    post_delete.connect(_deleted, dispatch_uid="outward.deleted")


def _out(instance: Any, **_: Any) -> None:
    if not moment.replaying():
        # what goes wrong here is logged and looked after by `jobs.follow`; the publication stands
        transaction.on_commit(partial(came_out, f"{KIND}:{instance.pk}"), robust=True)


def _gone(instance: Any, **_: Any) -> None:
    transaction.on_commit(partial(actions.taken_down, f"{KIND}:{instance.pk}"), robust=True)


def _deleted(sender: Any, instance: Any, **_: Any) -> None:
    if sender._meta.app_label == "portal" and hasattr(instance, "live_revision_id"):
        _gone(instance)


def came_out(thing: str) -> None:
    """A version is public: what waits takes it, corrections follow, and what has gone nowhere is offered."""
    text = sources.now(thing)
    if text is None:
        return
    actions.published(text)
    fresh = date.fromisoformat(text.day) > timezone.localdate() - FRESH
    if fresh and not queries.of_thing(thing).exists():
        offer(text)


def offer(text: Text) -> None:
    """Tell those who may speak for the organisation that there is something to send, once for each thing."""
    accounts = queries.speakers(text.org_path)
    if not accounts:
        return
    kind, _, number = text.thing.partition(":")
    send_many(
        to=nearest_holders("channels.send", text.org_path), code="channels.offer", title="有新发布的内容，可以对外发布",
        body=f"《{text.title}》已发布，可以发到 {len(accounts)} 个账号。", url=f"/workbench/channels/send/{kind}/{number}/",
        key=f"channels.offer:{text.thing}", working=True, org_path=text.org_path,
    )  # fmt: skip
