"""What the search knows: announcements and records for everybody or for members alone, reception days; no booking and no
person (M01)."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import QuerySet

from lianxin.foundation.search.actions import Entry, drop, put_many
from lianxin.kernel.actor import Actor

from .models import Answer, Interview, Reception
from .policies import talks as policies
from .words import SHOWN_RECEPTIONS, SHOWN_TALKS

TALK_KIND, RECEPTION_KIND = "talk", "reception"


def index_talk(talk: Interview) -> None:
    """Put the words in, or take them out, in the same transaction."""
    if talk.state in SHOWN_TALKS:
        put_many([talk_found(talk)])
    else:
        drop(TALK_KIND, talk.pk)


def readable_talks(actor: Actor) -> QuerySet[Interview]:
    """What a search by the actor may find: the condition of pages and lists."""
    rows = Interview.objects.unscoped("narrowed by the policy")
    return rows.filter(policies.readable(actor), state__in=SHOWN_TALKS)


def talk_found(talk: Interview) -> Entry:
    """Subject, guests, and what was answered. Questions are found through the room in which they are said."""
    guests = "、".join(f"{g.place}{g.post}{g.name}" for g in talk.guests.all())
    rows = Answer.objects.filter(guest__talk=talk, released_at__isnull=False, corrected_by=None)
    answers = list(rows.filter(question__said__state="published").values_list("text", flat=True))
    return Entry(
        kind=TALK_KIND, object_id=talk.pk, title=talk.subject, body="\n".join([talk.about, guests, talk.summary, *answers]),
        audience="public" if talk.audience == "public" else "inside", org_path=talk.org_path, when=talk.starts_at, url=talk.get_absolute_url(),
    )  # fmt: skip


def talk_entries() -> Iterator[Entry]:
    """Every shown interview, for a new index."""
    rows = Interview.objects.unscoped("the whole index is built again").filter(state__in=SHOWN_TALKS)
    for row in rows.prefetch_related("guests").order_by("pk").iterator(chunk_size=200):
        yield talk_found(row)


def index_reception(plan: Reception) -> None:
    """The plan for everybody once it is announced."""
    if plan.state in SHOWN_RECEPTIONS:
        put_many([reception_found(plan)])
    else:
        drop(RECEPTION_KIND, plan.pk)


def reception_found(plan: Reception) -> Entry:
    return Entry(
        kind=RECEPTION_KIND, object_id=plan.pk, title=f"{plan.receiver_post}{plan.receiver_name}接访", audience="public",
        body="\n".join([plan.matters, plan.venue, plan.reason]), org_path=plan.org_path, when=plan.starts_at,
        url=plan.get_absolute_url(),
    )  # fmt: skip


def reception_entries() -> Iterator[Entry]:
    """Every plan that was announced, for a new index."""
    rows = Reception.objects.unscoped("the whole index is built again").filter(state__in=SHOWN_RECEPTIONS)
    for row in rows.order_by("pk").iterator(chunk_size=200):
        yield reception_found(row)
