"""What everybody may read: published letters only, built from public columns only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.db.models import Prefetch, QuerySet

from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.search.queries import find, similar
from lianxin.foundation.spine.scope import subtree

from ..lifecycle import LETTER
from ..models import Letter, LetterClock, LetterStep, Message, Rating, Reply, Topic

#: columns that a public list reads; no sealed column is ever fetched for one
LISTED = (
    "pk", "number", "kind", "state", "title", "nickname", "published_at", "opened_at", "answered_at", "rating",
    "round", "due_at", "followers", "org_path", "publication", "topic__path", "organisation__short_name",
    "organisation__code",
)  # fmt: skip
HIDDEN = ("remark", "contact_name", "contact_phone", "contact_email", "code_hash", "submission_key", "external_hash")


#: states whose letters only the author and staff see, whatever their publication says
NEVER_SHOWN = ("withdrawn", "submitted", "refused", "appealed")


@dataclass(frozen=True)
class Filters:
    """What a visitor chose. Unknown values were dropped by the form."""

    kind: str = ""
    stage: str = ""
    organisation: Organisation | None = None
    topic: Topic | None = None
    year: int | None = None


def published() -> QuerySet[Letter]:
    """All letters that everybody may read."""
    return (
        Letter.objects.unscoped("published letters are for everybody")
        .filter(publication="public")
        .exclude(state__in=NEVER_SHOWN)
    )


def published_count() -> int:
    """How many letters everybody may read, remembered for a minute."""
    return int(cache.get_or_set("letters.published", lambda: published().count(), 60) or 0)


def listing(filters: Filters) -> QuerySet[Letter]:
    """Published letters, newest first, with what a list shows; two related tables joined."""
    rows = published()
    if filters.kind:
        rows = rows.filter(kind=filters.kind)
    if filters.stage:
        states = [s.name for s in LETTER.states if s.stage == filters.stage]
        rows = rows.filter(state__in=states)
    if filters.organisation:
        rows = rows.filter(subtree("org_path", [filters.organisation.org_path]))
    if filters.topic:
        rows = rows.filter(topic__in=topics_below(filters.topic))
    if filters.year:
        rows = rows.filter(published_at__year=filters.year)
    return with_listed(rows).order_by("-published_at")


def with_listed(rows: QuerySet[Letter]) -> QuerySet[Letter]:
    """Only the columns that a list shows."""
    return rows.select_related("topic", "organisation").only(*LISTED)


def topics_below(topic: Topic) -> list[int]:
    """The topic and all below it, by its path in words."""
    rows = Topic.objects.filter(path__startswith=f"{topic.path}/").values_list("pk", flat=True)
    return [topic.pk, *rows]


def search(text: str, *, paths: Any = None, page: int = 1, size: int = 20) -> tuple[list[Letter], Any]:
    """(letters in order, the search page with total and terms) among published letters."""
    found = find(text, kinds=["letter"], audience="public", paths=paths, limit=size, offset=(page - 1) * size)
    by_id = {x.pk: x for x in with_listed(published()).filter(pk__in=found.ids)}
    return [by_id[i] for i in found.ids if i in by_id], found


def alike(text: str, limit: int = 5) -> list[Letter]:
    """Published letters about what is being typed, most alike first."""
    hits = similar(text, kind="letter", audience="public", limit=limit)
    by_id = {x.pk: x for x in with_listed(published()).filter(pk__in=[h.object_id for h in hits])}
    return [by_id[h.object_id] for h in hits if h.object_id in by_id]


def one(pk: int) -> Letter | None:
    """A published letter with its public parts prefetched, or None."""
    steps = LetterStep.objects.exclude(public_label="").only("case_id", "at", "public_label", "public_note", "event")
    replies = Reply.objects.filter(state="sent").select_related("organisation").order_by("sent_at")
    return (
        published()
        .defer(*HIDDEN)
        .select_related("topic", "organisation", "received_by")
        .prefetch_related(
            Prefetch("steps", steps, to_attr="public_steps"),
            Prefetch("replies", replies, to_attr="sent_replies"),
            Prefetch(
                "messages",
                Message.objects.filter(publication="public").exclude(kind="appeal"),
                to_attr="shown_messages",
            ),
            Prefetch("ratings", Rating.objects.all(), to_attr="all_ratings"),
            Prefetch("clocks", LetterClock.objects.filter(state__in=("running", "paused")), to_attr="open_clocks"),
        )
        .filter(pk=pk)
        .first()
    )
