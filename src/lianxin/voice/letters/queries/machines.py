"""Published letters as machines ask for them: by time of arrival or change, with their public parts.

Everything here starts from `public.published`, so that no route of an interface can reach a letter
that the public page does not show. Rows carry public columns only.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from heapq import merge
from itertools import islice
from typing import Any

from django.db.models import OuterRef, Prefetch, Q, QuerySet, Subquery

from lianxin.foundation.files.queries import files_of_all
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.spine.scope import subtree

from ..lifecycle import LETTER, OPEN
from ..models import Letter, LetterClock, LetterStep, Message, Reply, Topic
from ..structured import reply_text
from ..words import ACCOUNT_OF_RESULT, KIND_HINTS, KINDS, RATINGS, STAGES
from . import public
from .public import HIDDEN, as_public, published

TERMINAL = tuple(s.name for s in LETTER.states if s.terminal)
#: clocks whose end the public waits for, the one that matters most first
PROMISES = ("rework", "followup", "answer", "inform")


@dataclass(frozen=True)
class Wanted:
    """What a machine asks for; empty means everything. since and until bound the time of arrival.

    ids overrides all others. codes: kinds (letters without a topic) and topics, exactly.
    """

    ids: Sequence[int] = ()
    codes: Sequence[str] = ()
    closed: bool | None = None
    since: datetime | None = None
    until: datetime | None = None
    changed_after: datetime | None = None
    area: Organisation | None = None


@dataclass(frozen=True, slots=True)
class Update:
    """One public thing that happened to a published letter."""

    at: datetime
    key: str
    letter_id: int
    closed: bool
    text: str


@dataclass(frozen=True)
class Matter:
    """A topic or a kind of letter that can be asked for; its code is stable."""

    code: str
    name: str
    group: str
    description: str
    keywords: tuple[str, ...] = field(default_factory=tuple)
    topic: bool = False


def letters(wanted: Wanted) -> QuerySet[Letter]:
    """Published letters, newest arrivals first, with topic, office and running promises."""
    rows = published().filter(_conditions(wanted))
    if wanted.changed_after is not None:
        rows = rows.filter(pk__in=_changed_after(wanted.changed_after))
    clocks = LetterClock.objects.filter(state="running", name__in=PROMISES)
    steps = LetterStep.objects.filter(case=OuterRef("pk")).exclude(public_label="").order_by("-at", "-pk")
    return (
        rows.defer(*HIDDEN)
        .select_related("topic", "organisation")
        .prefetch_related(Prefetch("clocks", clocks, to_attr="promises"))
        .annotate(last_step=Subquery(steps.values("at")[:1]))
        .order_by("-opened_at", "-pk")
    )


def listed(filters: public.Filters) -> QuerySet[Letter]:
    """The public list with the codes that machines need beside the words."""
    return public.listing(filters).only(*public.LISTED, "result", "topic__code", "topic__name")


def one(pk: int) -> Letter | None:
    """A published letter with its public steps, sent replies and reviewed messages, or None."""
    steps = LetterStep.objects.exclude(public_label="").only("case_id", "at", "event", "public_label", "public_note")
    replies = Reply.objects.filter(state="sent").select_related("organisation").order_by("sent_at", "pk")
    messages = Message.objects.filter(publication="public").exclude(kind="appeal")
    found = (
        published()
        .defer(*HIDDEN)
        .select_related("topic", "organisation")
        .prefetch_related(
            Prefetch("steps", steps, to_attr="public_steps"),
            Prefetch("replies", replies, to_attr="sent_replies"),
            Prefetch("messages", messages, to_attr="shown_messages"),
        )
        .filter(pk=pk)
        .first()
    )
    if found is not None:
        found.public_steps = [as_public(step) for step in found.public_steps]
    return found


def _conditions(wanted: Wanted) -> Q:
    if wanted.ids:
        return Q(pk__in=wanted.ids)
    found = Q()
    if wanted.codes:
        found &= Q(kind__in=wanted.codes, topic=None) | Q(topic__code__in=wanted.codes)
    if wanted.closed is not None:
        found &= Q(state__in=TERMINAL) if wanted.closed else ~Q(state__in=TERMINAL)
    if wanted.since is not None:
        found &= Q(opened_at__gte=wanted.since)
    if wanted.until is not None:
        found &= Q(opened_at__lte=wanted.until)
    if wanted.area is not None:
        found &= subtree("org_path", [wanted.area.org_path])
    return found


def _changed_after(moment: datetime) -> QuerySet[Any]:
    moved = LetterStep.objects.filter(at__gt=moment).exclude(public_label="").values("case_id")
    rows = Letter.objects.unscoped("ids of letters that moved").filter(
        Q(pk__in=moved) | Q(published_at__gt=moment) | Q(closed_at__gt=moment)
    )
    return rows.values("pk")


def changed_at(letter: Letter) -> datetime:
    """When a letter of `letters` last moved in public; for a finished one the moment it was finished."""
    if letter.state in TERMINAL and letter.closed_at:
        return letter.closed_at
    last = getattr(letter, "last_step", None)
    return max(t for t in (letter.opened_at, letter.published_at, last) if t)


def promised_at(letter: Letter) -> datetime | None:
    """Until when the public may expect the next answer; None when no promise runs."""
    running = {c.name: c.due_at for c in letter.promises}  # type: ignore[attr-defined]  # prefetched by `letters`
    return next((running[name] for name in PROMISES if name in running), None)


def said_of(letter: Letter) -> str:
    """Where the letter stands, in the words of the public page, with the result unless work goes on."""
    result = ACCOUNT_OF_RESULT.get(letter.result, "") if letter.answered_at and letter.state not in OPEN else ""
    return f"{letter.stage_label}（{result}）" if result and result != letter.stage_label else letter.stage_label


def updates(wanted: Wanted, *, offset: int, limit: int) -> list[Update]:
    """Public steps and sent replies of published letters, oldest first. `since` and `until` bound their time."""
    shown = published().filter(_conditions(Wanted(ids=wanted.ids, area=wanted.area))).order_by().values("pk")
    steps = LetterStep.objects.filter(case__in=shown).exclude(public_label="").exclude(event="send_reply")
    replies = Reply.objects.filter(letter__in=shown, state="sent").select_related("letter")
    if wanted.since is not None:
        steps, replies = steps.filter(at__gte=wanted.since), replies.filter(sent_at__gte=wanted.since)
    if wanted.until is not None:
        steps, replies = steps.filter(at__lte=wanted.until), replies.filter(sent_at__lte=wanted.until)
    end = offset + limit
    columns = ("pk", "case_id", "at", "event", "target", "public_label", "public_note")
    rows = merge(
        (_of_step(s) for s in steps.order_by("at", "pk").only(*columns)[:end]),
        (_of_reply(r) for r in replies.order_by("sent_at", "pk")[:end]),
        key=lambda u: (u.at, u.key),
    )
    return list(islice(rows, offset, end))


def _of_step(step: LetterStep) -> Update:
    step = as_public(step)
    text = "：".join(t for t in (step.public_label, step.public_note) if t)
    return Update(step.at, f"s{step.pk}", step.case_id, step.target in TERMINAL, text)


def _of_reply(reply: Reply) -> Update:
    sent = reply.sent_at or reply.created_at
    closed = bool(reply.letter.closed_at and reply.letter.closed_at <= sent)
    return Update(sent, f"r{reply.pk}", reply.letter_id, closed, reply_text(reply))


def pictures(ids: Iterable[int]) -> dict[int, list[str]]:
    """Paths of the public pictures that citizens sent with published letters. One statement."""
    found = files_of_all([f"letter:{pk}" for pk in ids], public_only=True)
    return {
        int(subject.partition(":")[2]): [f.get_absolute_url() for f in files if f.is_picture]
        for subject, files in found.items()
    }


def matters() -> list[Matter]:
    """The five kinds, then every topic in use; one statement."""
    kinds = [_matter_of_kind(code) for code in KINDS]
    return [*kinds, *(_matter(t) for t in Topic.objects.filter(retired=False))]


def matter(code: str) -> Matter | None:
    """A kind or a topic by its code; a retired topic is not found."""
    if code in KINDS:
        return _matter_of_kind(code)
    topic = topic_of(code)
    return _matter(topic) if topic else None


def topic_of(code: str) -> Topic | None:
    """A topic in use by its code."""
    return Topic.objects.filter(code=code, retired=False).first()


def _matter_of_kind(code: str) -> Matter:
    return Matter(code, KINDS[code], "留言类型", KIND_HINTS[code], (KINDS[code], "群众留言"))


def _matter(topic: Topic) -> Matter:
    parts = tuple(topic.path.split("/"))
    return Matter(topic.code, topic.name, parts[0], " · ".join(parts), parts, topic=True)


def labels(letter: Letter) -> dict[str, str]:
    """Words for the coded columns of a letter."""
    return {
        "kind": KINDS[letter.kind],
        "stage": STAGES[letter.stage][0],
        "result": ACCOUNT_OF_RESULT.get(letter.result, ""),
        "rating": RATINGS.get(letter.rating or 0, ""),
    }
