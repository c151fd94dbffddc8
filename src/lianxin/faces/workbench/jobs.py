"""Alarms about columns that nobody keeps: to those who keep them, then to those above; once a week for each column."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from lianxin.foundation.accounts.models import Keeping
from lianxin.foundation.accounts.queries import nearest_holders, vacant_or_silent
from lianxin.foundation.jobs.schedule import periodic
from lianxin.foundation.notices.actions import send
from lianxin.foundation.rules.registry import rule
from lianxin.foundation.spine import moment
from lianxin.foundation.spine.actions import action, record
from lianxin.kernel.actor import SYSTEM, Actor
from lianxin.publicity.portal.sites.life import escalation, limits, pages_of

from .preferences import TABLES


@periodic("workbench.keepers", "10 9 * * *")
def keepers() -> None:
    """Every morning: vacancies and silence beyond LX-13 and LX-41 (F01, R016, R017)."""
    warn_of_dusty_columns()


@periodic("workbench.sweep_tables", "27 * * * *")
def sweep_tables() -> None:
    """Tables of organisations that were previewed and never imported do not stay."""
    TABLES.sweep()


@action("workbench.warn_of_dusty_columns")
def warn_of_dusty_columns(*, actor: Actor = SYSTEM) -> int:
    """Tell of each silent or vacant column; answers how many columns there are.

    A vacancy is told to those above at once. Silence is told to the keeper and the deputy; when it goes on
    beyond the days of LX-41, to those above as well. What becomes of the column is for people to decide (B05).
    """
    today = moment.today()
    year, week, _ = today.isocalendar()
    own = limits(today)
    usual = rule("LX-13", on=today).count("silence")
    rows: list[Any] = list(vacant_or_silent([""], usual, own))
    pages = pages_of(row.organisation_id for row in rows if row.column in own)
    for row in rows:
        days = own.get(row.column, usual)
        reason = f"已有 {days} 天以上没有动静"
        if row.vacant:
            reason = "还没有责任人" if row.keeper_id is None else "的责任人已经不任职了"
        for person in _told(row, days, escalation(today)):
            send(
                to=person, code="keepers.alarm", title=f"{row.organisation}的“{row.label}”{reason}",
                body="请更新内容；确实没有力量维持的，可以提出合并、关停的意见。", url=_page(row, person, pages),
                key=f"keepers:{row.pk}:{year}-{week}:{person}",
            )  # fmt: skip
    record("workbench.warn_of_dusty_columns", actor=actor, columns=len(rows))
    return len(rows)


def _page(row: Keeping, person: int, pages: dict[int, str]) -> str:
    """Where the reader of the alarm can do something: the site for a column of it, else the list for those above."""
    if row.organisation_id in pages and row.column in limits():
        return pages[row.organisation_id]
    return "/workbench/" if person in (row.keeper_id, row.deputy_id) else "/workbench/keepers/"


def _told(row: Any, days: int, patience: int) -> list[int]:
    """Keeper and deputy of a row of `vacant_or_silent`; those above for a vacancy, for a column that never lived, and for lasting silence."""
    limit = moment.now() - timedelta(days=days)
    silent = row.last_activity_at is None or row.last_activity_at < limit
    people = [p for p in (row.keeper_id, row.deputy_id) if p] if silent else []
    lasting = row.last_activity_at is None or row.last_activity_at < limit - timedelta(days=patience)
    if row.vacant or lasting:
        people += [p for p in nearest_holders("letters.supervise", row.org_path) if p not in people]
    return people
