"""Alarms about columns that nobody keeps: told to those above, once a week for each column."""

from __future__ import annotations

from django.utils import timezone

from lianxin.foundation.accounts.queries import nearest_holders, vacant_or_silent
from lianxin.foundation.jobs.schedule import periodic
from lianxin.foundation.notices.actions import send
from lianxin.foundation.rules.registry import rule
from lianxin.foundation.spine.actions import action, record
from lianxin.kernel.actor import SYSTEM, Actor


@periodic("workbench.keepers", "10 9 * * *")
def keepers() -> None:
    """Every morning: vacancies and silence beyond LX-13 (F01, R016, R017)."""
    warn_of_dusty_columns()


@action("workbench.warn_of_dusty_columns")
def warn_of_dusty_columns(*, actor: Actor = SYSTEM) -> int:
    """Tell the supervisors of each silent or vacant column; answers how many columns there are."""
    today = timezone.localdate()
    year, week, _ = today.isocalendar()
    days = rule("LX-13", on=today).count("silence")
    rows = list(vacant_or_silent([""], days))
    for row in rows:
        reason = "还没有责任人" if row.keeper is None else f"已有 {days} 天以上没有动静"
        for person in nearest_holders("letters.supervise", row.org_path):
            send(
                to=person, code="keepers.alarm", title=f"{row.organisation}的“{row.label}”{reason}",
                body="请确定责任人，或提出合并、关停的意见。", url="/workbench/keepers/",
                key=f"keepers:{row.pk}:{year}-{week}:{person}",
            )  # fmt: skip
    record("workbench.warn_of_dusty_columns", actor=actor, columns=len(rows))
    return len(rows)
