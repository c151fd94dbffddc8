"""Notices: a report came in, was answered, was taken back."""

from __future__ import annotations

from lianxin.foundation.accounts.queries import nearest_holders
from lianxin.foundation.notices.actions import send_many
from lianxin.ui.words import cn_date

from .models import Filing, Received
from .policies import CONFIRM, ISSUE

ROOT = "/workbench/statistics/rollups/"


def arrived(row: Received) -> None:
    _tell(CONFIRM, row.org_path, "rollups.arrived", "有报来的统计待确认", f"{row.reporter.name} · {cn_date(row.day)} · 第 {row.version} 版",
          f"{ROOT}received/{row.pk}/", f"rollup:{row.pk}:arrived")  # fmt: skip


def recalled(row: Received) -> None:
    _tell(CONFIRM, row.org_path, "rollups.recalled", "报来的统计被对方撤回", f"{row.reporter.name} · {cn_date(row.day)}",
          f"{ROOT}received/{row.pk}/", f"rollup:{row.pk}:recalled")  # fmt: skip


def answered(row: Filing) -> None:
    _tell(ISSUE, row.org_path, "rollups.answered", f"统计上报：{row.get_outcome_display()}", f"{cn_date(row.day)} · 第 {row.version} 版",
          f"{ROOT}filings/{row.pk}/", f"rollup:filing:{row.pk}:{row.outcome}")  # fmt: skip


def _tell(verb: str, path: str, code: str, title: str, body: str, url: str, key: str) -> None:
    send_many(
        to=nearest_holders(verb, path), code=code, title=title, body=body, url=url, key=key, working=True, org_path=path
    )
