"""``lianxin audit verify``: is the ledger complete and unchanged?"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from lianxin.foundation.audit.checking import CHECKS, Result, verify


class Command(BaseCommand):
    """Prints every check; exit code 1 when anything does not fit."""

    help = "核对操作记录：是否有增加、删除、改动。有问题时退出码为 1。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="最后一行输出一个 JSON 对象")
        parser.add_argument("--expect", default="", metavar="N:DIGEST", help="事先抄录的链头，用来发现末尾被截去")

    def handle(self, **options: Any) -> None:
        result = verify(expect=options["expect"], progress=self._progress)
        for name, meaning in CHECKS:
            if name == "expected" and not options["expect"]:
                continue
            found = [b for b in result.breaks if b.check == name]
            self.stdout.write(f"{'不符' if found else '相符'}  {meaning}（{name}）")
            for item in found[:20]:
                self.stdout.write(f"      {item.sentence}")
            if len(found) > 20:
                self.stdout.write(f"      另有 {len(found) - 20} 处")
        self.stdout.write(
            f"记录 {result.lines} 条，封存 {result.seals} 个，待封存 {result.unsealed} 条，"
            f"已到期清理至第 {result.pruned_up_to} 条"
        )
        self.stdout.write(f"链头 {result.head or '（还没有封存）'}")
        if result.first_bad_line is not None:
            self.stdout.write(f"第一条有问题的记录：第 {result.first_bad_line} 条")
        if options["json"]:
            self.stdout.write(json.dumps(_figures(result), ensure_ascii=False))
        if not result.ok:
            sys.exit(1)

    def _progress(self, done: int, total: int) -> None:
        if self.stderr.isatty() and (done % 20 == 0 or done == total):
            self.stderr.write(f"\r核对第 {done} / {total} 个封存", ending="\n" if done == total else "")


def _figures(result: Result) -> dict[str, Any]:
    return {
        "ok": result.ok,
        "lines": result.lines,
        "seals": result.seals,
        "unsealed": result.unsealed,
        "pruned_up_to": result.pruned_up_to,
        "head": result.head,
        "first_bad_line": result.first_bad_line,
        "breaks": [asdict(item) for item in result.breaks[:100]],
    }
