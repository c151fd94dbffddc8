"""What the page of a published letter says, worked out before the template prints it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from lianxin.foundation.calendars.queries import calendar_for
from lianxin.foundation.casework.models import ClockBase
from lianxin.foundation.rules.loading import Rule
from lianxin.foundation.rules.registry import find_rule
from lianxin.kernel.clocks import Remaining, remaining
from lianxin.ui.words import cn_date

from .models import Letter
from .queries.reading import Reading
from .words import BAD_RATINGS

#: clocks whose end the public waits for, the one that matters most first
PROMISES = ("rework", "followup", "answer", "inform")
ENDED = ("solved", "closed", "merged", "withdrawn", "refused")
SOON = 2


@dataclass(frozen=True, slots=True)
class Clock:
    """The ring: share of the time used, the characters inside, a sentence, and the rule behind it."""

    used: float
    inside: str
    tone: str
    sentence: str
    due: datetime
    label: str
    paused: bool
    rule: Rule | None


@dataclass(frozen=True, slots=True)
class Word:
    """One line of 追问与回应: who said what when, on both sides."""

    who: str
    what: str
    at: datetime
    body: str
    office: bool = False
    photos: Sequence[Any] = ()


@dataclass(frozen=True)
class LetterPage:
    """Everything that the template of one letter prints."""

    letter: Letter
    steps: list[dict[str, Any]]
    clock: Clock | None
    replies: list[Any]
    words: list[Word]
    ratings: list[Any]
    photos: list[Any]
    main: Letter | None
    merged: list[Letter]
    workdays: int | None
    helpers: str = ""
    adoption: Any = None

    @property
    def main_replies(self) -> list[Any]:
        """Replies to the letter itself; those to a follow-up question stand beside it."""
        return [r for r in self.replies if not r.answers_message_id]

    @property
    def round_word(self) -> str:
        """ "第 2 轮办理"."""
        return f"第 {self.letter.round} 轮办理"


def page_of(found: Reading) -> LetterPage:
    """The page of a published letter. No further statement."""
    letter = found.letter
    for rating in found.ratings:
        rating.tone = "late" if rating.level in BAD_RATINGS else "ok"  # type: ignore[attr-defined]  # for the template
    clock = clock_of(letter, found.clocks)
    helpers = dict.fromkeys(s.public_note for s in found.steps if s.event == "add_cohandler")
    return LetterPage(
        letter=letter,
        steps=time_line(found.steps, clock),
        clock=clock,
        replies=found.replies,
        words=_words(found),
        ratings=found.ratings,
        photos=found.photos,
        main=found.main,
        merged=found.merged,
        workdays=taken(letter),
        helpers="、".join(helpers),
        adoption=found.adoption,
    )


def taken(letter: Letter) -> int | None:
    """Working days from arrival to the first answer, None before it."""
    if not letter.answered_at:
        return None
    start, end = timezone.localdate(letter.opened_at), timezone.localdate(letter.answered_at)
    return calendar_for(letter.org_path).workdays_between(start, end)


def clock_of(letter: Letter, clocks: Iterable[ClockBase], now: datetime | None = None) -> Clock | None:
    """The promise that people wait for now, or None when nothing runs."""
    if letter.state in ENDED:
        return None
    by_name = {c.name: c for c in clocks if c.state in (ClockBase.RUNNING, ClockBase.PAUSED)}
    found = next((by_name[name] for name in PROMISES if name in by_name), None)
    if found is None:
        return None
    now = now or timezone.now()
    left = remaining(calendar_for(letter.org_path), now, found.due_at)
    whole = (found.due_at - found.started_at).total_seconds() or 1
    used = (now - found.started_at).total_seconds() / whole
    paused = found.state == ClockBase.PAUSED
    inside, tone, sentence = (
        _left_in_words(left, found.unit) if not paused else ("暂停", "info", "时限暂停，等留言人补充")
    )
    return Clock(
        min(1.0, max(0.0, used)), inside, tone, sentence, found.due_at, found.label, paused, find_rule(found.rule_id)
    )


def _left_in_words(left: Remaining, unit: str) -> tuple[str, str, str]:
    """(inside the ring, tone, sentence) of what is left."""
    days = left.days if unit in ("day", "month") else left.workdays
    word = "天" if unit in ("day", "month") else "个工作日"
    if left.overdue:
        over = max(1, -days)
        return "逾期", "late", f"已超过期限 {over} {word}"
    if left.today or days == 0:
        return "今天", "wait", "今天到期"
    return f"{days} 天", "wait" if days <= SOON else "ok", f"还剩 {days} {word}"


def time_line(steps: Iterable[Any], clock: Clock | None = None) -> list[dict[str, Any]]:
    """Steps for the time line tag; the promise that still runs stands at the end as an open step."""
    lines = [_line(step) for step in steps]
    if clock is not None:
        said = "时限暂停" if clock.paused else f"最迟 {cn_date(clock.due)}"
        lines.append(
            {"title": clock.label, "text": said, "done": False, "tone": "late" if clock.tone == "late" else ""}
        )
    return lines


def _line(step: Any) -> dict[str, Any]:
    """ "审核通过，公开办理" becomes a title and what was said to it."""
    title, _, rest = step.public_label.partition("，")
    text = " · ".join(part for part in (rest, step.public_note) if part)
    photos = [picture(f) for f in getattr(step, "photos", ())]
    return {"title": title, "when": step.at, "text": text, "done": True, "photos": photos}


def picture(stored: Any) -> tuple[str, str]:
    """(address, address of the small one); the author's page gives a file addresses of its own."""
    return (
        getattr(stored, "href", "") or stored.get_absolute_url(),
        getattr(stored, "small", "") or stored.thumb_url,
    )


def _words(found: Reading) -> list[Word]:
    """Follow-up questions, supplements and the replies to them, in the order of time."""
    words = [Word(found.letter.nickname, m.get_kind_display(), m.created_at, m.body) for m in found.messages]
    for reply in found.replies:
        if reply.answers_message_id and reply.sent_at:
            lines = [reply.body, *(f"{p.get('point', '')}：{p.get('answer', '')}" for p in reply.points)]
            office, said = reply.organisation.short_name, "\n".join(lines)
            words.append(Word(office, "经审签", reply.sent_at, said, office=True, photos=getattr(reply, "photos", ())))
    return sorted(words, key=lambda w: w.at)
