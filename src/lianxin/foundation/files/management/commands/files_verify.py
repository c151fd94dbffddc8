"""``lianxin files verify``: does every row have its file, unchanged, and every file its row?"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from lianxin.foundation.files.sweeping import check


class Command(BaseCommand):
    """Meant for after a restore; exit code 1 when anything does not fit."""

    help = "核对全部文件：缺失、改动、无主。有问题时退出码为 1。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="最后一行输出一个 JSON 对象")

    def handle(self, **options: Any) -> None:
        result = check(self._progress)
        for label, keys in (("缺失", result.missing), ("被改动", result.damaged), ("无主", result.ownerless)):
            for key in keys[:50]:
                self.stdout.write(f"{label}  {key}")
        self.stdout.write(
            f"共 {result.files} 个文件，缺失 {len(result.missing)}，被改动 {len(result.damaged)}，"
            f"无主 {len(result.ownerless)}"
        )
        if options["json"]:
            self.stdout.write(json.dumps({"ok": result.ok, **asdict(result)}))
        if not result.ok:
            sys.exit(1)

    def _progress(self, done: int) -> None:
        if self.stderr.isatty() and done % 100 == 0:
            self.stderr.write(f"\r已核对 {done} 个", ending="")
