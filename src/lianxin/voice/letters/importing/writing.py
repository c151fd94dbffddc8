"""Writing imported letters by the batch, each row whole or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from django.utils import timezone

from lianxin.foundation.calendars.queries import calendar_for
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.rules.registry import rule
from lianxin.foundation.search.actions import Entry, put_many
from lianxin.foundation.spine.actions import action, record
from lianxin.kernel.actor import Actor
from lianxin.kernel.clocks import due_at
from lianxin.kernel.workdays import WorkCalendar

from ..flow import answer_figure
from ..indexing import KIND
from ..models import Letter, LetterClock, LetterStep, Reply, Topic
from .reading import Bad, Row

BATCH = 2000
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


def kind_of(title: str) -> str:
    """Best guess of the kind from the title; a question when nothing speaks for another."""
    return next((kind for kind, words in KIND_WORDS if any(w in title for w in words)), "consult")


def batches(rows: Iterable[Row | Bad]) -> Iterator[list[Row | Bad]]:
    source = iter(rows)
    while part := list(islice(source, BATCH)):
        yield part


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
    record("letters.import", actor=actor, org_path=organisation.org_path, imported=len(fresh), refused=len(outcome.refused))
    return outcome


def _known(good: dict[str, Row]) -> dict[str, str]:
    rows = Letter.objects.unscoped("numbers that were imported before").filter(external_id__in=list(good))
    return dict(rows.values_list("external_id", "external_hash"))


class _Batch:
    """Everything that is the same for all rows of a batch."""

    def __init__(self, organisation: Organisation, public: bool) -> None:
        self.organisation, self.public = organisation, public
        self.calendar: WorkCalendar = calendar_for(organisation.org_path)
        self.topics = {t.name: t for t in Topic.objects.filter(level=1)}

    def write(self, rows: list[Row]) -> None:
        letters = Letter.objects.bulk_create([self._letter(r) for r in rows])
        pairs = list(zip(letters, rows, strict=True))
        LetterStep.objects.bulk_create([s for letter, row in pairs for s in self._steps(letter, row)])
        LetterClock.objects.bulk_create([self._clock(letter, row) for letter, row in pairs])
        Reply.objects.bulk_create([self._reply(letter, row) for letter, row in pairs if row.reply])
        put_many(self._entry(letter, row) for letter, row in pairs)

    def _letter(self, row: Row) -> Letter:
        letter = Letter(
            number=f"IM{row.number}", external_id=row.number, external_hash=row.digest, source="import",
            kind=kind_of(row.title), topic=self.topics.get(row.topic), title=row.title, body=row.body,
            nickname=row.author[:30], organisation=self.organisation, org_path=self.organisation.org_path,
            received_by=self.organisation, opened_at=row.sent, state="closed" if row.reply else "accepted",
            publication="public" if self.public else "withheld", published_at=row.sent if self.public else None,
            answered_at=row.replied, closed_at=row.replied,
        )  # fmt: skip
        due = self._due(letter)
        if row.replied:
            days = self.calendar.workdays_between(timezone.localdate(row.sent), timezone.localdate(row.replied))
            letter.answer_days, letter.answer_late = min(days, 32000), row.replied > due
        else:
            letter.due_at, letter.due_clock = due, "answer"
        return letter

    def _due(self, letter: Letter):  # type: ignore[no-untyped-def]  # a datetime
        rule_id, figure = answer_figure(letter)
        found = rule(rule_id, on=timezone.localdate(letter.opened_at))
        return due_at(self.calendar, letter.opened_at, found.period(figure))

    def _clock(self, letter: Letter, row: Row) -> LetterClock:
        rule_id, figure = answer_figure(letter)
        found = rule(rule_id, on=timezone.localdate(letter.opened_at))
        budget = found.period(figure)
        return LetterClock(
            case=letter, name="answer", label="答复", rule_id=rule_id, rule_version=found.version, amount=budget.amount,
            unit=budget.unit, started_at=row.sent, due_at=letter.due_at or self._due(letter), stopped_at=row.replied,
            state="stopped" if row.replied else "running",
        )  # fmt: skip

    def _steps(self, letter: Letter, row: Row) -> list[LetterStep]:
        steps = [("submit", "提交留言", "submitted", row.sent, "收到留言"), ("import", "历史导入", letter.state, row.sent, "")]
        if row.replied:
            steps.append(("send_reply", "签发答复", "closed", row.replied, "已答复"))
        return [
            LetterStep(case=letter, event=event, label=label, source="", target=target, at=at, actor_kind="system",
                       public_label=public)
            for event, label, target, at, public in steps
        ]  # fmt: skip

    def _reply(self, letter: Letter, row: Row) -> Reply:
        return Reply(letter=letter, state="sent", body=row.reply, organisation=self.organisation, sent_at=row.replied,
                     created_at=row.replied)  # fmt: skip

    def _entry(self, letter: Letter, row: Row) -> Entry:
        return Entry(
            kind=KIND, object_id=letter.pk, title=row.title, body=f"{row.body}\n{row.reply}",
            audience="public" if self.public else "staff", org_path=letter.org_path, when=row.sent,
            url=letter.get_absolute_url(), facets={"kind": letter.kind},
        )  # fmt: skip
