"""The figure that a problem is measured by: typed by people, or computed from letters, before and again at the end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from lianxin.foundation.organisations.models import Organisation
from lianxin.kernel.decision import Denied, Refused
from lianxin.voice.letters.models import Topic
from lianxin.voice.letters.queries import matters
from lianxin.voice.letters.queries.tally import Period

from .models import Improvement
from .words import METRICS


@dataclass(frozen=True, slots=True)
class Measured:
    """value of `n` letters of a period, as it is frozen with the problem."""

    value: float
    n: int
    kept: dict[str, Any]


def measure(metric: str, area: Organisation, topic: Topic | None, since: date, until: date) -> Measured:
    """Compute a figure. Raises `Refused` when it stands on too few letters to be told (LX-08).

    since, until: days, `until` not included. Counted as on the public page of figures, for all below `area`.
    """
    got = matters.figures(area, topic, Period("", since, until))
    values: dict[str, tuple[float | None, int]] = {
        "received": (got.received, got.received),
        "redone": (got.redone, got.received),
        "median": (got.median, got.days_n),
        "on_time": (None if got.on_time is None else round(got.on_time * 100, 1), got.on_time_n),
        "satisfied": (None if got.satisfied is None else round(got.satisfied * 100, 1), got.rated),
    }
    value, n = values[metric]
    if value is None:
        raise Refused(
            Denied(
                f"“{METRICS[metric]}”只有 {n} 件，太少了。", rule="LX-08", code="too_few", field="metric",
                remedy="请把时间放长，或者改用收到的件数。",
            )
        )  # fmt: skip
    kept = {
        "metric": metric, "area": area.short_name, "area_code": area.code, "topic": topic.path if topic else "",
        "since": since.isoformat(), "until": until.isoformat(), "value": value, "n": n,
    }  # fmt: skip
    return Measured(float(value), n, kept)


def measure_again(case: Improvement, today: date) -> Measured | None:
    """The same figure over as many days as before, up to yesterday; None for a typed one or too few letters."""
    if case.metric == "typed" or case.area is None or case.since is None or case.until is None:
        return None
    days = case.until - case.since
    try:
        return measure(case.metric, case.area, case.topic, today - days, today)
    except Refused:
        return None


def last_days(today: date, days: int) -> tuple[date, date]:
    """A period that ends with yesterday."""
    return today - timedelta(days=days), today


def says(kept: dict[str, Any]) -> str:
    """Where a frozen figure comes from, in words."""
    if not kept:
        return ""
    since, until = date.fromisoformat(kept["since"]), date.fromisoformat(kept["until"]) - timedelta(days=1)
    about = f"“{kept['topic'].replace('/', ' · ')}”" if kept["topic"] else "全部事项"
    return (
        f"{kept['area']}（含下级）{about}，{since.year}年{since.month}月{since.day}日至{until.year}年{until.month}月"
        f"{until.day}日收到的留言，{METRICS[kept['metric']]}，n={kept['n']}"
    )


def address(kept: dict[str, Any]) -> str:
    """The public page on which the way of counting stands."""
    return f"/letters/stats/?org={kept['area_code']}#definitions" if kept else ""


def bars(case: Improvement) -> list[tuple[str, float]]:
    """Before, wanted and after as a small chart."""
    rows = [("整改前", case.before), ("目标", case.goal)]
    return rows if case.after is None else [*rows, ("整改后", case.after)]
