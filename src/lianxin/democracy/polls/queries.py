"""Questions about polls; each is narrowed by the one policy before it is read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Q, QuerySet

from lianxin.democracy.cards import Card
from lianxin.foundation.accounts.queries import in_force
from lianxin.foundation.organisations.queries import ancestors_of
from lianxin.foundation.spine import moment
from lianxin.foundation.spine.scope import subtree
from lianxin.kernel.actor import ANONYMOUS, Actor

from . import policies, results
from .lifecycle import READ
from .models import Objection, Poll, Roll
from .words import LANES, PHASES


@dataclass(frozen=True, slots=True)
class Outcome:
    """What another room may show of a poll. Before the result is released `ballots` and the numbers of `options` are None.

    state_words: 中文; electorate: people on the roll, 0 where there is none; options: (words, count), those of a poll with
    several items as ``item：option``; url: its page.
    """

    title: str
    state_words: str
    closes_at: datetime
    ballots: int | None
    electorate: int
    options: list[tuple[str, int | None]]
    url: str


def outcome(code: str, actor: Actor = ANONYMOUS) -> Outcome | None:
    """The poll of a code as this actor may see it, everybody by default; None for one that is not for them."""
    poll = _rows(policies.readable(actor)).filter(number=code).first() if code else None
    if poll is None:
        return None
    found = results.of(poll) if policies.sees_result(actor, poll) else None
    counts = found.counts if found is not None else ()
    several = len(poll.items) > 1
    options: list[tuple[str, int | None]] = [
        (f"{item}：{words}" if several else words, counts[at][place] if counts else None)
        for at, item in enumerate(poll.items)
        for place, words in enumerate(poll.options)
    ]
    return Outcome(poll.title, poll.state_label, poll.closes_at, found.ballots if found else None, poll.roll_size, options,
                   poll.get_absolute_url())  # fmt: skip


def open_cards(actor: Actor, limit: int) -> list[Card]:
    """What this actor may see and is not over: running first, those that close soonest in front; one or two statements."""
    now = moment.now()
    rows = _rows(policies.readable(actor)).filter(state="released", closes_at__gt=now)
    found = sorted(
        rows.order_by("closes_at", "pk")[: limit * 2], key=lambda poll: (poll.phase(now) != "open", poll.closes_at)
    )
    return [
        Card("polls", poll.title, poll.get_absolute_url(), poll.organisation.short_name, poll.opens_at, poll.closes_at,
             PHASES[poll.phase(now)], None, "", "public" if _everybody(poll) else "members")
        for poll in found[:limit]
    ]  # fmt: skip


def _everybody(poll: Poll) -> bool:
    return poll.audience == "public" or poll.electorate == "citizens"


def _rows(condition: Q) -> QuerySet[Poll]:
    rows = Poll.objects.unscoped("narrowed by the policy").filter(condition)
    return rows.select_related("organisation")


def one(actor: Actor, pk: int) -> Poll | None:
    """A released poll that the actor may see, or None, which is answered with 404."""
    return _rows(policies.readable(actor)).filter(pk=pk).first()


def by_code(actor: Actor, code: str) -> Poll | None:
    """The same by its code."""
    return _rows(policies.readable(actor)).filter(number=code).first()


def listing(actor: Actor, lane: str) -> QuerySet[Poll]:
    """``going`` (not over yet, closing soonest first), ``closed`` or ``shown`` (newest first)."""
    rows, now = _rows(policies.readable(actor)), moment.now()
    if lane == "going":
        return rows.filter(state="released", closes_at__gt=now).order_by("closes_at", "pk")
    if lane == "closed":
        return rows.filter(state="released", closes_at__lte=now).order_by("-closes_at", "-pk")
    return rows.filter(state__in=("shown", "archived", "cancelled")).order_by("-closes_at", "-pk")


def own(actor: Actor) -> QuerySet[Roll]:
    """Lines of the actor on rolls of released polls: what runs and is not voted yet first."""
    rows = Roll.objects.filter(person_id=actor.person_id or 0, poll__released_at__isnull=False)
    return rows.select_related("poll__organisation").order_by("voted", F("poll__closes_at").desc(), "-pk")


def at_desk(actor: Actor) -> QuerySet[Poll]:
    """Those of the actor's organisations and below."""
    return Poll.objects.visible_to(actor, READ).select_related("organisation", "author", "keeper", "deputy")


def lane(actor: Actor, slug: str) -> QuerySet[Poll]:
    """One of `LANES`; what closes soonest first, elsewhere the newest."""
    rows = at_desk(actor).filter(state__in=LANES[slug][1])
    return rows.order_by("closes_at", "pk") if slug == "going" else rows.order_by("-opened_at", "-pk")


def counts(actor: Actor) -> dict[str, int]:
    """How many stand in each lane; one statement."""
    found = dict(at_desk(actor).order_by().values_list("state").annotate(n=Count("pk")))
    return {slug: sum(found.get(state, 0) for state in states) for slug, (_, states) in LANES.items()}


def took_part(poll: Poll) -> int:
    """How many took part here so far; for those at the desk."""
    return Roll.objects.filter(poll=poll, voted=True).count()


def objections(poll: Poll) -> list[Objection]:
    """What was said about the roll, the open ones first."""
    return list(Objection.objects.filter(poll=poll).select_related("person").order_by("answered_by", "at"))


def waiting(actor: Actor) -> list[Poll]:
    """What the actor may release or announce now: oldest first."""
    from .lifecycle import RELEASE

    rows = Poll.objects.visible_to(actor, RELEASE).select_related("organisation")
    due = Q(state="waiting") | Q(state="released", closes_at__lte=moment.now())
    return list(rows.filter(due).exclude(author_id=actor.person_id).order_by("opened_at", "pk")[:15])


def duty_of(person_id: int | None, org_path: str) -> bool:
    """Whether somebody still has a post at the organisation, above or below it."""
    if person_id is None:
        return False
    near = Q(org_path__in=ancestors_of(org_path)) | subtree("org_path", [org_path])
    return in_force().filter(near, person_id=person_id).exists()


def vacant(poll: Poll) -> str:
    """What is wrong with those who look after a poll that is not over (F01), in words; empty when nothing is."""
    if poll.state not in ("draft", "waiting", "released"):
        return ""
    pairs = (("责任人", poll.keeper_id), ("副责任人", poll.deputy_id))
    empty = [label for label, person in pairs if not duty_of(person, poll.org_path)]
    return f"{'和'.join(empty)}没有写，或者已经不任职了。" if empty else ""
