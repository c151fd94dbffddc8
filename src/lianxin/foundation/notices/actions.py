"""Sending (part of other rooms' actions), and what people do with their notices."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction

from lianxin.foundation.accounts.models import Person
from lianxin.foundation.spine import moment
from lianxin.foundation.spine.actions import action, lock, record, require
from lianxin.kernel.actor import Actor

from . import policies, schedule
from .channels.base import CHANNELS
from .models import Delivery, Notice, Preference


def send(
    *,
    to: int,
    code: str,
    title: str,
    body: str = "",
    url: str = "",
    key: str,
    urgent: bool = False,
    working: bool = False,
    org_path: str = "",
) -> None:
    """Tell one person something. See `send_many`."""
    send_many(
        to=[to], code=code, title=title, body=body, url=url, key=key, urgent=urgent, working=working, org_path=org_path
    )


def send_many(
    *,
    to: Iterable[int],
    code: str,
    title: str,
    body: str = "",
    url: str = "",
    key: str,
    urgent: bool = False,
    working: bool = False,
    org_path: str = "",
) -> int:
    """Tell several persons something, in the caller's transaction; five statements however many.

    to: person ids. key: names the matter; a person gets one line for one key, ever. url: a path of
    this site. urgent: leaves at once, also at night. working: waits for a working day of the
    organisation (reminders to staff). org_path: whose workbench shows the delivery. Returns the
    number of persons. Raises ValueError for a foreign url.
    """
    people = sorted(set(to))
    if not people:
        return 0
    _check_url(url)
    now = moment.now()
    lines = [
        Notice(person_id=p, code=code, title=title[:120], body=body, url=url, key=key, urgent=urgent, created_at=now)
        for p in people
    ]
    with transaction.atomic():
        Notice.objects.bulk_create(lines, ignore_conflicts=True)
        ids = dict(Notice.objects.filter(key=key, person_id__in=people).values_list("person_id", "pk"))
        shared = {"code": code, "urgent": urgent, "working": working, "org_path": org_path, "now": now}
        rows = [_by_mail(ids[person], wants_digest, **shared) for person, wants_digest in _wishes(people).items()]
        Delivery.objects.bulk_create(rows, ignore_conflicts=True)
    return len(people)


def _by_mail(notice_id: int, wants_digest: bool, **shared: Any) -> Delivery:
    digest = wants_digest and not shared["urgent"]
    return _delivery(key=f"notice:{notice_id}:email", channel="email", notice_id=notice_id, digest=digest, **shared)


def send_to_address(
    *,
    channel: str,
    address: str,
    code: str,
    title: str,
    body: str,
    url: str = "",
    key: str,
    urgent: bool = False,
    org_path: str = "",
) -> None:
    """Tell somebody without an account, who left this address for it; idempotent by key and channel.

    The address is sealed, and wiped with the text once the message has left; of a message that was
    given up after a month, so that an administrator can try it again until then.
    Raises ValueError for a channel that is not plugged in or a foreign url.
    """
    if channel not in CHANNELS:
        raise ValueError(f"no channel {channel}")
    _check_url(url)
    row = _delivery(
        key=f"to:{key}:{channel}",
        channel=channel,
        address=address,
        code=code,
        title=title[:120],
        body=body,
        url=url,
        urgent=urgent,
        digest=False,
        working=False,
        org_path=org_path,
        now=moment.now(),
    )
    Delivery.objects.bulk_create([row], ignore_conflicts=True)


def _check_url(url: str) -> None:
    if url and (not url.startswith("/") or url.startswith(("//", "/\\"))):
        raise ValueError("a notice links to a path of this site")


def _wishes(people: list[int]) -> dict[int, bool]:
    """Person id -> wants the digest, of those who can and want to be reached by mail."""
    rows = Person.objects.filter(pk__in=people).exclude(email="").exclude(notice_preference__email=False)
    wanted = rows.values_list("pk", "notice_preference__digest")
    return {pk: digest is None or digest for pk, digest in wanted}


def _delivery(*, now: datetime, **values: Any) -> Delivery:
    first = schedule.earliest(
        now,
        urgent=values["urgent"],
        digest=values["digest"],
        working=values["working"],
        org_path=values["org_path"],
    )
    return Delivery(created_at=now, not_before=first, next_try_at=first, **values)


def take_back(*, to: Iterable[int], url: str) -> int:
    """Take away what nobody has read yet, in the caller's transaction: lines about a page that these persons must not
    open any more (PET-07), with their mails. Returns how many."""
    return Notice.objects.filter(person_id__in=set(to), url=url, read_at=None).delete()[1].get("notices.Notice", 0)


def mark_read(*, actor: Actor, pk: int) -> str | None:
    """Mark one's own line as read; returns its link, or None when it is nobody's or somebody else's.

    Not an audited action on purpose: who read what and when is no business of the house (B02).
    """
    line = Notice.objects.filter(pk=pk, person_id=actor.person_id or 0).only("url", "read_at").first()
    if line is None:
        return None
    if line.read_at is None:
        Notice.objects.filter(pk=line.pk, read_at=None).update(read_at=moment.now())
    return line.url


def mark_all_read(*, actor: Actor) -> int:
    """Mark every line of one's own as read; returns how many were unread."""
    return Notice.objects.filter(person_id=actor.person_id or 0, read_at=None).update(read_at=moment.now())


@action("notices.settings")
def set_preferences(*, actor: Actor, email: bool, digest: bool) -> Preference:
    """One's own wishes. What already waits for the digest keeps its hour."""
    require(policies.is_somebody(actor))
    values = {"email": email, "digest": digest}
    wishes, _ = Preference.objects.update_or_create(person_id=actor.person_id or 0, defaults=values)
    record("notices.settings", actor=actor, subject=f"person:{actor.person_id}", email=email, digest=digest)
    return wishes


@action("notices.retry")
def retry(*, actor: Actor, delivery: Delivery) -> Delivery:
    """Try a message again that was given up."""
    delivery = lock(delivery)
    require(policies.may_retry(actor, delivery))
    delivery.state, delivery.attempts, delivery.last_error = "waiting", 0, ""
    delivery.next_try_at = moment.now()
    delivery.save(update_fields=["state", "attempts", "last_error", "next_try_at"])
    record("notices.retry", actor=actor, subject=delivery, channel=delivery.channel)
    return delivery
