"""The board of an interview as plain rows: four statements whatever its length. Unreviewed words are not in it (M01)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, Q

from lianxin.democracy.speaking.lifecycle import ALIVE, TAKEN_DOWN
from lianxin.democracy.speaking.models import Contribution

from ..models import Answer, Asked, Interview, SameAsk
from ..speaking_floor import KIND
from ..words import LANES

#: lanes in the order in which readers meet them
ORDER = ("now", "waiting", "later", "answered")


@dataclass(frozen=True, slots=True)
class Said:
    """An answer that is out. before: the words that it corrects, when it does (M06)."""

    pk: int
    guest: str
    text: str
    at: datetime
    why: str = ""
    before: str = ""


@dataclass(slots=True)
class Line:
    """A question. pk: of the contribution. hidden: taken down, only that it was there is said. also: merged ones."""

    pk: int
    name: str
    text: str
    at: datetime
    lane: str = "waiting"
    order: int = 0
    same: int = 0
    hidden: bool = False
    pointed: bool = False
    assisted: bool = False
    asked: int | None = None
    into: int | None = None
    also: list[Line] = field(default_factory=list)
    answers: list[Said] = field(default_factory=list)

    @property
    def lane_word(self) -> str:
        return "走群众留言" if self.pointed and not self.answers else LANES[self.lane]

    @property
    def open(self) -> bool:
        """Waits for an answer still."""
        return not (self.hidden or self.pointed or self.answers)


def board(talk: Interview) -> list[Line]:
    """Every published question in the order of the board; merged ones stand inside theirs."""
    lines = {row.pk: _line(row) for row in _said(talk)}
    known = {row.pk: row for row in talk.board.annotate(n=Count("same"))}
    by_asked = {row.pk: lines[row.said_id] for row in known.values() if row.said_id in lines}
    for row in known.values():
        line = lines.get(row.said_id)
        if line is not None:
            line.asked, line.lane, line.order, line.same = row.pk, row.lane, row.order, row.n
            line.pointed, line.into = row.pointed_at is not None, row.merged_into_id
    for asked, said in _answers(talk):
        if asked in by_asked and not by_asked[asked].hidden:
            by_asked[asked].answers.append(said)
    roots = []
    for line in lines.values():
        target = by_asked.get(line.into or 0)
        if target is not None and not target.hidden:
            target.also.append(line)
            target.same += 1
        else:
            roots.append(line)
    return sorted((_placed(line, talk) for line in roots), key=lambda x: (ORDER.index(x.lane), x.order, x.at, x.pk))


def _said(talk: Interview) -> Iterable[Contribution]:
    rows = Contribution.objects.unscoped("only what readers see").filter(kind=KIND, place=talk.pk, voice="person")
    rows = rows.filter(Q(state="published") | Q(state__in=TAKEN_DOWN, published_at__isnull=False))
    return rows.order_by("published_at", "pk")


def _line(row: Contribution) -> Line:
    hidden = row.state != "published"
    return Line(row.pk, "" if hidden else row.front_name, "" if hidden else row.text, row.published_at or row.opened_at,
                hidden=hidden, assisted=row.source != "web")  # fmt: skip


def _placed(line: Line, talk: Interview) -> Line:
    """Answered when something is out; afterwards what was not answered is 会后答."""
    if line.answers or (line.pointed and not line.answers):
        line.lane = "answered"
    elif line.lane == "answered" or (talk.over and line.lane != "later"):
        line.lane = "later" if talk.over else "waiting"
    return line


def _answers(talk: Interview) -> list[tuple[int, Said]]:
    """Released ones; one that was corrected stands inside its correction."""
    rows = list(Answer.objects.filter(guest__talk=talk, released_at__isnull=False).select_related("guest", "corrects"))
    replaced = {row.corrects_id for row in rows if row.corrects_id}
    return [
        (row.question_id, Said(row.pk, str(row.guest), row.text, row.released_at or row.typed_at, row.why, row.corrects.text if row.corrects else ""))
        for row in sorted(rows, key=lambda x: (x.released_at or x.typed_at, x.pk))
        if row.pk not in replaced
    ]  # fmt: skip


def open_questions(talk: Interview) -> int:
    """How many published questions wait for an answer, merged ones with theirs."""
    return sum(line.open for line in board(talk))


def open_counts(talks: Iterable[int]) -> dict[int, int]:
    """Interview -> published questions that wait for an answer; one statement, none for no interview."""
    keys = list(talks)
    if not keys:
        return {}
    done = Asked.objects.filter(talk__in=keys).filter(
        Q(lane="answered") | Q(merged_into__isnull=False) | Q(pointed_at__isnull=False)
    )
    rows = Contribution.objects.unscoped("counted, not read").filter(
        kind=KIND, place__in=keys, state="published", voice="person"
    )
    found = rows.exclude(pk__in=done.values("said_id")).order_by().values_list("place").annotate(n=Count("pk"))
    return dict(found)


def waiting_answers(talk: Interview) -> dict[int, list[Answer]]:
    """Contribution -> answers that are not out, for the desk."""
    rows = Answer.objects.filter(guest__talk=talk, released_at=None).select_related("guest", "question", "corrects")
    found: dict[int, list[Answer]] = {}
    for row in rows:
        found.setdefault(row.question.said_id, []).append(row)
    return found


def stamp(pk: int) -> tuple[str, str, str] | None:
    """(state, audience, number of the board) of an interview: one statement, for a page that asks whether to read again."""
    row = (
        Interview.objects.unscoped("only numbers")
        .filter(pk=pk)
        .values_list("state", "audience", "revision", "stamp")
        .first()
    )
    return None if row is None else (row[0], row[1], f"{pk}-{row[2]}-{row[3]}")


def askers(talk: Interview) -> set[int]:
    """Everybody who asked or asked the same, to be told; taken back and refused for good left out."""
    rows = Contribution.objects.unscoped("told what became of the hour").filter(
        kind=KIND, place=talk.pk, state__in=ALIVE
    )
    asked = set(rows.filter(voice="person", person__isnull=False).values_list("person_id", flat=True))
    return asked | set(SameAsk.objects.filter(question__talk=talk).values_list("person_id", flat=True))


def own_same(person_id: int | None, talk: Interview) -> list[Asked]:
    """What somebody asked the same of, shown to nobody else."""
    rows = (
        Asked.objects.filter(talk=talk, same__person_id=person_id, said__state="published")
        if person_id
        else Asked.objects.none()
    )
    return list(rows.select_related("said"))
