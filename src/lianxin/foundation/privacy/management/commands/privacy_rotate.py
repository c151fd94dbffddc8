"""``lianxin privacy rotate``: seal every personal field under the newest key."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from lianxin.foundation.privacy.rotation import BATCH, count_by_key, rotate


class Command(BaseCommand):
    """Can be interrupted and started again at any time while the platform runs."""

    help = "用最新的密钥重新加密全部个人信息。可以随时中断，再次运行会接着做。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--batch", type=int, default=BATCH, help="每批行数")
        parser.add_argument("--count", action="store_true", help="只统计每把密钥加密了多少项，不改动")
        parser.add_argument("--json", action="store_true", help="最后一行输出一个 JSON 对象")

    def handle(self, **options: Any) -> None:
        if options["count"]:
            counts = count_by_key()
            for key, number in counts.items():
                self.stdout.write(f"{key}：{number} 项")
            self._json(options, {"keys": counts})
            return
        result = rotate(batch=options["batch"], progress=self._progress)
        self.stdout.write(
            f"重新加密 {result.sealed_anew} 项，原已是最新 {result.already} 项，未完成 {result.left} 行，"
            f"打不开 {len(result.unreadable)} 项"
        )
        for place in result.unreadable:
            self.stdout.write(f"打不开  {place}")
        self._json(options, {"ok": result.ok, **asdict(result)})
        if not result.ok:
            sys.exit(1)

    def _json(self, options: dict[str, Any], figures: dict[str, Any]) -> None:
        if options["json"]:
            self.stdout.write(json.dumps(figures))

    def _progress(self, done: int, total: int) -> None:
        if self.stderr.isatty():
            self.stderr.write(f"\r{done} / {total} 行", ending="\n" if done >= total else "")
