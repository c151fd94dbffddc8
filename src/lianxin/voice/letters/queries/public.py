"""What everybody may read: published letters only, built from public columns only."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.core.cache import cache
from django.db.models import Prefetch, QuerySet

from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.organisations.queries import lineage
from lianxin.foundation.search.queries import DEEPEST, Page, find, similar
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


#: hits that the search hands out at once, and as far as it can be leafed through
HITS_AT_ONCE, MOST_HITS = 200, DEEPEST

#: states whose letters only the author and staff see, whatever their publication says
NEVER_SHOWN = ("withdrawn", "submitted", "refused", "appealed")


#: decisions that do not stand any more when a letter is public; why they were made concerns the author alone
OVERTURNED = ("refuse", "uphold", "accept_private", "keep_private")


def as_public(step: LetterStep) -> LetterStep:
    """A step as everybody reads it: of a decision that was overturned the fact, without its reasons."""
    if step.event in OVERTURNED:
        step.public_note = ""
        if step.event == "refuse":
            step.public_label = "不予受理，后经复核撤销"
    return step


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
        rows = rows.filter(subtree("org_path", lineage(filters.organisation)))
    if filters.topic:
        rows = rows.filter(topic__in=topics_below(filters.topic))
    if filters.year:
        rows = rows.filter(published_at__year=filters.year)
    return with_listed(rows).order_by("-published_at")


def part(filters: Filters, start: int, stop: int) -> QuerySet[Letter]:
    """A page of the listing. Of one organisation the numbers come first, from an index alone: its letters lie
    apart in time, and sorting them as a whole would cost several times as much."""
    rows = listing(filters)
    if filters.organisation is None:
        return rows[start:stop]
    ids = rows.values("pk")[start:stop]
    some: QuerySet[Letter] = Letter.objects.unscoped("numbers that the listing of published letters answers")
    return with_listed(some.filter(pk__in=ids)).order_by("-published_at")


def with_listed(rows: QuerySet[Letter]) -> QuerySet[Letter]:
    """Only the columns that a list shows."""
    return rows.select_related("topic", "organisation").only(*LISTED)


def topics_below(topic: Topic) -> list[int]:
    """The topic and all below it, by its path in words."""
    rows = Topic.objects.filter(path__startswith=f"{topic.path}/").values_list("pk", flat=True)
    return [topic.pk, *rows]


def search(words: str, filters: Filters, *, limit: int, offset: int = 0, counted: bool = True) -> Page:
    """Hits of the words among published letters, narrowed by the filters in the same statement."""
    paths = lineage(filters.organisation) if filters.organisation else None
    facets = {"kind": filters.kind, "stage": filters.stage, "year": str(filters.year or "")}
    if filters.topic:
        facets[f"t{filters.topic.level}"] = filters.topic.code
    chosen = {name: value for name, value in facets.items() if value}
    return find(
        words, kinds=["letter"], paths=paths, facets=chosen, limit=limit, offset=offset, counted=counted
    )  # fmt: skip


def in_order(ids: Sequence[int], *more: str) -> list[Letter]:
    """Published letters in the order of their ids, with what a list shows and some columns more."""
    rows = with_listed(published()).only(*LISTED, *more).filter(pk__in=ids) if ids else ()
    by_id = {x.pk: x for x in rows}
    return [by_id[i] for i in ids if i in by_id]


def all_hits(words: str, filters: Filters, *more: str) -> Iterator[list[Letter]]:
    """Everything that `search` finds, newest first, by the pageful; at most `MOST_HITS` letters."""
    for offset in range(0, MOST_HITS, HITS_AT_ONCE):
        page = search(words, filters, limit=HITS_AT_ONCE, offset=offset, counted=False)
        if page.hits:
            yield in_order(page.ids, *more)
        if len(page.hits) < HITS_AT_ONCE:
            return


def alike(text: str, limit: int = 5) -> list[Letter]:
    """Published letters about what is being typed, most alike first."""
    hits = similar(text, kind="letter", audience="public", limit=limit)
    by_id = {x.pk: x for x in with_listed(published()).filter(pk__in=[h.object_id for h in hits])}
    return [by_id[h.object_id] for h in hits if h.object_id in by_id]


def one(pk: int) -> Letter | None:
    """A published letter with its public parts prefetched, or None."""
    steps = LetterStep.objects.exclude(public_label="").only("case_id", "at", "public_label", "public_note", "event")
    replies = Reply.objects.filter(state="sent").select_related("organisation").order_by("sent_at")
    found = (
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
    if found is not None:
        found.public_steps = [as_public(step) for step in found.public_steps]
    return found
