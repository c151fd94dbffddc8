"""What a reader may see: public items for everybody, inner ones for those who belong there (M01)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from django.core.cache import cache
from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Left
from django.utils import timezone

from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.organisations.queries import lineage
from lianxin.foundation.rules.registry import rule
from lianxin.foundation.search.queries import DEEPEST, Page, find
from lianxin.foundation.spine.scope import subtree
from lianxin.kernel.actor import Actor

from .. import policies
from ..indexing import KIND
from ..models import Entry, Item, ItemStep, Question, Rating, Request, Version
from ..words import RATINGS

KEPT = 60
MOST_HITS = DEEPEST
#: signs of the text in a list
BEGINNING = 90
#: other items of the same line on the page of one
BESIDE = 5


@dataclass(frozen=True, slots=True)
class Filters:
    """What a visitor chose; unknown values were dropped. inside: items that are shown inside only so far."""

    organisation: Organisation | None = None
    matter: str = ""
    year: int | None = None
    inside: bool = False


def new_year(year: int) -> datetime:
    """The local midnight with which a year begins."""
    return datetime(year, 1, 1, tzinfo=timezone.get_current_timezone())


def public_items() -> QuerySet[Item]:
    """Everything that everybody may read."""
    return Item.objects.unscoped("public items are for everybody").filter(state="public")


def inside_items(actor: Actor) -> QuerySet[Item]:
    """What is shown inside and not (yet) outside, for those who belong there."""
    rows = Item.objects.unscoped("narrowed to the organisations of the reader").filter(state="inner")
    return rows.filter(policies.near(actor))


def listing(actor: Actor, filters: Filters) -> QuerySet[Item]:
    """Items by filters, newest first."""
    rows = inside_items(actor) if filters.inside else public_items()
    shown = "inner_at" if filters.inside else "public_at"
    if filters.organisation:
        rows = rows.filter(subtree("org_path", lineage(filters.organisation)))
    if filters.matter:
        rows = rows.filter(entry__code=filters.matter)
    if filters.year:
        first = new_year(filters.year)
        last = new_year(filters.year + 1)
        rows = rows.filter(**{f"{shown}__gte": first, f"{shown}__lt": last})
    return _short(rows).order_by(f"-{shown}", "-pk")


def _short(rows: QuerySet[Item]) -> QuerySet[Item]:
    """With what a list shows: of the text only its beginning."""
    return rows.select_related("entry", "organisation").defer("body").annotate(begins=Left("body", BEGINNING))


def search(words: str, filters: Filters, *, limit: int, offset: int = 0) -> Page:
    """Hits of the words among public items, narrowed in the same statement."""
    facets = {"matter": filters.matter, "year": str(filters.year or "")}
    paths = lineage(filters.organisation) if filters.organisation else None
    chosen = {name: value for name, value in facets.items() if value}
    return find(words, kinds=[KIND], paths=paths, facets=chosen, limit=limit, offset=offset)


def search_inside(actor: Actor, words: str, filters: Filters) -> QuerySet[Item]:
    """The same among the few items that are shown inside; no index, because the scope is the reader's own."""
    parts = Q()
    for word in words.split():
        parts &= Q(title__icontains=word) | Q(body__icontains=word) | Q(entry__matter__icontains=word)
    return listing(actor, filters).filter(parts)


def in_order(ids: Iterable[int]) -> list[Item]:
    """Public items in the order of their ids."""
    wanted = list(ids)
    rows = _short(public_items().filter(pk__in=wanted))
    by_id = {x.pk: x for x in rows}
    return [by_id[pk] for pk in wanted if pk in by_id]


@dataclass(frozen=True)
class Reading:
    """One item as its reader sees it. text: False for a withdrawn one, of which only the notice is left."""

    item: Item
    text: bool
    steps: list[ItemStep]
    corrections: list[tuple[Version, Version | None]]
    questions: list[Question]
    own: list[Question]
    beside: list[Item]
    ratings: list[tuple[str, int]]
    rated: int


def read(actor: Actor, pk: int) -> Reading | None:
    """The item when it is for this reader, or the notice of its withdrawal for whoever could read it before."""
    rows = Item.objects.unscoped("checked below").select_related("entry", "organisation")
    item = rows.filter(pk=pk).first()
    if item is None:
        return None
    text = policies.may_read(actor, item)
    if not text and not _notice_for(actor, item):
        return None
    steps = ItemStep.objects.filter(case=item).exclude(public_label="").select_related("organisation")
    if not text:
        return Reading(item, False, [s for s in steps if s.event == "withdraw"], [], [], [], [], [], 0)
    questions = list(Question.objects.filter(item=item, publication="public"))
    for question in questions:
        if question.answer_publication != "public":
            question.answer, question.answered_at = "", None
    ratings, rated = rating_counts(item)
    own = Question.objects.filter(item=item, author_id=actor.person_id or 0).exclude(publication="public")
    return Reading(
        item, True, list(steps), corrections_of(item), questions, list(own), _beside(actor, item), ratings, rated
    )


def _beside(actor: Actor, item: Item) -> list[Item]:
    """Other items under the same line that this reader may read, newest first: last quarter beside this one."""
    rows = Item.objects.unscoped("narrowed to what the reader may read").filter(entry=item.entry_id)
    mine = rows.filter(state="public") | rows.filter(policies.near(actor), state="inner")
    return list(mine.exclude(pk=item.pk).defer("body").order_by("-inner_at", "-pk")[:BESIDE])


def inside_of(actor: Actor, most: int = 5) -> list[Item]:
    """The newest items that are shown inside, for the page of a member; none for who belongs nowhere."""
    return list(_short(inside_items(actor)).order_by("-inner_at", "-pk")[:most])


def newest(most: int = 3) -> list[Item]:
    """The newest public items, for the first page."""
    return list(_short(public_items()).order_by("-public_at", "-pk")[:most])


def asked_by(person_id: int, most: int = 5) -> list[Request]:
    """Somebody's own requests, the newest first."""
    rows = Request.objects.unscoped("one's own requests").filter(author_id=person_id)
    return list(rows.select_related("organisation").order_by("-opened_at")[:most])


def _notice_for(actor: Actor, item: Item) -> bool:
    if item.state != "withdrawn":
        return False
    return item.was_public or policies.is_inside(actor, item.org_path)


def corrections_of(item: Item) -> list[tuple[Version, Version | None]]:
    """(correction, the text before it where that may still be read), newest first."""
    rows = list(Version.objects.filter(item=item, shown_at__isnull=False).order_by("number"))
    found = [(new, old if new.keep_old else None) for old, new in pairwise(rows)]
    hidden = {n.number for n, _ in found if not n.keep_old}
    # a text that one correction hid stays hidden, and so does everything before it
    last = max(hidden, default=0)
    return [(new, old if old is not None and old.number >= last else None) for new, old in reversed(found)]


def rating_counts(item: Item) -> tuple[list[tuple[str, int]], int]:
    """Counts by level when enough people rated (LX-08), and how many did."""
    return shares(Rating.objects.filter(item=item))


def shares(ratings: QuerySet[Rating]) -> tuple[list[tuple[str, int]], int]:
    """Counts by level, none of them when too few people rated."""
    rows = dict(ratings.values_list("level").annotate(n=Count("pk")).order_by())
    total = sum(rows.values())
    if total < rule("LX-08").count("rating"):
        return [], total
    return [(label, rows.get(level, 0)) for level, label in RATINGS.items()], total


def matters() -> list[tuple[str, str]]:
    """(code, name) of the matters under which something is public; the commonest name of a code."""
    found = cache.get("disclosure.matters")
    if found is None:
        rows = public_items().values("entry__code", "entry__matter").annotate(n=Count("pk")).order_by("n")
        found = sorted({r["entry__code"]: r["entry__matter"] for r in rows}.items())
        cache.set("disclosure.matters", found, KEPT)
    return list(found)


def offices() -> list[tuple[str, str]]:
    """(code, name) of organisations that have a catalogue, in tree order."""
    found = cache.get("disclosure.offices")
    if found is None:
        with_lines = Entry.objects.unscoped("which organisations have a catalogue").filter(state="listed")
        ids = set(with_lines.values_list("organisation_id", flat=True))
        rows = Organisation.objects.filter(pk__in=ids, closed_on=None).order_by("path")
        found = [(o.code, "　" * (o.depth - 1) + o.short_name) for o in rows]
        cache.set("disclosure.offices", found, KEPT)
    return list(found)


def years() -> list[int]:
    """Years in which something became public, newest first."""
    found = cache.get("disclosure.years")
    if found is None:
        found = [d.year for d in public_items().datetimes("public_at", "year", order="DESC")]
        cache.set("disclosure.years", found, KEPT)
    return list(found)


def catalogue(actor: Actor, organisation: Organisation) -> list[Entry]:
    """The catalogue as this reader sees it: lines of the inner scope only for those who belong there."""
    rows = Entry.objects.unscoped("narrowed below").filter(organisation=organisation, state="listed")
    if not policies.is_inside(actor, organisation.path):
        rows = rows.filter(scope="public")
    return list(rows.order_by("code"))


def addresses(limit: int) -> list[tuple[str, datetime]]:
    """(path, last change) of public items for the site map, newest first."""
    rows = public_items().order_by("-public_at").values_list("pk", "public_at")[:limit]
    return [(f"/disclosure/{pk}/", at) for pk, at in rows if at]
