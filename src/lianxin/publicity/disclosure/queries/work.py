"""What waits for whom at the desk: queues with their counts, one item, one request."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher
from typing import Any

from django.db.models import CharField, Count, Q, QuerySet, Value

from lianxin.foundation.accounts.queries import gone, in_force
from lianxin.foundation.casework.due import WEEK
from lianxin.foundation.notices.queries import reached
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.organisations.queries import ancestors_of
from lianxin.foundation.spine.scope import subtree
from lianxin.kernel.actor import Actor, posts_with

from ..actions.conveying import key_of
from ..models import Entry, Item, ItemClock, Question, Request, Telling, Version

READ = "disclosure.read"
_CLAUSE = re.compile("[^，。；：！？\\n]*[，。；：！？\\n]|[^，。；：！？\\n]+")


def items(actor: Actor, verb: str = READ) -> QuerySet[Item]:
    """Items inside the actor's scope, with what a list shows."""
    rows: QuerySet[Item] = Item.objects.visible_to(actor, verb)
    return rows.select_related("entry", "organisation").defer("body")


def requests(actor: Actor, verb: str = "disclosure.answer") -> QuerySet[Request]:
    """Requests inside the scope of those who answer them."""
    rows: QuerySet[Request] = Request.objects.visible_to(actor, verb)
    return rows.select_related("organisation")


def lines(actor: Actor, verb: str = READ) -> QuerySet[Entry]:
    """Lines of the catalogues inside the scope."""
    rows: QuerySet[Entry] = Entry.objects.visible_to(actor, verb)
    return rows.select_related("organisation", "handler", "deputy")


def _ready(actor: Actor, now: datetime) -> QuerySet[Item]:
    """Shown inside long enough, waiting for a person to open them to everybody."""
    over = ItemClock.objects.filter(name="inner", state=ItemClock.RUNNING, due_at__lt=now).values("case_id")
    return items(actor, "disclosure.publish").filter(state="inner", scope="public", pk__in=over).order_by("inner_at")


def _inside(actor: Actor, now: datetime) -> QuerySet[Item]:
    return items(actor).filter(state="inner").order_by("-inner_at")


def _state(state: str, verb: str) -> Callable[[Actor, datetime], QuerySet[Item]]:
    def rows(actor: Actor, now: datetime) -> QuerySet[Item]:
        return items(actor, verb).filter(state=state).order_by("due_at", "pk")

    return rows


def _corrections(actor: Actor, now: datetime) -> QuerySet[Item]:
    states = [
        s for s, verb in (("pending", "disclosure.review"), ("reviewed", "disclosure.approve")) if actor.has(verb)
    ]
    waiting = items(actor).filter(state__in=("inner", "public"), versions__state__in=states)
    return waiting.distinct().order_by("pk")


def _words(actor: Actor, now: datetime) -> QuerySet[Item]:
    """Items with a question or an answer that waits for review, or a question that waits for its answer."""
    waiting = open_questions(actor).values("item_id")
    return items(actor).filter(pk__in=waiting).order_by("pk")


def open_questions(actor: Actor) -> QuerySet[Question]:
    """Questions on which the actor could do something."""
    review = subtree("item__org_path", actor.paths_for("disclosure.review"))
    answer = subtree("item__org_path", actor.paths_for("disclosure.propose"))
    rows = Question.objects.filter(review, publication="pending")
    rows |= Question.objects.filter(review, publication="public", answer_publication="pending").exclude(answer="")
    rows |= Question.objects.filter(answer, publication="public", answer="")
    return rows | Question.objects.filter(answer, publication="public", answer_publication="withheld")


def _all(actor: Actor, now: datetime) -> QuerySet[Item]:
    return items(actor).order_by("-opened_at", "-pk")


@dataclass(frozen=True, slots=True)
class Queue:
    """A pile of items: its word, the right that makes it one's own, what is in it, the act that it waits for."""

    label: str
    verb: str
    rows: Callable[[Actor, datetime], QuerySet[Item]]
    word: str = "去办理"
    mine: bool = True


QUEUES: dict[str, Queue] = {
    "review": Queue("待审核", "disclosure.review", _state("proposed", "disclosure.review"), "去审核"),
    "approve": Queue("待审批", "disclosure.approve", _state("reviewed", "disclosure.approve"), "去审批"),
    "carry_out": Queue("待实施", "disclosure.publish", _state("approved", "disclosure.publish"), "去实施"),
    "ready": Queue("可向社会公开", "disclosure.publish", _ready, "去公开"),
    "returned": Queue("退回修改", "disclosure.propose", _state("returned", "disclosure.propose"), "去修改"),
    "corrections": Queue("更正", "disclosure.read", _corrections, "去办理"),
    "words": Queue("提问", "disclosure.read", _words, "去办理"),
    "inside": Queue("党内公开中", "disclosure.read", _inside, "查看", mine=False),
    "all": Queue("全部", "disclosure.read", _all, "查看", mine=False),
}


def running_out(actor: Actor, now: datetime) -> QuerySet[Entry]:
    """DIS-02: lines whose renewal is due within a week or late: one's own as keeper or deputy, and those without one."""
    rows = lines(actor, "disclosure.propose").filter(state="listed", due_at__lte=now + WEEK)
    me = actor.person_id or 0
    return rows.filter(Q(handler_id=me) | Q(deputy_id=me) | Q(handler=None)).order_by("due_at", "pk")


def left_behind(actor: Actor, now: datetime) -> QuerySet[Entry]:
    """DIS-02: late lines of others, for those who look after the catalogues in their scope."""
    rows = lines(actor, "disclosure.catalogue").filter(state="listed", due_at__lt=now)
    me = actor.person_id or 0
    return (
        rows.exclude(Q(handler_id=me) | Q(deputy_id=me))
        .exclude(pk__in=running_out(actor, now).values("pk"))
        .order_by("due_at", "pk")
    )


def late_lines(actor: Actor, now: datetime) -> QuerySet[Entry]:
    """Every line in the scope that is not renewed in time."""
    return lines(actor).filter(state="listed", due_at__lt=now).order_by("due_at", "pk")


def unkept() -> QuerySet[Entry]:
    """F01: listed lines without a keeper, or with one whose posts have all ended; whoever asks narrows them."""
    rows = Entry.objects.unscoped("narrowed by whoever asks")
    return rows.filter(gone("handler"), state="listed", organisation__closed_on=None)


def vacant_lines(actor: Actor) -> QuerySet[Entry]:
    """The same inside the scope of those who look after the catalogues, by organisation."""
    rows = lines(actor, "disclosure.catalogue").filter(gone("handler"), state="listed", organisation__closed_on=None)
    return rows.order_by("org_path", "code")


def keepers_for(organisation: Organisation) -> list[tuple[int, str]]:
    """Who may keep its lines: (person, 姓名（岗位）) at the organisation; where there is nobody, at the nearest one above."""
    rows = in_force().filter(post__in=posts_with("disclosure.propose"), org_path__in=ancestors_of(organisation.path))
    found = list(rows.select_related("person", "organisation").order_by("-org_path", "pk"))
    nearest = max((one.org_path for one in found), key=len, default="")
    here = nearest == organisation.path
    named = {
        one.person_id: one.get_post_display() if here else f"{one.organisation.short_name} {one.get_post_display()}"
        for one in found
        if one.org_path == nearest
    }
    people = {one.person_id: one.person.nickname for one in found}
    return [(pk, f"{people[pk]}（{post}）") for pk, post in named.items()]


def waiting_requests(actor: Actor) -> QuerySet[Request]:
    """Requests without a decision, most urgent first."""
    return requests(actor).filter(state="received").order_by("due_at", "pk")


def counts(actor: Actor, now: datetime, also: Mapping[str, QuerySet[Any]] | None = None) -> dict[str, int]:
    """How many wait in each pile that is the actor's own, and in others by their names. One statement."""
    piles: dict[str, QuerySet[Any]] = {
        name: q.rows(actor, now) for name, q in QUEUES.items() if q.mine and actor.has(q.verb)
    }
    if actor.has("disclosure.answer"):
        piles["requests"] = waiting_requests(actor)
    piles |= also or {}
    counted = [_counted(name, rows) for name, rows in piles.items()]
    return dict(counted[0].union(*counted[1:], all=True)) if counted else {}


def _counted(name: str, rows: QuerySet[Any]) -> QuerySet[Any, Any]:
    """(name, number of rows), also of none, as a part of another statement."""
    named = rows.order_by().values(pile=Value(name, output_field=CharField()))
    return named.annotate(n=Count("pk", distinct=True)).values_list("pile", "n")


def one(actor: Actor, pk: int) -> Item | None:
    """An item in the scope with its text, or None."""
    rows: QuerySet[Item] = Item.objects.visible_to(actor, READ)
    return rows.select_related("entry", "organisation", "proposed_by").filter(pk=pk).first()


def one_request(actor: Actor, pk: int) -> Request | None:
    return requests(actor).filter(pk=pk).first()


def one_line(actor: Actor, pk: int, verb: str = READ) -> Entry | None:
    return lines(actor, verb).filter(pk=pk).first()


@dataclass(frozen=True, slots=True)
class Told:
    """The 传达 of an item: how many got the notice, how many have no account, and what became of the mails (B02: nobody is named)."""

    people: int
    offline: int
    at: datetime
    sent: int
    waiting: int
    failed: int


def telling(item: Item) -> Told | None:
    """None while nobody was told."""
    found = Telling.objects.filter(item=item).first()
    if found is None:
        return None
    mails = reached(key_of(item), item.org_path)
    return Told(found.people, found.offline, found.at, mails["sent"], mails["waiting"], mails["failed"])


def difference(item: Item) -> list[tuple[str, str]]:
    """The shown text and the correction that waits, as (kind, words): "same", "out" or "in"."""
    version = Version.objects.filter(item=item, state__in=("pending", "reviewed")).last()
    if version is None:
        return []
    # by clauses, not by signs: people read clauses, and the comparison stays quick for long texts
    old, new = _CLAUSE.findall(item.body), _CLAUSE.findall(version.body)
    found: list[tuple[str, str]] = []
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        parts = (("same", old[a:b]),) if kind == "equal" else (("out", old[a:b]), ("in", new[c:d]))
        found += [(mark, "".join(clauses)) for mark, clauses in parts if clauses]
    return found
