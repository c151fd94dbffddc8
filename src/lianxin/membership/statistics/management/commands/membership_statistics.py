"""`lianxin membership statistics`: the tables of an organisation on a day."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.organisations.queries import below, by_code
from lianxin.kernel.actor import SYSTEM
from lianxin.membership.statistics.books import book_of
from lianxin.membership.statistics.queries import Report, report
from lianxin.membership.statistics.reckoning import Table


class Command(BaseCommand):
    help = "党内年度统计：按党员档案汇总性别、民族、学历、年龄、入党时间、职业和党组织，并列出需要核对的。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--org", default="", help="组织代码；不写就是最上级组织")
        parser.add_argument("--on", default="", help="统计到哪一天，例如 2025-12-31；不写就是今天")
        parser.add_argument("--xlsx", type=Path, help="把统计表写进这个 .xlsx")
        parser.add_argument("--json", action="store_true", help="最后一行输出 JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        office = by_code(options["org"]) if options["org"] else below(("",)).first()
        if office is None:
            self._fail(f"没有这个组织：{options['org']}" if options["org"] else "还没有组织，请先导入组织。")
        try:
            day = date.fromisoformat(options["on"]) if options["on"] else timezone.localdate()
        except ValueError:
            self._fail(f"看不懂这个日期：{options['on']}，请写成 2025-12-31 这样。")
        if day > timezone.localdate():
            self._fail(f"{day} 还没有到。")
        made = report(SYSTEM, office, day, fresh=True)
        self._tell(office, made)
        if options["xlsx"]:
            options["xlsx"].write_bytes(book_of(made, office.name))
        if options["json"]:
            self.stdout.write(json.dumps(_plain(office, made), ensure_ascii=False))

    def _fail(self, text: str) -> NoReturn:
        self.stderr.write(text)
        sys.exit(2)

    def _tell(self, office: Organisation, made: Report) -> None:
        sheet = made.sheet
        self.stdout.write(f"{office.name}，截至 {sheet.day}：党员 {sheet.total} 名，其中正式党员 {sheet.full} 名。")
        if sheet.growth is not None:
            self.stdout.write(f"{sheet.growth.text}。")
        for table in sheet.tables:
            self.stdout.write(f"{table.title}（{table.n} {table.unit}）")
            for line in (*table.lines, *table.sums):
                self.stdout.write(f"  {line.label}  {line.n}  {line.percent}")
        self.stdout.write("需要核对：" if made.findings or made.torn else "没有发现需要核对的。")
        for text in (
            *(f"{title}表的合计与党员总数不一致，请再统计一次" for title in made.torn),
            *(f.text for f in made.findings),
        ):
            self.stdout.write(f"  {text}")


def _plain(office: Organisation, made: Report) -> dict[str, Any]:
    """One object: the totals, each table by its key, each check by its code."""
    sheet = made.sheet
    return {
        "organisation": office.code, "on": sheet.day.isoformat(), "members": sheet.total, "full": sheet.full,
        "net": sheet.growth.members if sheet.growth else None,
        "tables": {table.key: _table(table) for table in sheet.tables},
        "checks": {finding.check.code: finding.n for finding in made.findings}, "torn": made.torn,
    }  # fmt: skip


def _table(table: Table) -> dict[str, Any]:
    return {
        "title": table.title, "n": table.n, "unit": table.unit,
        "lines": [asdict(line) for line in table.lines], "sums": [asdict(line) for line in table.sums],
    }  # fmt: skip
