"""Public counts of the review (M05): by quarter and by reason, never by person."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, time
from typing import Any

from django.utils import timezone

from lianxin.foundation.rules.registry import rule
from lianxin.foundation.spine import moment

from ..words import RETURNS
from ..words_desk import EMERGENCIES, STAGES, WITHDRAWS

#: quarters that the page offers
BACK = 8


def context(asked: str) -> dict[str, Any]:
    """What the page of rules and counts shows; a wish that is no quarter is the running one."""
    offered = quarters(moment.today())
    current = next((q for q in offered if name_of(q) == asked), offered[0])
    return {
        "counts": counts(*bounds(current)), "quarter": words_of(current), "returns": RETURNS.values(),
        "quarters": [(words_of(q), f"?quarter={name_of(q)}", q == current, None) for q in offered],
        "withdraws": WITHDRAWS.values(), "stages": [name for name, _ in STAGES.values()], "running": current == offered[0],
        "rules": [rule("LX-61"), rule("LX-62"), rule("LX-01")],
    }  # fmt: skip


def quarters(today: date) -> list[tuple[int, int]]:
    """The running quarter and those before it."""
    at = today.year * 4 + (today.month - 1) // 3
    return [divmod(n, 4) for n in range(at, at - BACK, -1)]


def name_of(quarter: tuple[int, int]) -> str:
    return f"{quarter[0]}-{quarter[1] + 1}"


def words_of(quarter: tuple[int, int]) -> str:
    return f"{quarter[0]} 年第 {'一二三四'[quarter[1]]}季度"


def bounds(quarter: tuple[int, int]) -> tuple[datetime, datetime]:
    """First moment of the quarter and of the next one."""
    year, n = quarter
    after = (year + 1, 0) if n == 3 else (year, n + 1)
    start, end = (timezone.make_aware(datetime.combine(date(y, q * 3 + 1, 1), time.min)) for y, q in (quarter, after))
    return start, end


def counts(start: datetime, end: datetime) -> dict[str, Any]:
    """Decisions of a span: passed and returned by stage, reasons, appeals, emergencies, withdrawals."""
    from ..models import Appeal, Emergency, Verdict, Withdrawal

    span = {"at__gte": start, "at__lt": end}
    rows = list(Verdict.objects.filter(**span, stage__in=STAGES).values_list("stage", "outcome", "reason"))
    by_stage = Counter((stage, outcome) for stage, outcome, _ in rows)
    reasons = Counter(reason for _, outcome, reason in rows if outcome == "return")
    appeals = Counter(Appeal.objects.filter(**span).values_list("outcome", flat=True))
    urgent = Counter(Emergency.objects.filter(**span).values_list("reason", flat=True))
    down = Counter(Withdrawal.objects.filter(**span).values_list("reason", flat=True))
    return {
        "stages": [(name, by_stage[verb, "pass"], by_stage[verb, "return"], _rate(by_stage[verb, "return"], by_stage[verb, "pass"]))
                   for verb, (name, _) in STAGES.items()],
        "reasons": _named(reasons, RETURNS), "withdrawals": _named(down, WITHDRAWS), "emergencies": _named(urgent, EMERGENCIES),
        "appeals": sum(appeals.values()), "overturned": appeals["overturn"], "upheld": appeals["uphold"], "n": len(rows),
        "late": Emergency.objects.filter(**span).exclude(alarmed_at=None).count(),
    }  # fmt: skip


def _rate(returned: int, passed: int) -> str:
    total = returned + passed
    return f"{returned * 100 / total:.0f}%" if total else "—"


def _named(found: Counter[str], words: dict[str, str]) -> list[tuple[str, int]]:
    return [(words.get(code, code), many) for code, many in found.most_common()]
