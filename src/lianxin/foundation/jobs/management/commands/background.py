"""``lianxin background``: worker and ticker in one process, as `serve` starts them."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from lianxin.foundation.jobs.background import background, stop_on_signal
from lianxin.foundation.jobs.worker import new_worker_id


class Command(BaseCommand):
    """Exit code 1 when a thread ended by itself; the supervisor then starts the process again."""

    help = "在一个进程里执行后台任务并触发定时任务。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--worker-id", default="", help="执行者的名称；沿用中断者的名称会立即接手其任务")

    def handle(self, **options: Any) -> None:
        if not background(options["worker_id"] or new_worker_id(), stop_on_signal()):
            sys.exit(1)
