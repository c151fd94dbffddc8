"""``lianxin audit prune``: remove lines whose time of keeping (SEC-01) is over."""

from __future__ import annotations

import json
import sys
from datetime import datetime, time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.dateparse import parse_date

from lianxin.foundation.audit.pruning import earliest_cut, prune
from lianxin.kernel.actor import SYSTEM
from lianxin.kernel.decision import Refused


class Command(BaseCommand):
    """Asks for a reason, leaves a tombstone in the chain and a line about itself."""

    help = "清理保存期已满的操作记录（期限见规则 SEC-01）。清理本身会留下记录，链条仍可核对。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--before", default="", metavar="YYYY-MM-DD", help="清理这一天之前的记录；缺省为期限允许的最晚一天"
        )
        parser.add_argument("--reason", required=True, help="清理的理由，写入记录")
        parser.add_argument("--json", action="store_true", help="最后一行输出一个 JSON 对象")

    def handle(self, **options: Any) -> None:
        try:
            done = prune(actor=SYSTEM, before=_moment(options["before"]), reason=options["reason"])
        except Refused as refusal:
            self.stderr.write(str(refusal))
            sys.exit(1)
        if options["json"]:
            self.stdout.write(json.dumps({"pruned": done.count, "first": done.first, "last": done.last}))
        else:
            self.stdout.write(f"已清理 {done.count} 条（第 {done.first} 至 {done.last} 条）")


def _moment(text: str) -> datetime:
    if not text:
        return earliest_cut(timezone.localtime())
    try:
        day = parse_date(text)
    except ValueError:
        day = None
    if day is None:
        raise CommandError(f"看不懂日期“{text}”，请写成 2026-01-31 的样子。")
    return timezone.make_aware(datetime.combine(day, time.min))
