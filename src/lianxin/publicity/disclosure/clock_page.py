"""Running clocks as a page draws them: a ring, the day, the clause, and how the day was reckoned."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lianxin.foundation.calendars.queries import calendar_for
from lianxin.foundation.casework import timers
from lianxin.foundation.casework.models import ClockBase
from lianxin.foundation.rules.registry import find_rule
from lianxin.kernel import clocks


@dataclass(frozen=True, slots=True)
class Ring:
    """used: 0 to 1 of the time; text: what is left; lines: the reckoning in sentences."""

    clock: ClockBase
    used: float
    text: str
    tone: str
    title: str
    cited: str
    url: str
    lines: list[str]

    @property
    def over(self) -> bool:
        return self.tone in ("late", "info")


def rings(case: Any, now: datetime) -> list[Ring]:
    """What runs for an item, a request or a line of the catalogue, the nearest first."""
    return [ring(case, clock, now) for clock in case.clocks.filter(state=ClockBase.RUNNING).order_by("due_at")]


def ring(case: Any, clock: ClockBase, now: datetime) -> Ring:
    """One clock. The time inside is no promise: when it is over that is good news and not late."""
    calendar = calendar_for(case.org_path)
    left = clocks.remaining(calendar, now, clock.due_at)
    used = (now - clock.started_at).total_seconds() / ((clock.due_at - clock.started_at).total_seconds() or 1)
    if left.overdue and clock.name == "inner":
        text, tone = "已满期", "info"
    elif left.overdue:
        text, tone = (f"{-left.days} 天" if 0 < -left.days < 100 else "已超"), "late"
    else:
        near = used > timers.warned_from() or left.days <= 1
        text, tone = (f"{left.days} 天" if left.days else "今天"), ("wait" if near else "ok")
    rule = find_rule(clock.rule_id)
    explained = clocks.explain(
        calendar, clock.started_at, clock.budget, extensions=clock.extension_list(), pauses=clock.pause_list(), now=now
    )
    cited, url = (rule.cited, rule.url) if rule else (clock.rule_id, f"/rules/{clock.rule_id}/")
    return Ring(clock, min(used, 1.0), text, tone, clock.label, cited, url, list(explained))
