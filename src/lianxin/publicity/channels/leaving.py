"""Links by which somebody confirms or ends a subscription; signed, and good for that one row only."""

from __future__ import annotations

from django.core import signing
from django.urls import reverse

from .models import Subscriber

CONFIRM_DAYS = 7
_CONFIRM, _LEAVE = "channels.confirm", "channels.leave"


def confirm_path(subscriber: Subscriber) -> str:
    """The path in the first mail."""
    return reverse("channels:confirm", args=[signing.dumps(_mark(subscriber), salt=_CONFIRM)])


def leave_path(subscriber: Subscriber) -> str:
    """The path in every mail; works for ever."""
    return reverse("channels:leave", args=[signing.dumps(_mark(subscriber), salt=_LEAVE)])


def _mark(subscriber: Subscriber) -> list[object]:
    # part of the blind index: a number that was used again must not end somebody else's subscription
    return [subscriber.pk, subscriber.address_index[:8]]


def of_confirm(token: str) -> Subscriber | None:
    """The row behind a confirmation link that is not too old."""
    return _find(token, _CONFIRM, CONFIRM_DAYS * 86400)


def of_leave(token: str) -> Subscriber | None:
    """The row behind a link at the foot of a mail."""
    return _find(token, _LEAVE, None)


def is_leave(token: str) -> bool:
    """Whether we made this link; true also when the subscription has ended since."""
    try:
        signing.loads(token, salt=_LEAVE)
    except signing.BadSignature:
        return False
    return True


def _find(token: str, salt: str, age: int | None) -> Subscriber | None:
    try:
        pk, mark = signing.loads(token, salt=salt, max_age=age)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return Subscriber.objects.filter(pk=pk, address_index__startswith=mark).select_related("account").first()
