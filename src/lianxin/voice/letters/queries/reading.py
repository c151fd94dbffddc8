"""One published letter with everything that its page shows, in eight cheap statements.

The same rows as `public.one` and its prefetches, by prepared statements. Only public columns are
named here, so nothing else can reach the page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from lianxin.foundation.files.models import StoredFile
from lianxin.foundation.organisations.models import Organisation

from ..models import Adoption, Letter, LetterClock, LetterStep, Message, Rating, Reply, Topic
from ..models.adoption import adoption_subject
from ..models.letter import step_subject
from . import public
from .prepared import MOST_KEYS, Prepared, instance

LETTER = (
    "id", "number", "kind", "state", "title", "demand", "body", "place", "place_public", "nickname", "author_verified",
    "author_id", "opened_at", "published_at", "answered_at", "closed_at", "round", "rating", "result", "followers",
    "publication", "org_path", "merged_into_id", "due_at", "topic_id", "organisation_id",
)  # fmt: skip
OFFICE = ("id", "code", "short_name", "name")
STEP = ("id", "event", "at", "public_label", "public_note")
REPLY = (
    "id", "round", "body", "points", "legal_basis", "plain_words", "result", "sent_at", "answers_message_id", "organisation_id",
)  # fmt: skip
MESSAGE = ("id", "kind", "body", "created_at")
RATING = ("id", "round", "level", "solved", "text", "publication", "created_at")
CLOCK = ("id", "name", "label", "rule_id", "unit", "state", "started_at", "due_at")
FILE = ("id", "uuid", "subject", "kind", "name", "width", "height")
#: of 采纳登记 only what stands and was confirmed; what waits for the second person is never read here
ADOPTION = (
    "id", "verdict", "reason", "plan", "post", "until", "done_on", "done_text", "photo_round", "corrections", "shown_at",
)  # fmt: skip
#: steps with which the citizen's words come
SPEAKING = {"follow_up", "supplement", "reopen"}
KIN = ("id", "number", "title", "merged_into_id")

_LETTER = Prepared(
    lambda pk: public.published().filter(pk=pk).values_list(
        *LETTER, "topic__id", "topic__code", "topic__path", *(f"organisation__{name}" for name in OFFICE),
        *(f"adoption__{name}" for name in ADOPTION),
    )
)  # fmt: skip
_STEPS = Prepared(
    lambda pk: LetterStep.objects.filter(case=pk).exclude(public_label="").order_by("at", "id").values_list(*STEP)
)
_REPLIES = Prepared(
    lambda pk: (
        Reply.objects.filter(letter=pk, state="sent")
        .order_by("sent_at", "id")
        .values_list(*REPLY, "organisation__short_name")
    )
)
_MESSAGES = Prepared(
    lambda pk: Message.objects.filter(letter=pk, publication="public").exclude(kind="appeal").values_list(*MESSAGE)
)
_RATINGS = Prepared(lambda pk: Rating.objects.filter(letter=pk).values_list(*RATING))
_CLOCKS = Prepared(lambda pk: LetterClock.objects.filter(case=pk, state__in=("running", "paused")).values_list(*CLOCK))
#: found by two indexes; with a condition on publication beside OR, SQLite reads every published row instead
_KIN = Prepared(
    lambda pk, main: Letter.objects.unscoped("kin of a published letter; only published ones are kept below")
    .filter(Q(merged_into_id=pk) | Q(pk=main)).values_list(*KIN, "publication", "state")
)  # fmt: skip
_FILES = Prepared(
    lambda *subjects: StoredFile.objects.unscoped("public photos of a published letter")
    .filter(subject__in=subjects, public=True).order_by("id").values_list(*FILE)
)  # fmt: skip


@dataclass
class Reading:
    """A published letter and its public parts, in the order of time."""

    letter: Letter
    steps: list[LetterStep]
    replies: list[Reply]
    messages: list[Message]
    ratings: list[Rating]
    clocks: list[LetterClock]
    photos: list[StoredFile] = field(default_factory=list)
    adoption: Adoption | None = None
    main: Letter | None = None
    merged: list[Letter] = field(default_factory=list)


def read(pk: int) -> Reading | None:
    """The letter when everybody may read it, else None.

    At most eight statements; what cannot be there (ratings of an unrated letter, clocks of a closed
    one) is not asked for.
    """
    found = _LETTER(pk)
    if not found:
        return None
    letter = _letter(found[0])
    steps = [public.as_public(step) for step in _all(LetterStep, STEP, _STEPS(pk))]
    happened = {step.event for step in steps}
    reading = Reading(
        letter=letter,
        steps=steps,
        replies=[_reply(row, letter) for row in _REPLIES(pk)] if letter.answered_at else [],
        messages=_all(Message, MESSAGE, _MESSAGES(pk)) if happened & SPEAKING else [],
        ratings=_all(Rating, RATING, _RATINGS(pk)) if letter.rating else [],
        clocks=_all(LetterClock, CLOCK, _CLOCKS(pk)) if letter.closed_at is None else [],
        adoption=_adoption(found[0][-len(ADOPTION) :]),
    )
    _add_files(reading)
    rows = _KIN(pk, letter.merged_into_id or 0)
    shown = [row for row in rows if row[-2] == "public" and row[-1] not in public.NEVER_SHOWN]
    kin = _all(Letter, KIN, shown)
    reading.main = next((x for x in kin if x.pk == letter.merged_into_id), None)
    reading.merged = [x for x in kin if x.pk != letter.merged_into_id]
    return reading


def _all(model: Any, names: tuple[str, ...], rows: Sequence[Sequence[Any]]) -> list[Any]:
    return [instance(model, names, row) for row in rows]


def _letter(row: Sequence[Any]) -> Letter:
    letter: Letter = instance(Letter, LETTER, row[: len(LETTER)])
    topic, office = row[len(LETTER) : len(LETTER) + 3], row[len(LETTER) + 3 : -len(ADOPTION)]
    letter.topic = instance(Topic, ("id", "code", "path"), topic) if topic[0] is not None else None
    letter.organisation = instance(Organisation, OFFICE, office)
    return letter


def _adoption(row: Sequence[Any]) -> Adoption | None:
    """What stands about the idea, joined to the letter itself; None until a second person has confirmed it."""
    found: Adoption | None = instance(Adoption, ADOPTION, row) if row[-1] is not None else None
    return found


def _reply(row: Sequence[Any], letter: Letter) -> Reply:
    reply: Reply = instance(Reply, REPLY, row[: len(REPLY)])
    reply.letter = letter
    reply.organisation = instance(Organisation, ("id", "short_name"), (reply.organisation_id, row[-1]))
    return reply


def _add_files(reading: Reading) -> None:
    """Photos of the letter, of its replies and of its steps, by one statement (more only for very long matters)."""
    own = f"letter:{reading.letter.pk}"
    with_photos = {step_subject(s.pk): s for s in reading.steps if s.event == "progress"}
    done = adoption_subject(reading.adoption.pk, reading.adoption.photo_round) if reading.adoption else ""
    subjects = [own, *(f"reply:{r.pk}" for r in reading.replies), *([done] if done else []), *with_photos]
    found: dict[str, list[StoredFile]] = {}
    for start in range(0, len(subjects), MOST_KEYS):
        for row in _all(StoredFile, FILE, _FILES(*subjects[start : start + MOST_KEYS])):
            found.setdefault(row.subject, []).append(row)
    reading.photos = found.get(own, [])
    if reading.adoption:
        reading.adoption.photos = found.get(done, [])  # type: ignore[attr-defined]  # for the template
    for reply in reading.replies:
        reply.photos = found.get(f"reply:{reply.pk}", [])  # type: ignore[attr-defined]  # for the template
    for subject, step in with_photos.items():
        step.photos = found.get(subject, [])  # type: ignore[attr-defined]  # for the time line
