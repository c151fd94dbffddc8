"""One dispatch for many subscribers, each once."""

from __future__ import annotations

import smtplib
from collections.abc import Callable
from time import monotonic

import httpx
from django.db import transaction

from ..models import Envelope, Subscriber
from .base import GivenUp, Later, Outcome, Sending

#: seconds after which the claim is renewed
RENEW = 30.0
#: after these the other side certainly did not take the message; after any other it is unclear
NOT_TAKEN = (
    Later,
    smtplib.SMTPResponseException,
    smtplib.SMTPRecipientsRefused,
    httpx.HTTPStatusError,
    httpx.ConnectError,
    httpx.ConnectTimeout,
)


class NoLonger(Exception):  # noqa: N818 - an answer
    """The address is gone for good: the subscriber is forgotten."""


class Refusal(Exception):  # noqa: N818 - an answer
    """This one message is not taken at this address."""


def each(sending: Sending, deliver: Callable[[Subscriber], None]) -> Outcome:
    """Call `deliver` for every confirmed subscriber who has no envelope of this dispatch yet.

    The envelope is written before and taken back when the other side certainly did not take the message
    (`NOT_TAKEN`). A worker that dies in between, or a connection that ends before the answer, leaves one
    message unclear, and that one is not repeated: nobody gets a thing twice, and one may get it not at all. `deliver` raises `NoLonger`, `Refusal`, `Later`; every
    other exception stops the round, and the rest follows at the next attempt.
    """
    renewed = 0.0
    for subscriber in _waiting(sending):
        if monotonic() - renewed > RENEW:
            sending.save()
            if not sending.still():
                raise GivenUp("原文已撤下，没有再发给其余的订阅者")
            renewed = monotonic()
        _one(sending, subscriber, deliver)
    done = Envelope.objects.filter(dispatch=sending.dispatch).exclude(state="refused").count()
    return Outcome(receivers=done)


def _waiting(sending: Sending) -> list[Subscriber]:
    rows = Subscriber.objects.filter(account=sending.account, confirmed_at__lte=sending.dispatch.begins_at)
    have = Envelope.objects.filter(dispatch=sending.dispatch).values("subscriber_id")
    return list(rows.exclude(pk__in=have).order_by("pk"))


def _one(sending: Sending, subscriber: Subscriber, deliver: Callable[[Subscriber], None]) -> None:
    with transaction.atomic():
        envelope, fresh = Envelope.objects.get_or_create(dispatch=sending.dispatch, subscriber=subscriber)
    if not fresh:
        return
    try:
        deliver(subscriber)
    except NoLonger:
        subscriber.delete()
    except Refusal:
        envelope.state = "refused"
        envelope.save(update_fields=["state"])
    except NOT_TAKEN:
        envelope.delete()
        raise
    else:
        envelope.state = "sent"
        envelope.save(update_fields=["state"])
