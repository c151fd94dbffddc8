"""`lianxin membership recount`: figures of organisations counted again, or held against the files."""

from __future__ import annotations

import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import connection

from lianxin.membership.dossiers import headcounts, marks


class Command(BaseCommand):
    help = "在册人数：把有变动的组织重数一遍（每分钟自动做一次）；--verify 逐个组织与档案核对，不一致时退出码为 1。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--all", action="store_true", help="全部重数")
        parser.add_argument("--verify", action="store_true", help="只核对，不改动")
        parser.add_argument("--json", action="store_true", help="最后一行输出一个 JSON 对象")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["verify"]:
            counted = headcounts.recount(everything=options["all"])
            self.stdout.write(f"重数了 {counted} 个组织。")
            self._figures({"recounted": counted}, options)
            return
        lost, wrong = marks.missing(connection), headcounts.wrong()
        if lost:
            self.stderr.write(f"数据库里缺少触发器：{'、'.join(lost)}。请运行 lianxin migrate，再运行本命令加 --all。")
        if wrong:
            self.stderr.write(f"{len(wrong)} 个组织的人数与档案不一致：{', '.join(map(str, wrong[:20]))}")
        if not (lost or wrong):
            self.stdout.write("在册人数与档案一致。")
        self._figures({"ok": not (lost or wrong), "wrong": sorted(wrong), "missing_triggers": sorted(lost)}, options)
        if lost or wrong:
            sys.exit(1)

    def _figures(self, figures: dict[str, Any], options: dict[str, Any]) -> None:
        if options["json"]:
            self.stdout.write(json.dumps(figures, ensure_ascii=False))
