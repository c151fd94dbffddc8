"""``lianxin files sweep``: put the shelf in order now."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from lianxin.foundation.files.sweeping import sweep
from lianxin.foundation.spine.progress import teller


class Command(BaseCommand):
    """Same work as the periodic job."""

    help = "整理上传的文件：补移已入库的，清除没有用上的。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="最后一行输出一个 JSON 对象")

    def handle(self, **options: Any) -> None:
        result = sweep(progress=teller(self.stderr, "个", every=100))
        self.stdout.write(f"归位 {result.settled} 个，清除 {result.removed} 个，等待使用 {result.waiting} 个")
        if options["json"]:
            self.stdout.write(json.dumps(asdict(result)))
