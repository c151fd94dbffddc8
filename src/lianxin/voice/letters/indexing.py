"""What the search knows of a letter: public words for everybody, the rest for those in its scope."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from django.utils import timezone

from lianxin.foundation.search.actions import Entry, drop, put_many

from .lifecycle import LETTER
from .models import Letter, Party, Reply, Topic
from .queries.desk import QUEUES

KIND = "letter"
#: the same words once more for each co-handling office, under its own path (协办)
HELPED = "letter_helped"
#: events after which the search would say the same of a letter as before
QUIET = (
    "acknowledge", "forward", "note", "progress", "extend", "urge", "supervise", "escalate", "appeal_private", "keep_private",
    "propose_adoption", "report_done", "confirm_adoption", "return_adoption",
    "recommend", "instruct", "report_back", "ask_more", "close_instruction",
)  # fmt: skip
_QUEUE_OF = {state: name for name, (_, states, _) in QUEUES.items() for state in states}


_waiting: ContextVar[set[int] | None] = ContextVar("letters_to_index", default=None)


@contextmanager
def together() -> Iterator[None]:
    """Index every letter that is touched inside once, at the end; the whole must be one transaction."""
    token = _waiting.set(set())
    try:
        yield
        touched = _waiting.get() or set()
    finally:
        _waiting.reset(token)
    rows = Letter.objects.unscoped("letters touched in this transaction").filter(pk__in=touched)
    put_many(entry for letter in rows.exclude(state="withdrawn").order_by("pk") for entry in entries_of(letter))


def index(letter: Letter) -> None:
    """Put the letter's words in, for the audience that may read it now (M01: at once, same transaction)."""
    waiting = _waiting.get()
    if waiting is not None:
        waiting.add(letter.pk)
        return
    if letter.state == "withdrawn":
        drop(KIND, letter.pk)
        for party in _helpers(letter):
            drop(HELPED, party.pk)
    else:
        put_many(entries_of(letter))


def entries_of(letter: Letter) -> list[Entry]:
    """The letter itself, and one entry for each office that helps with it."""
    own = entry_of(letter)
    return [own, *(helped_entry(own, party) for party in _helpers(letter))]


def entry_of(letter: Letter, lineages: Mapping[int, tuple[str, ...]] | None = None) -> Entry:
    """Title, demand, body and sent replies; never the contact, the remark or the place.

    lineages: codes of all topics (`lineages`), for whoever indexes many letters.
    """
    replies = [
        said_in(reply)
        for reply in Reply.objects.filter(letter=letter, state="sent").only("body", "points", "plain_words")
    ]
    if letter.topic_id is None:
        codes: tuple[str, ...] = ()
    else:
        codes = lineages[letter.topic_id] if lineages is not None else _lineage(letter.topic_id)
    return Entry(
        kind=KIND,
        object_id=letter.pk,
        title=letter.title,
        body="\n".join([letter.demand, letter.body, *replies]),
        audience="public" if letter.publication == "public" else "staff",
        org_path=letter.org_path,
        when=letter.published_at or letter.opened_at,
        url=letter.get_absolute_url(),
        facets=facets(
            kind=letter.kind, state=letter.state, published_at=letter.published_at, handler=letter.handler_id, topics=codes
        ),
    )  # fmt: skip


def said_in(reply: Reply) -> str:
    """What a reply says: its text, its answers point by point, and the same in plain words."""
    return "\n".join(t for t in (reply.body, *(p.get("answer", "") for p in reply.points), reply.plain_words) if t)


def facets(
    *, kind: str, state: str, published_at: datetime | None, handler: int | None, topics: Iterable[str]
) -> dict[str, str]:
    """By what a search may be narrowed. topics: codes from the first level down (``t1``, ``t2``, ``t3``)."""
    found = {"kind": kind, "stage": LETTER.by_state[state].stage, "queue": _QUEUE_OF.get(state, "")}
    if published_at is not None:
        found["year"] = str(timezone.localdate(published_at).year)
    if handler is not None:
        found["handler"] = str(handler)
    return found | {f"t{level}": code for level, code in enumerate(topics, 1)}


def helped_entry(own: Entry, party: Party) -> Entry:
    """The same words for those who read at a co-handling office; never for the public."""
    return Entry(
        kind=HELPED, object_id=party.pk, title=own.title, body=own.body, audience="staff",
        org_path=party.organisation.org_path if party.organisation else "", when=own.when,
        url=f"/workbench/letters/{own.object_id}/", facets={**own.facets, "letter": str(own.object_id)},
    )  # fmt: skip


def _helpers(letter: Letter) -> list[Party]:
    return list(Party.objects.filter(letter=letter, role="cohandler").select_related("organisation"))


def lineages() -> dict[int, tuple[str, ...]]:
    """Topic -> codes from the first level down to its own. One statement."""
    rows = {pk: (code, parent) for pk, code, parent in Topic.objects.values_list("pk", "code", "parent_id")}
    found: dict[int, tuple[str, ...]] = {}

    def of(pk: int) -> tuple[str, ...]:
        if pk not in found:
            code, parent = rows[pk]
            found[pk] = (*(of(parent) if parent else ()), code)
        return found[pk]

    return {pk: of(pk) for pk in rows}


def _lineage(topic_id: int) -> tuple[str, ...]:
    codes = Topic.objects.filter(pk=topic_id).values_list("parent__parent__code", "parent__code", "code").first()
    return tuple(code for code in codes or () if code)
