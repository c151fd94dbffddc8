"""Taking replies in, and sending the answer back the way they came."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from lianxin.foundation.spine.actions import action, record
from lianxin.kernel.actor import SYSTEM, Actor

from ..inbox import hand_over
from ..models import Dispatch, Incoming, Parcel, PublicAccount, Talk
from ..text import Reply, Taken, Text


def receive(*, actor: Actor, account: PublicAccount, reply: Reply, address: str = "") -> Taken | None:
    """Hand a reply on, once by its number; what became of it, or None when it was known or nobody took it.

    address: where an answer would go, kept sealed while the matter is open, and handed to nobody (C02). A taker that fails leaves no trace of it, so that the platform delivers it again.
    """
    if Incoming.objects.filter(account=account, remote_id=reply.remote_id[:120]).exists():
        return None
    return _receive(actor=actor, account=account, reply=reply, address=address)


@action("channels.receive")
def _receive(*, actor: Actor, account: PublicAccount, reply: Reply, address: str = "") -> Taken | None:
    with transaction.atomic():
        _, fresh = Incoming.objects.get_or_create(account=account, remote_id=reply.remote_id[:120])
    taken = hand_over(reply) if fresh else None
    if taken is not None and taken.thing and address:
        Talk.objects.update_or_create(
            account=account, thing=taken.thing,
            defaults={"address": address, "address_index": reply.sender, "heard_at": timezone.now()},
        )  # fmt: skip
    if address:
        _heard_again(account, reply.sender)
    record("channels.receive", actor=actor, subject=account, account=str(account))
    return taken


def _heard_again(account: PublicAccount, sender: str) -> None:
    """The platform allows answers again: those that came too late go out now."""
    now = timezone.now()
    talks = list(Talk.objects.filter(account=account, address_index=sender))
    Talk.objects.filter(pk__in=[talk.pk for talk in talks]).update(heard_at=now)
    late = Dispatch.objects.unscoped("answers to this one person").filter(
        account=account, purpose="answer", state="failed", steps__talk__in=[talk.pk for talk in talks]
    )
    for row in late:
        if row.steps.pop("late", False):
            row.state, row.attempts, row.last_error, row.created_at, row.next_try_at = "waiting", 0, "", now, now
            row.save()


@action("channels.answer")
def answer(*, actor: Actor, talk: Talk, text: Text) -> Dispatch:
    """Send an answer back to where the matter began, once by its key, signed with the organisation's name (C01).

    The parcel keeps the title alone: the words are read at their origin when they leave.
    """
    blank = {**text.as_json(), "body_html": "", "summary": "", "cover": ""}
    parcel, _ = Parcel.objects.get_or_create(key=text.key, defaults={"content": blank, "thing": text.thing})
    dispatch, _ = Dispatch.objects.unscoped("found again by its unique row").get_or_create(
        account=talk.account, parcel=parcel, purpose="answer",
        defaults={"org_path": talk.account.org_path, "steps": {"talk": talk.pk}},
    )  # fmt: skip
    record("channels.answer", actor=actor, subject=dispatch, account=str(talk.account))
    return dispatch


def end(thing: str) -> int:
    """The matter has ended: forget by what mark its sender is known there (C02). How many were forgotten."""
    return _end(actor=SYSTEM, thing=thing) if Talk.objects.filter(thing=thing).exists() else 0


@action("channels.end_talk")
def _end(*, actor: Actor, thing: str) -> int:
    gone, _ = Talk.objects.filter(thing=thing).delete()
    record("channels.end_talk", actor=actor, subject=thing)
    return gone


def nudge(account: PublicAccount, publish_id: str) -> None:
    """The platform says that a publication is decided: ask at once instead of at the next turn."""
    rows = Dispatch.objects.unscoped("told by the platform, which is asked again before anything is believed")
    rows.filter(account=account, state="waiting", claim="", steps__publish_id=publish_id).update(
        next_try_at=timezone.now()
    )
