"""Questions about contests; each is narrowed by the one policy before it is read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from lianxin.foundation.rules.registry import rule
from lianxin.foundation.spine import moment
from lianxin.foundation.spine.scope import subtree
from lianxin.kernel.actor import Actor
from lianxin.learning.questions.models import BankQuestion
from lianxin.learning.questions.queries import usable
from lianxin.membership.dossiers.names import spelled

from . import policies
from .lifecycle import DECIDE, READ, RELEASE
from .models import Attempt, Contest, Entry, Objection, Pooled, Round
from .words import LANES, PHASES

#: questions that a page lists as those to study again
HARD = 10


@dataclass(frozen=True, slots=True)
class Running:
    """A contest as another page lists it."""

    title: str
    url: str
    organisation: str
    opens_at: datetime | None
    closes_at: datetime | None
    state_words: str
    audience: str


def open_now(actor: Actor, limit: int) -> list[Running]:
    """What this actor may see and is not over: running first, those that close soonest in front."""
    now = moment.now()
    rows = _rows(policies.readable(actor)).filter(state="released", closes_at__gt=now).order_by("closes_at", "pk")
    found = sorted(rows[: limit * 2], key=lambda contest: contest.phase(now) != "open")
    return [
        Running(
            c.title,
            c.get_absolute_url(),
            c.organisation.short_name,
            c.opens_at,
            c.closes_at,
            PHASES[c.phase(now)],
            c.audience,
        )
        for c in found[:limit]
    ]


def _rows(condition: Q) -> QuerySet[Contest]:
    rows = Contest.objects.unscoped("narrowed by the policy").filter(condition)
    return rows.select_related("organisation")


def one(actor: Actor, pk: int) -> Contest | None:
    """A released contest that the actor may see, or None, which is answered with 404."""
    return _rows(policies.readable(actor)).filter(pk=pk).first()


def listing(actor: Actor, lane: str) -> QuerySet[Contest]:
    """``going`` (not over yet, closing soonest first) or ``over`` (newest first)."""
    rows, now = _rows(policies.readable(actor)), moment.now()
    if lane == "going":
        return rows.filter(state="released", closes_at__gt=now).order_by("closes_at", "pk")
    return rows.filter(Q(state__in=("finished", "cancelled")) | Q(closes_at__lte=now)).order_by("-closes_at", "-pk")


def round_of(actor: Actor, pk: int) -> Round | None:
    """A round of a contest that the actor may see."""
    found = Round.objects.filter(pk=pk).select_related("contest__organisation").first()
    return found if found is not None and one(actor, found.contest_id) is not None else None


def own_attempt(actor: Actor, pk: int) -> Attempt | None:
    """A paper of the actor's own."""
    rows = Attempt.objects.filter(pk=pk, entry__person_id=actor.person_id or 0)
    return rows.select_related("round__contest__organisation", "entry").first()


def own_attempts(actor: Actor, contest: Contest) -> list[Attempt]:
    """All papers of the actor in a contest, in the order of rounds."""
    rows = Attempt.objects.filter(entry__contest=contest, entry__person_id=actor.person_id or 0)
    return list(rows.select_related("round", "entry").order_by("round__number", "number"))


def own_entries(actor: Actor) -> QuerySet[Entry]:
    """Contests in which the actor took part, newest first."""
    rows = Entry.objects.filter(person_id=actor.person_id or 0)
    return rows.select_related("contest__organisation").order_by("-pk")


def at_desk(actor: Actor) -> QuerySet[Contest]:
    """Those of the actor's organisations and below."""
    return Contest.objects.visible_to(actor, READ).select_related("organisation", "author")


def lane(actor: Actor, slug: str) -> QuerySet[Contest]:
    """One of `LANES`, newest first."""
    return at_desk(actor).filter(state__in=LANES[slug][1]).order_by("-opened_at", "-pk")


def counts(actor: Actor) -> dict[str, int]:
    """How many stand in each lane; one statement."""
    found = dict(at_desk(actor).order_by().values_list("state").annotate(n=Count("pk")))
    return {slug: sum(found.get(state, 0) for state in states) for slug, (_, states) in LANES.items()}


def to_do(actor: Actor) -> list[Contest]:
    """What waits for the actor: contests to release, not one's own, and those where somebody says that a question is wrong
    (`said_wrong`, how many). Oldest first; one statement."""
    open_ = Objection.objects.filter(verdict="", pooled__round__contest=OuterRef("pk")).order_by()
    many = open_.values("pooled__round__contest").annotate(n=Count("pk")).values("n")
    rows = Contest.objects.unscoped("narrowed to the places of both duties").annotate(
        said_wrong=Coalesce(Subquery(many), 0)
    )
    release = Q(state="waiting") & subtree("org_path", actor.paths_for(RELEASE)) & ~Q(author_id=actor.person_id or 0)
    decide = Q(state="released", said_wrong__gt=0) & subtree("org_path", actor.paths_for(DECIDE))
    return list(rows.filter(release | decide).select_related("organisation").order_by("opened_at", "pk")[:15])


def objections(contest: Contest) -> list[Objection]:
    """What was said about questions of a contest, the open ones first."""
    rows = Objection.objects.filter(pooled__round__contest=contest)
    return list(
        rows.select_related("pooled__version__question", "pooled__round__contest").order_by("decided_at", "at", "pk")
    )


@dataclass(frozen=True, slots=True)
class Participation:
    """How many took part. rows: (organisation, how many) in the order of the tree, those with too few left out (LX-224)."""

    total: int
    rows: Sequence[tuple[str, int]]
    few: int


def participation(contest: Contest) -> Participation:
    """One statement. Those without a file of a member stand only in the total, a line whose papers went to the other line of
    the same person (`joining`) in none."""
    sat = Exists(Attempt.objects.filter(entry=OuterRef("pk")))
    rows = Entry.objects.filter(sat, contest=contest).order_by("organisation__path")
    found = list(rows.values_list("organisation__short_name").annotate(n=Count("pk")))
    few = rule("LX-224").count("few")
    return Participation(sum(n for _, n in found), [(name, n) for name, n in found if name and n >= few], few)


def hard(contest: Contest) -> list[Pooled]:
    """Questions that fewest answered right, with enough papers that nobody is seen through it (LX-224): what to study again.
    Only of rounds that are marked, none that was struck, none that another round may still ask."""
    rows = Pooled.objects.filter(round__contest=contest, round__marked_at__isnull=False, struck_at=None)
    rows = rows.filter(asked__gte=rule("LX-224").count("few"), right__lt=F("asked"))
    rows = rows.exclude(version_id__in=policies.guarded_rows()).annotate(share=F("right") * 100 / F("asked"))
    return list(rows.select_related("version", "round").order_by("share", "round__number", "pk")[:HARD])


def passed(found: Round) -> list[str]:
    """Names of those who passed a marked round and want to stand there, in the order of pinyin, without any number (LX-224)."""
    if not found.contest.list_passed or found.marked_at is None or found.contest.state == "cancelled":
        return []
    rows = Entry.objects.filter(contest=found.contest, named=True, attempts__round=found, attempts__passed=True)
    names = [row.person.name or row.person.nickname for row in rows.select_related("person").distinct()]
    return sorted(names, key=lambda name: (spelled(name)[0], name))


def practice_pool(contest: Contest) -> QuerySet[BankQuestion]:
    """What may be practised: ready, of the topics set apart for it, and in no pool of a round that is not over."""
    rows = usable(contest.org_path, tuple(contest.practice_topics))
    return rows.exclude(latest_id__in=policies.guarded_rows()).select_related("latest")


def own_objections(actor: Actor, found: Round) -> list[Objection]:
    """What the actor said about questions of a round."""
    rows = Objection.objects.filter(pooled__round=found, person_id=actor.person_id or 0)
    return list(rows.select_related("pooled"))
