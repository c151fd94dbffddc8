"""Letters as they leave the house: published ones for everybody, answers for whoever asked on another platform."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.organisations.queries import ancestors_of
from lianxin.foundation.spine.scope import subtree

from ..models import Letter, Reply
from ..structured import reply_text
from . import public


@dataclass(frozen=True, slots=True)
class Answer:
    """A reply that was signed and sent. path: of the page where its asker reads it."""

    pk: int
    letter_pk: int
    number: str
    title: str
    text: str
    organisation: Organisation
    path: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Shown:
    """A published letter with its sent replies. version: moves with every reply."""

    pk: int
    version: int
    title: str
    question: str
    answers: tuple[Answer, ...]
    organisation: Organisation
    path: str
    at: datetime


def answers_to(letters: Iterable[int]) -> list[Answer]:
    """Sent replies to these letters, the oldest first."""
    rows = Reply.objects.filter(letter__in=list(letters), state="sent").exclude(letter__state="withdrawn")
    return [_answer(reply) for reply in rows.select_related("letter", "organisation").order_by("sent_at", "pk")]


def answer(pk: int) -> Answer | None:
    """One sent reply; None when there is none, or its letter was withdrawn."""
    rows = Reply.objects.filter(pk=pk, state="sent").exclude(letter__state="withdrawn")
    found = rows.select_related("letter", "organisation").first()
    return _answer(found) if found else None


def _answer(reply: Reply) -> Answer:
    letter = reply.letter
    shown = letter.publication == "public" and letter.state not in public.NEVER_SHOWN
    path = letter.get_absolute_url() if shown else "/letters/track/"
    return Answer(
        reply.pk, letter.pk, letter.number or "", letter.title, reply_text(reply), reply.organisation, path,
        reply.sent_at or reply.created_at,
    )  # fmt: skip


def states(letters: Iterable[int]) -> dict[int, str]:
    """State of each letter; those that do not exist are left out."""
    rows = Letter.objects.unscoped("matters that began on a platform").filter(pk__in=list(letters))
    return dict(rows.values_list("pk", "state"))


def shown(pk: int) -> Shown | None:
    """A published letter that was answered; None when it is not for everybody (any more)."""
    letter = public.one(pk)
    replies: list[Reply] = getattr(letter, "sent_replies", [])
    if letter is None or not replies:
        return None
    answers = tuple(_answer(reply) for reply in replies)
    question = "\n".join(t for t in (letter.demand, letter.body) if t)
    return Shown(
        letter.pk, len(answers), letter.title, question, answers, letter.organisation, letter.get_absolute_url(),
        answers[-1].at,
    )  # fmt: skip


def newest(paths: Sequence[str], many: int) -> list[Letter]:
    """Published letters with an answer below the paths, the latest answered first."""
    rows = public.published().filter(answered_at__isnull=False).filter(subtree("org_path", paths))
    return list(public.with_listed(rows).order_by("-answered_at")[:many])


def receiver_for(org_path: str) -> Organisation | None:
    """Who takes letters for an organisation: itself, else the nearest above it."""
    rows = Organisation.objects.filter(path__in=ancestors_of(org_path), takes_letters=True, closed_on=None)
    return rows.order_by("-path").first()
