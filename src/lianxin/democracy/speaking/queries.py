"""Questions about contributions. Unreviewed words never leave this module but for their author and the reviewers (M01)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet

from lianxin.kernel.actor import Actor

from . import policies
from .lifecycle import REVIEW, SHOWN, TAKEN_DOWN
from .models import Contribution, Verdict
from .registry import Place, place_of
from .words import LANES, REASONS

SIZE = 20


@dataclass(frozen=True)
class Row:
    """One contribution as a reader sees it. state: ``shown``, ``hidden`` or ``withdrawn``; of the latter two no words."""

    pk: int
    name: str
    office: bool
    assisted: bool
    text: str
    at: datetime
    state: str
    part: str = ""
    why: str = ""
    corrected_at: datetime | None = None
    corrected_note: str = ""
    mine: bool = False
    replies: tuple[Row, ...] = ()


def published(
    kind: str, place: int | Place, *, actor: Actor, part: str | None = None, number: Any = 1, size: int = SIZE
) -> Page[Row]:
    """What may be read at a place, the oldest first, one level of replies inside; an empty page for whoever may not read.

    place: its key, or the `Place` when it is at hand. part: a piece of it, None for all. At most five statements besides
    those that find the place.
    """
    there = place_of(kind, place) if isinstance(place, int) else place
    if there is None or not policies.may_read(actor, there):
        return Paginator[Row]([], size).get_page(1)
    rows = _seen(kind, [there.pk])
    rows = rows if part is None else rows.filter(part=part)
    found: Page[Any] = Paginator(rows.filter(reply_to=None).order_by("published_at", "pk"), size).get_page(number)
    roots: Sequence[Contribution] = list(found.object_list)
    below: dict[int, list[Contribution]] = {}
    for one in rows.filter(reply_to__in=[root.pk for root in roots]).order_by("published_at", "pk") if roots else ():
        below.setdefault(one.reply_to_id or 0, []).append(one)
    why = _reasons([one for one in [*roots, *(x for many in below.values() for x in many)] if one.state in TAKEN_DOWN])
    found.object_list = [
        _row(root, actor, why, tuple(_row(one, actor, why) for one in below.get(root.pk, ()))) for root in roots
    ]
    return found


def _seen(kind: str, places: Iterable[int]) -> QuerySet[Contribution]:
    """Shown; taken down after they were shown; taken back by their author where somebody replied."""
    rows = Contribution.objects.unscoped("only what readers see").filter(kind=kind, place__in=set(places))
    answered = Contribution.objects.unscoped("shown replies").filter(reply_to=OuterRef("pk"), state__in=SHOWN)
    rows = rows.filter(published_at__isnull=False)
    return rows.filter(Q(state__in=(*SHOWN, *TAKEN_DOWN)) | Q(Exists(answered), state="withdrawn"))


def _reasons(hidden: list[Contribution]) -> dict[int, str]:
    if not hidden:
        return {}
    rows = Verdict.objects.filter(contribution__in=[one.pk for one in hidden], decision="hide").order_by("pk")
    return {pk: REASONS.get(reason, "") for pk, reason in rows.values_list("contribution_id", "reason")}


def _row(one: Contribution, actor: Actor, why: dict[int, str], replies: tuple[Row, ...] = ()) -> Row:
    shown = one.state in SHOWN
    state = "shown" if shown else "withdrawn" if one.state == "withdrawn" else "hidden"
    return Row(
        pk=one.pk, name=one.front_name if shown else "", office=one.voice == "office", assisted=one.source != "web",
        text=one.text if shown else "", at=one.published_at or one.opened_at, state=state, part=one.part,
        why=why.get(one.pk, ""), corrected_at=one.corrected_at if shown else None,
        corrected_note=one.corrected_note if shown else "", mine=policies.is_author(actor, one), replies=replies,
    )  # fmt: skip


def counts(kind: str, places: Iterable[int], part: str | None = None) -> dict[int, int]:
    """Shown contributions for each place, one statement; places without any are left out. part: of this one alone."""
    rows = Contribution.objects.unscoped("counted, not read").filter(kind=kind, place__in=set(places), state__in=SHOWN)
    rows = rows if part is None else rows.filter(part=part)
    return dict(rows.order_by().values_list("place").annotate(n=Count("pk")))


def counts_by_part(kind: str, place: int) -> dict[str, int]:
    """Shown contributions for each part of a place, one statement."""
    rows = Contribution.objects.unscoped("counted, not read").filter(kind=kind, place=place, state__in=SHOWN)
    return dict(rows.order_by().values_list("part").annotate(n=Count("pk")))


def latest(kind: str, places: Iterable[int], voice: str = "") -> dict[int, datetime]:
    """When something was last shown at each place, one statement. voice: ``"office"`` for official answers alone."""
    rows = Contribution.objects.unscoped("counted, not read").filter(kind=kind, place__in=set(places), state__in=SHOWN)
    rows = rows.filter(voice=voice) if voice else rows
    return dict(rows.order_by().values_list("place").annotate(at=Max("published_at")))


def first_unanswered(kind: str, places: Iterable[int]) -> dict[int, datetime]:
    """Since when at each place something stands there that came after the last official answer; two statements."""
    places = set(places)
    answered, found = latest(kind, places, "office"), dict[int, datetime]()
    rows = Contribution.objects.unscoped("counted, not read").filter(kind=kind, place__in=places, state__in=SHOWN)
    for place, at in rows.filter(voice="person").order_by("published_at").values_list("place", "published_at"):
        if at is not None and (place not in answered or at > answered[place]):
            found.setdefault(place, at)
    return found


def shown_since(kind: str, place: int, since: datetime, but_not: int) -> int:
    """How many were shown at a place since then, without those of one person."""
    rows = Contribution.objects.unscoped("counted, not read").filter(kind=kind, place=place, state__in=SHOWN)
    return rows.filter(published_at__gt=since).exclude(person_id=but_not).count()


def speakers(kind: str, place: int) -> set[int]:
    """Persons who have something shown at a place, for whoever tells them how it went on."""
    rows = Contribution.objects.unscoped("told how it went on").filter(kind=kind, place=place, state__in=SHOWN)
    return set(rows.filter(person__isnull=False).values_list("person_id", flat=True))


def mine(person_id: int | None) -> QuerySet[Contribution]:
    """One's own words, and those one took down for others; the newest first."""
    rows = Contribution.objects.unscoped("one's own").select_related("organisation")
    if not person_id:
        return rows.none()
    condition = Q(person_id=person_id) | Q(assisted_by_id=person_id, person=None)
    return rows.filter(condition).order_by("-opened_at", "-pk")


def own_waiting(actor: Actor, kind: str, place: int) -> list[Contribution]:
    """Own words at a place that others do not read, at most ten: shown to the author alone."""
    if actor.person_id is None:
        return []
    rows = mine(actor.person_id).filter(kind=kind, place=place)
    return list(rows.filter(state__in=("waiting", "refused", "appealed"))[:10])


def at_desk(actor: Actor) -> QuerySet[Contribution]:
    """What the actor may review."""
    return Contribution.objects.visible_to(actor, REVIEW).select_related("organisation")


def lane(actor: Actor, slug: str) -> QuerySet[Contribution]:
    """One of `LANES`; what waits longest in front."""
    rows = at_desk(actor).filter(state__in=LANES[slug][1])
    if slug == "amendments":
        rows = rows.exclude(wish_text="")
    return (
        rows.order_by("due_at", "pk")
        if slug in ("waiting", "appeals", "amendments")
        else rows.order_by("-opened_at", "-pk")
    )


def lane_counts(actor: Actor) -> dict[str, int]:
    """How many stand in each lane; one statement."""
    sums = {
        slug: Count("pk", filter=Q(state__in=states) & (~Q(wish_text="") if slug == "amendments" else Q()))
        for slug, (_, states) in LANES.items()
    }
    return at_desk(actor).order_by().aggregate(**sums)


def waiting(actor: Actor) -> QuerySet[Contribution]:
    """What waits for the actor as a reviewer, without the own words; what runs out first in front."""
    rows = at_desk(actor).filter(
        Q(state__in=("waiting", "appealed", "contested")) | Q(state="published") & ~Q(wish_text="")
    )
    return (
        rows.exclude(person_id=actor.person_id or 0)
        .exclude(assisted_by_id=actor.person_id or 0)
        .order_by("due_at", "pk")
    )


def same_words(one: Contribution) -> int:
    """How many other contributions at the place say exactly the same; a hint for the reviewer."""
    rows = Contribution.objects.unscoped("the same words at the same place")
    return rows.filter(kind=one.kind, place=one.place, text=one.text).exclude(pk=one.pk).exclude(text="").count()


def waiting_at(kind: str, place: int) -> int:
    """How many contributions wait for a reviewer at a place; for the desk of the room, a number only."""
    rows = Contribution.objects.unscoped("counted, not read").filter(kind=kind, place=place)
    return rows.filter(state__in=("waiting", "appealed", "contested")).count()
