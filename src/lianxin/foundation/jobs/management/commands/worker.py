"""``lianxin worker``: runs queued jobs."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from lianxin.foundation.jobs.background import lanes, run_all, stop_on_signal
from lianxin.foundation.jobs.worker import Worker, new_worker_id


class Command(BaseCommand):
    """One worker; start as many as needed, on any machine that reaches the database."""

    help = "执行排队的后台任务，直到收到停止信号（会先做完手上的一件）。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="做完现在到期的任务后退出")
        parser.add_argument("--worker-id", default="", help="执行者的名称；沿用中断者的名称会立即接手其任务")

    def handle(self, **options: Any) -> None:
        stop = stop_on_signal()
        if options["once"]:
            self.stdout.write(f"完成 {Worker(options['worker_id'], stop).drain()} 件")
        elif not run_all(lanes(options["worker_id"] or new_worker_id(), stop), stop):
            sys.exit(1)
