"""`lianxin dues_recount`: sums of the ledger held against its lines, or added up anew."""

from __future__ import annotations

import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import connection

from lianxin.membership.dues import keeping, totals


class Command(BaseCommand):
    help = "党费合计：与账上每一笔核对，不一致时退出码为 1；--all 把全部合计重算一遍。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--all", action="store_true", help="全部重算")
        parser.add_argument("--json", action="store_true", help="最后一行输出一个 JSON 对象")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["all"]:
            keeping.refill(connection)
            self.stdout.write("已全部重算。")
        lost, wrong = keeping.missing(connection), totals.wrong()
        if lost:
            self.stderr.write(f"数据库里缺少触发器：{'、'.join(lost)}。请运行 lianxin migrate。")
        if wrong:
            self.stderr.write(f"{len(wrong)} 个组织的合计与账不一致：{', '.join(map(str, wrong[:20]))}")
        ok = not (lost or wrong)
        if ok:
            self.stdout.write("党费合计与账一致。")
        if options["json"]:
            figures = {"ok": ok, "wrong": wrong, "missing_triggers": lost}
            self.stdout.write(json.dumps(figures, ensure_ascii=False))
        if not ok:
            sys.exit(1)
