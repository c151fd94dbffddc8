"""Writing imported letters by the batch, each row whole or not at all."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import lru_cache
from typing import Any

from lianxin.foundation.calendars.queries import calendar_for
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.rules.registry import rule
from lianxin.foundation.search.actions import Entry, put_many
from lianxin.foundation.spine.actions import action, record
from lianxin.foundation.spine.bulk import insert_rows, next_ids
from lianxin.kernel.actor import Actor
from lianxin.kernel.clocks import Period, due_at
from lianxin.kernel.workdays import SHANGHAI, WorkCalendar, local

from ..flow import figure_for
from ..indexing import KIND, facets
from ..models import Letter, LetterClock, LetterStep, Reply, Topic
from .reading import Bad, Row

#: words of a title -> kind of letter, the first that stands in it decides
KIND_WORDS = (
    ("complain", ("投诉", "举报", "反映", "乱收费", "不作为", "扰民")),
    ("suggest", ("建议", "建言", "希望", "呼吁")),
    ("thank", ("感谢", "表扬")),
    ("help", ("求助", "请求", "恳请", "急", "帮")),
)


@dataclass
class Outcome:
    """What became of the rows."""

    imported: int = 0
    unchanged: int = 0
    refused: list[Bad] = field(default_factory=list)

    def add(self, other: Outcome) -> None:
        """Count another batch in."""
        self.imported += other.imported
        self.unchanged += other.unchanged
        self.refused += other.refused


def kind_of(title: str) -> str:
    """Best guess of the kind from the title; a question when nothing speaks for another."""
    return next((kind for kind, words in KIND_WORDS if any(w in title for w in words)), "consult")


@action("letters.import")
def write(*, actor: Actor, rows: list[Row | Bad], organisation: Organisation, public: bool) -> Outcome:
    """Write one batch. A number that is known with the same words is unchanged, with others refused."""
    outcome = Outcome(refused=[r for r in rows if isinstance(r, Bad)])
    good = {r.number: r for r in rows if isinstance(r, Row)}
    doubled = sum(1 for r in rows if isinstance(r, Row)) - len(good)
    known = _known(good)
    fresh: list[Row] = []
    for number, row in good.items():
        if number not in known:
            fresh.append(row)
        elif known[number] == row.digest:
            outcome.unchanged += 1
        else:
            outcome.refused.append(Bad(row.line, f"编号 {number} 已导入过，内容不同", (number, row.author, row.title)))
    outcome.unchanged += doubled
    outcome.imported = len(fresh)
    if fresh:
        _Batch(organisation, public).write(fresh)
    record(
        "letters.import", actor=actor, org_path=organisation.org_path, imported=len(fresh), refused=len(outcome.refused)
    )
    return outcome


def _known(good: dict[str, Row]) -> dict[str, str]:
    rows = Letter.objects.unscoped("numbers that were imported before").filter(external_id__in=list(good))
    return {str(number): digest for number, digest in rows.values_list("external_id", "external_hash")}


LETTER_VARYING = (
    "id", "number", "external_id", "external_hash", "kind", "topic_id", "title", "body", "nickname", "opened_at", "state",
    "published_at", "answered_at", "closed_at", "answer_days", "answer_late", "due_at", "due_clock",
)  # fmt: skip
STEP_VARYING = ("case_id", "event", "label", "target", "at", "public_label")
CLOCK_VARYING = (
    "case_id", "rule_id", "rule_version", "amount", "unit", "started_at", "due_at", "stopped_at", "state", "next_alert_at",
)  # fmt: skip
REPLY_VARYING = ("letter_id", "body", "sent_at", "created_at")


@dataclass(frozen=True, slots=True)
class _Judged:
    """A row with what the rules say about it."""

    row: Row
    kind: str
    rule_id: str
    version: str
    budget: Period
    due: datetime


class _Batch:
    """Everything that is the same for all rows of a batch."""

    def __init__(self, organisation: Organisation, public: bool) -> None:
        self.organisation, self.public = organisation, public
        self.calendar: WorkCalendar = calendar_for(organisation.org_path)
        rows = Topic.objects.filter(level=1).values_list("name", "pk", "code")
        self.topics = {name: pk for name, pk, _ in rows}
        self.codes = {name: code for name, _, code in rows}

    def write(self, rows: list[Row]) -> None:
        judged = [self._judge(r) for r in sorted(rows, key=lambda r: r.sent)]
        ids = next_ids(Letter, len(judged))
        pairs = list(zip(ids, judged, strict=True))
        here = {"organisation_id": self.organisation.pk}
        place = {
            **here,
            "org_path": self.organisation.org_path,
            "received_by_id": self.organisation.pk,
            "source": "import",
        }
        shown = {"publication": "public" if self.public else "withheld"}
        insert_rows(Letter, {**place, **shown}, LETTER_VARYING, (self._letter(pk, j) for pk, j in pairs))
        insert_rows(LetterStep, {"source": "", "actor_kind": "system"}, STEP_VARYING,
                    (step for pk, j in pairs for step in _steps(pk, j.row)))  # fmt: skip
        insert_rows(LetterClock, {"name": "answer", "label": "答复"}, CLOCK_VARYING, (_clock(pk, j) for pk, j in pairs))
        answered = [(pk, j.row) for pk, j in pairs if j.row.reply]
        insert_rows(Reply, {**here, "state": "sent"}, REPLY_VARYING,
                    ((pk, r.reply, r.replied, r.replied) for pk, r in answered))  # fmt: skip
        put_many(self._entry(pk, j) for pk, j in pairs)

    def _judge(self, row: Row) -> _Judged:
        kind = kind_of(row.title)
        rule_id, version, budget = _budget(kind, local(row.sent).date())
        return _Judged(row, kind, rule_id, version, budget, _due(self.calendar, row.sent, budget))

    def _letter(self, pk: int, j: _Judged) -> tuple[Any, ...]:
        row, days, late = j.row, None, None
        if row.replied:
            between = self.calendar.workdays_between(local(row.sent).date(), local(row.replied).date())
            days, late = min(between, 32000), row.replied > j.due
        open_due = (None, "") if row.replied else (j.due, "answer")
        return (
            pk, f"IM{row.number}", row.number, row.digest, j.kind, self.topics.get(row.topic), row.title, row.body,
            row.author[:30], row.sent, _state(row), row.sent if self.public else None, row.replied, row.replied, days, late,
            *open_due,
        )  # fmt: skip

    def _entry(self, pk: int, j: _Judged) -> Entry:
        return Entry(
            kind=KIND, object_id=pk, title=j.row.title, body=f"{j.row.body}\n{j.row.reply}",
            audience="public" if self.public else "staff", org_path=self.organisation.org_path, when=j.row.sent,
            url=f"/letters/{pk}/", facets=self._facets(j), prepared=j.row.prepared,
        )  # fmt: skip

    def _facets(self, j: _Judged) -> dict[str, str]:
        code = self.codes.get(j.row.topic)
        return facets(
            kind=j.kind, state=_state(j.row), published_at=j.row.sent if self.public else None, handler=None,
            topics=[code] if code else [],
        )  # fmt: skip


def _state(row: Row) -> str:
    return "closed" if row.reply else "accepted"


@lru_cache(4096)
def _budget(kind: str, day: date) -> tuple[str, str, Period]:
    """(rule, version, time to answer) for letters of a kind that came in on a day."""
    rule_id, figure = figure_for(kind, day)
    found = rule(rule_id, on=day)
    return rule_id, found.version, found.period(figure)


def _due(calendar: WorkCalendar, sent: datetime, budget: Period) -> datetime:
    if budget.unit == "workhour":
        return due_at(calendar, sent, budget)
    return _due_of_day(calendar, local(sent).date(), budget)


@lru_cache(4096)
def _due_of_day(calendar: WorkCalendar, day: date, budget: Period) -> datetime:
    """Days are counted from the next one on: what came in on one day is due on one day."""
    return due_at(calendar, datetime.combine(day, time(), SHANGHAI), budget)


def _clock(pk: int, j: _Judged) -> tuple[Any, ...]:
    # what an older system left unanswered stands in the list of overdue ones; no alarm rings for each
    state, alert = ("stopped" if j.row.replied else "running"), None
    return (
        pk, j.rule_id, j.version, j.budget.amount, j.budget.unit, j.row.sent, j.due, j.row.replied, state, alert,
    )  # fmt: skip


def _steps(pk: int, row: Row) -> list[tuple[Any, ...]]:
    state = _state(row)
    steps = [
        (pk, "submit", "提交留言", "submitted", row.sent, "收到留言"),
        (pk, "import", "历史导入", state, row.sent, ""),
    ]
    if row.replied:
        steps.append((pk, "send_reply", "签发答复", "closed", row.replied, "已答复"))
    return steps
