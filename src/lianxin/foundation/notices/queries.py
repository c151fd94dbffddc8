"""Questions about notices and deliveries."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Count, Q, QuerySet

from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.spine import moment
from lianxin.foundation.spine.scope import subtree
from lianxin.kernel.actor import Actor

from .models import Delivery, Notice, Preference


def inbox(person_id: int, *, unread_only: bool = False) -> QuerySet[Notice]:
    """Somebody's lines, the newest first."""
    rows = Notice.objects.filter(person_id=person_id).order_by("-id")
    return rows.filter(read_at=None) if unread_only else rows


def unread_count(person_id: int) -> int:
    """Unread lines of a person; one statement on a partial index, written as SQL because every desk page asks it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM notices_notice WHERE person_id = %s AND read_at IS NULL", [person_id])
        return int(cursor.fetchone()[0])


def untold(key: str, people: Iterable[int]) -> set[int]:
    """Those of the persons who have no line of a matter yet. key: of the notice."""
    asked = set(people)
    return asked - set(Notice.objects.filter(person_id__in=asked, key=key).values_list("person_id", flat=True))


def preference(person_id: int) -> Preference:
    """Somebody's wishes, or the usual ones (unsaved)."""
    return Preference.objects.filter(person_id=person_id).first() or Preference(person_id=person_id)


def due(now: datetime | None = None) -> QuerySet[Delivery]:
    """Due and not sent, the one that waits longest first."""
    rows = Delivery.objects.unscoped("the outbox is worked off for everybody")
    return rows.filter(state="waiting", next_try_at__lte=now or moment.now()).order_by("next_try_at", "id")


def deliveries(actor: Actor) -> QuerySet[Delivery]:
    """What left or should leave from the organisations in the actor's duty, the newest first.

    Messages that belong to no organisation are shown to those who look after the whole tree.
    """
    rows = Delivery.objects.unscoped("narrowed below, together with messages of no organisation")
    if actor.kind == "system":
        return rows.order_by("-id")
    paths = actor.paths_for("notices.read")
    mine = subtree("org_path", paths)
    if any(len(path) <= Organisation.steplen for path in paths):
        mine |= Q(org_path="")
    return rows.filter(mine).order_by("-id")


def reached(key: str, org_path: str) -> dict[str, int]:
    """What became of the mails of one matter (B02: deliveries are counted, readers are not).

    key: of the notice; org_path: with which it was sent.
    """
    rows = Delivery.objects.unscoped("counts of one matter").filter(org_path=org_path, notice__key=key)
    found = dict(rows.order_by().values_list("state").annotate(n=Count("pk")))
    return {state: found.get(state, 0) for state, _ in Delivery.STATES}


def delivery_counts(actor: Actor, days: int = 7) -> dict[str, int]:
    """How many messages of the last days are in each state (B02: deliveries are counted, readers are not)."""
    since = moment.now() - timedelta(days=days)
    rows = deliveries(actor).filter(created_at__gte=since).order_by().values("state").annotate(n=Count("pk"))
    found = {row["state"]: row["n"] for row in rows}
    return {state: found.get(state, 0) for state, _ in Delivery.STATES}
