"""``lianxin audit seal``: seal now instead of waiting for the ticker (before a backup, say)."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from lianxin.foundation.audit.sealing import newest, seal


class Command(BaseCommand):
    """Seals every committed line and prints the head, which can be written down elsewhere."""

    help = "立即封存操作记录，并输出链头（可抄录在别处，供 audit verify --expect 使用）。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="最后一行输出一个 JSON 对象")

    def handle(self, **options: Any) -> None:
        count = seal(patience=10)
        head = newest()
        mark = f"{head.number}:{head.digest}" if head else ""
        self.stdout.write(f"封存 {count} 条；链头 {mark}" if head else "还没有操作记录")
        if options["json"]:
            self.stdout.write(json.dumps({"sealed": count, "head": mark}))
