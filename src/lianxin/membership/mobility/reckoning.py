"""Days of the room. No database here; figures come from the registry as they stood on the day of asking."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from lianxin.foundation.rules.registry import rule
from lianxin.kernel.clocks import plus_months

from .words import ABROAD, MOVABLE

_DAY = timedelta(days=1)


def months(rule_id: str, figure: str, on: date) -> int:
    """A figure that is counted in months or years, in months."""
    return rule(rule_id, on).period(figure).amount


def counts_from(since: date, on: date) -> date:
    """The day from which somebody who is away counts as 流动党员 (EDU-12)."""
    return plus_months(since, months("EDU-12", "away", on))


def transfer_due(kind: str, place_since: date, *, fixed: bool, on: date) -> date | None:
    """The day on which the relation should be transferred to where somebody is (EDU-08); None where it cannot be."""
    return plus_months(place_since, months("EDU-08", "away", on)) if fixed and kind in MOVABLE else None


def keep_until(kind: str, since: date, on: date) -> date | None:
    """The last day on which a school keeps the relation of a graduate (EDU-13)."""
    return plus_months(since, months("EDU-13", "keep", on)) if kind == "graduate" else None


def next_contact(kind: str, last: date, on: date) -> date | None:
    """The last day for the next contact: EDU-13 for those abroad, the house's own rule (LX-86) for the others.

    None for somebody who cannot be found: there is nobody to be in touch with, they are looked for.
    """
    if kind == "lost":
        return None
    rule_id, figure = ("EDU-13", "contact") if kind in ABROAD else ("LX-86", "inland")
    return plus_months(last, months(rule_id, figure, on))


def lost_on(last_contact: date, on: date) -> date:
    """The day from which stopping is to be looked at (EDU-06): so many months without contact."""
    return plus_months(last_contact, months("EDU-06", "suspend", on))


def removed_on(stopped: date, on: date) -> date:
    """The day from which removing is to be looked at (EDU-06): so long stopped and still no contact."""
    return plus_months(stopped, months("EDU-06", "remove", on))


def stays_abroad_on(kind: str, since: date, on: date) -> date | None:
    """The first day on which EDU-07 asks: at once for who settled there, after more than so many years for who studies."""
    if kind == "abroad_settled":
        return since
    if kind == "abroad_study":
        return plus_months(since, months("EDU-07", "abroad", on)) + _DAY
    return None


def told_enough(told: date, on: date) -> date:
    """The first day on which a branch discusses somebody who was told and said nothing (LX-87)."""
    return told + timedelta(days=rule("LX-87", on).period("hear").amount)


def ahead(on: date) -> timedelta:
    """How long before a day people are reminded of it (LX-86)."""
    return timedelta(days=rule("LX-86", on).period("ahead").amount)


def latest(on: date, span: int) -> date:
    """No day from which `span` months are over by `on` is later than this one: the end of its month."""
    first = plus_months(on, -span).replace(day=1)
    return plus_months(first, 1) - _DAY


@dataclass(frozen=True, slots=True)
class Silence:
    """Months in a row without organisational life. missed: the days of the gatherings."""

    since: date
    reached: date
    missed: tuple[date, ...]


def silence(missed: Iterable[date], excused: Iterable[date], on: date) -> Silence | None:
    """EDU-11: in each of so many months in a row there was a gathering, and somebody was at none of them without reason.

    missed: days of gatherings to which they were called and did not come without leave; excused: days on which they
    took part anywhere, had leave, or were spared (EDU-05). A month without any gathering proves nothing: counting
    begins anew behind it. None when the days do not reach that far.
    """
    need = months("EDU-11", "absent", on)
    last = max((day for day in excused if day <= on), default=date.min)
    run: list[date] = []
    for day in sorted({day for day in missed if last < day <= on}):
        at = _month(run[0], day) if run else 0
        if run and at > _month(run[0], run[-1]) + 1:
            run = []
        run.append(day)
        if _month(run[0], day) >= need - 1:
            break
    if not run or _month(run[0], run[-1]) < need - 1:
        return None
    reached = plus_months(run[0], need)
    return Silence(run[0], reached, tuple(run)) if reached <= on else None


def _month(first: date, day: date) -> int:
    """In which month after `first` a day lies; 0 is the first one."""
    whole = (day.year - first.year) * 12 + day.month - first.month
    return whole if plus_months(first, whole) <= day else whole - 1
