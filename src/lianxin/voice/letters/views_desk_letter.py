"""One letter at the desk: what it is, who has it, until when, what happened, what this person may do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from lianxin.foundation.accounts.queries import nicknames
from lianxin.foundation.calendars.queries import calendar_for
from lianxin.foundation.casework import timers
from lianxin.foundation.casework.engine import buttons
from lianxin.foundation.files.models import StoredFile
from lianxin.foundation.files.queries import files_of_all
from lianxin.foundation.organisations.queries import names
from lianxin.foundation.rules.registry import find_rule
from lianxin.kernel import clocks, personal_data
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Decision, Denied

from . import later_words, policies
from .actions.photos import EVENTS as WITH_PHOTOS
from .beside import links_beside
from .forms_desk import ACT_OF_EVENT, Act
from .forms_desk.adoption import lines_of
from .forms_desk.words import WordsForm
from .lifecycle import TO_SEND_ON
from .models import Adoption, Instruction, Letter, LetterClock, LetterStep, Reply
from .models.adoption import adoption_subject
from .models.letter import step_subject
from .queries.worklist import NEXT
from .views_desk_base import actor_of, at_desk, letter_at_desk
from .words import REFUSAL_REASONS, RETURN_REASONS, WITHHOLD_REASONS

#: acts that are asked for often stand open, the others behind 更多
SECOND = (
    "publish",
    "hide",
    "exclude",
    "merge",
    "cohandler",
    "note",
    "acknowledge",
    "forward",
    "supervise",
    "recommend",
    "instruct",
)


@dataclass(frozen=True, slots=True)
class Shown:
    """A button of the detail page."""

    act: Act
    decision: Decision

    @property
    def denied(self) -> Denied | None:
        return self.decision if isinstance(self.decision, Denied) else None


@dataclass(frozen=True, slots=True)
class Ring:
    """One running clock: share of the time used, words, clause, how the date comes about."""

    clock: LetterClock
    used: float
    text: str
    tone: str
    title: str
    over: bool
    cited: str
    url: str
    lines: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the time line with what only the inside reads; own: done by the reader's own office."""

    step: LetterStep
    who: str
    reason: str
    own: bool = False
    photos: list[StoredFile] = field(default_factory=list)


@require_safe
@at_desk("letters.read")
def letter_page(request: HttpRequest, pk: int) -> HttpResponse:
    """``/workbench/letters/<pk>/``."""
    actor = actor_of(request)
    letter = letter_at_desk(actor, pk)
    return render(request, "letters/desk/detail.html", page_context(actor, letter))


def page_context(actor: Actor, letter: Letter, typed: WordsForm | None = None) -> dict[str, Any]:
    """What `detail.html` prints. typed: a refused form about later words, shown in its place."""
    beside, said = links_beside(actor, letter), later_words.at_desk(letter, actor, typed)
    return {**detail_context(actor, letter), "beside": beside, "said": said}


def detail_context(actor: Actor, letter: Letter) -> dict[str, Any]:
    """Everything that the detail page and the pages of its forms show about the letter."""
    now = timezone.now()
    shown = shown_buttons(actor, letter)
    held_up = bool(letter.held_up_at) and letter.state in TO_SEND_ON
    slug = "transfer" if held_up else NEXT.get(letter.state, ("", ""))[1]
    first = next((b for b in shown if b.act.slug == slug and b.denied is None), None)
    rest = [b for b in shown if b is not first]
    helping = not actor.may("letters.read", letter.org_path)
    # who only helps has two buttons, and none is put away; of what is no idea 采纳 is rare
    second = () if helping else (*SECOND, *(("adopt",) if letter.kind != "suggest" else ()))
    adoption: Adoption | None = getattr(letter, "adoption", None)
    replies = list(letter.replies.all())
    files = files_of(letter, replies)
    return {
        "letter": letter, "now": now, "first": first, "held_up": held_up,
        "buttons": [b for b in rest if b.act.slug not in second],
        "more": [b for b in rest if b.act.slug in second], "helping": helping,
        "rings": rings(letter, now), "steps": steps(letter, actor, files), "replies": [(r, files.get(f"reply:{r.pk}", [])) for r in replies],
        "files": files.get(f"letter:{letter.pk}", []),
        "inside": actor.may("letters.work", letter.org_path),
        "parties": [p for p in letter.parties.all() if p.role == "cohandler"],
        "away": [p for p in letter.parties.all() if p.role == "conflict"],
        "has_contact": bool(letter.contact_name or letter.contact_phone or letter.contact_email),
        "callers": nicknames(c.caller_id for c in letter.callbacks.all()),
        "reason_words": REFUSAL_REASONS | WITHHOLD_REASONS,
        "instructions": instructions_for(actor, letter),
        "adoption": adoption, "adoption_files": files.get(adoption_subject(adoption.pk, adoption.rounds), []) if adoption else [],
        "proposed_lines": lines_of(adoption) if adoption else [],
    }  # fmt: skip


def instructions_for(actor: Actor, letter: Letter) -> list[Instruction]:
    """What leaders asked: for those who work on the letter, and for an office that helps what was asked of it."""
    rows = list(Instruction.objects.filter(letter=letter).select_related("to"))
    if rows and not actor.may("letters.work", letter.org_path):
        rows = [row for row in rows if actor.may("letters.work", row.to.org_path)]
    return rows


def shown_buttons(actor: Actor, letter: Letter) -> list[Shown]:
    """One button for each form: allowed when one of its events is, grey with the reason otherwise."""
    found: dict[str, Shown] = {}
    for button in buttons(actor, letter):
        act = ACT_OF_EVENT.get(button.event)
        if act is None:
            continue
        known = found.get(act.slug)
        if known is None or (known.denied is not None and button.decision):
            found[act.slug] = Shown(act, button.decision)
    # what makes no sense now is left out; what is forbidden stays and says why
    return [b for b in found.values() if not (b.denied is not None and b.denied.code == "nothing")]


def rings(letter: Letter, now: datetime) -> list[Ring]:
    """Running and paused clocks, the nearest first."""
    live = [c for c in letter.clocks.all() if c.state in (LetterClock.RUNNING, LetterClock.PAUSED)]
    return [
        _ring(letter, clock, now)
        for clock in sorted(live, key=lambda c: (c.name in ("rating", "supplement"), c.due_at))
    ]


def _ring(letter: Letter, clock: LetterClock, now: datetime) -> Ring:
    calendar = calendar_for(letter.org_path)
    left = clocks.remaining(calendar, now, clock.due_at)
    whole = (clock.due_at - clock.started_at).total_seconds() or 1
    used = (now - clock.started_at).total_seconds() / whole
    if clock.state == LetterClock.PAUSED:
        text, tone = "暂停", "info"
    elif left.overdue:
        text, tone = (f"{-left.days} 天" if left.days else "已超"), "late"
    else:
        near = used > timers.warned_from() or left.days <= 1
        text, tone = (f"{left.days} 天" if left.days else "今天"), ("wait" if near else "ok")
    rule = find_rule(clock.rule_id)
    explained = clocks.explain(
        calendar, clock.started_at, clock.budget, extensions=clock.extension_list(), pauses=clock.pause_list(), now=now
    )
    cited, url = (rule.cited, rule.url) if rule else (clock.rule_id, f"/rules/{clock.rule_id}/")
    return Ring(clock, used, text, tone, clock.label, tone == "late", cited, url, explained)


def files_of(letter: Letter, replies: Iterable[Reply]) -> dict[str, list[StoredFile]]:
    """Files by subject: the citizen's with the letter, the others with their step or reply. One statement."""
    with_photos = [s.pk for s in letter.steps.all() if s.event in WITH_PHOTOS]
    subjects = [f"letter:{letter.pk}", *(f"reply:{r.pk}" for r in replies), *map(step_subject, with_photos)]
    adoption: Adoption | None = getattr(letter, "adoption", None)
    if adoption is not None:
        subjects.append(adoption_subject(adoption.pk, adoption.rounds))
    return files_of_all(subjects)


def steps(
    letter: Letter, actor: Actor | None = None, files: Mapping[str, list[StoredFile]] | None = None
) -> list[Step]:
    """The whole time line, newest first, with names; two statements for all of it."""
    rows = list(letter.steps.all())
    people = nicknames(s.person_id for s in rows)
    offices = names(s.organisation_id for s in rows if s.organisation_id)
    found = files or {}
    return [
        Step(
            s,
            _who(s, people, offices),
            _reason(s),
            actor is not None and policies.did(actor, s),
            found.get(step_subject(s.pk), []),
        )
        for s in reversed(rows)
    ]


def _who(step: LetterStep, people: dict[int, str], offices: dict[int, str]) -> str:
    if step.actor_kind == "system":
        return "系统"
    person = people.get(step.person_id or 0, "")
    if step.actor_kind == "citizen":
        return "留言人"
    return " ".join(x for x in (offices.get(step.organisation_id or 0, ""), person) if x)


def _reason(step: LetterStep) -> str:
    code = step.data.get("reason", "")
    table = RETURN_REASONS if step.event == "send_back" else REFUSAL_REASONS | WITHHOLD_REASONS
    return table.get(code, "")


def marked(text: str) -> list[tuple[str, str]]:
    """The text in pieces: (piece, label of the personal data in it or "")."""
    pieces: list[tuple[str, str]] = []
    place = 0
    for finding in personal_data.find(text):
        pieces += [(text[place : finding.start], ""), (finding.text, finding.label)]
        place = finding.end
    return [piece for piece in [*pieces, (text[place:], "")] if piece[0]]


def changed_since(letter: Letter, revision: int) -> list[Step]:
    """What others did after a page with that revision was opened: each step raises it by one."""
    newer = max(0, letter.revision - revision)
    return steps(letter)[:newer]


def labels_of(pieces: Iterable[tuple[str, str]]) -> list[str]:
    """The kinds of personal data among the pieces, each once."""
    return list(dict.fromkeys(label for _, label in pieces if label))
