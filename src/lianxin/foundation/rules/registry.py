"""The one place that knows a figure of a regulation: ``rule("PET-04", on=day).period("finish")``.

Loaded once. A rule that changed has several versions; a case keeps the day on which it began and
so the version under which it began.
"""

from __future__ import annotations

from datetime import date, datetime
from functools import cache
from zoneinfo import ZoneInfo

from .figures import Amount, Figure, Items, Rows, RuleError, Share
from .loading import Rule, Source, load

__all__ = [
    "Amount", "Figure", "Items", "NotInForce", "Rows", "Rule", "RuleError", "Share", "Source",
    "all_rules", "find_rule", "rule", "sources", "versions",
]  # fmt: skip

_CHINA = ZoneInfo("Asia/Shanghai")


class NotInForce(RuleError):  # noqa: N818 - names the situation
    """The rule exists, but no version of it held on the day asked for."""


@cache
def _registry() -> dict[str, tuple[Rule, ...]]:
    return load()


def rule(rule_id: str, on: date | None = None) -> Rule:
    """The version of a rule that holds on a day (default: today in China).

    Raises KeyError for an unknown id and `NotInForce` when no version held on that day.
    """
    day = _day(on)
    for version in reversed(versions(rule_id)):
        if version.in_force(day):
            return version
    raise NotInForce(f"{rule_id} was not in force on {day}")


def find_rule(rule_id: str) -> Rule | None:
    """For pages: the version of today, else the newest one, else None for an unknown id."""
    known = _registry().get(rule_id)
    if not known:
        return None
    day = _day(None)
    return next((version for version in reversed(known) if version.in_force(day)), known[-1])


def versions(rule_id: str) -> tuple[Rule, ...]:
    """All versions of a rule, oldest first. Raises KeyError for an unknown id."""
    try:
        return _registry()[rule_id]
    except KeyError:
        raise KeyError(f"no rule is called {rule_id}") from None


def all_rules(on: date | None = None) -> tuple[Rule, ...]:
    """Every rule in the version of a day (default: today), in the order of the ids."""
    day = _day(on)
    return tuple(v for known in _registry().values() for v in known if v.in_force(day))


def sources() -> tuple[Source, ...]:
    """Every regulation that the registry names, one each."""
    return tuple({v.source.slug: v.source for known in _registry().values() for v in known}.values())


def _day(on: date | None) -> date:
    if on is None:
        return datetime.now(_CHINA).date()
    return on.astimezone(_CHINA).date() if isinstance(on, datetime) and on.tzinfo else _plain(on)


def _plain(on: date) -> date:
    return on.date() if isinstance(on, datetime) else on
