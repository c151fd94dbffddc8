"""`lianxin import_members FILE`: a roster of members from a spreadsheet or CSV."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from lianxin.kernel.actor import SYSTEM
from lianxin.kernel.sheets import SheetError
from lianxin.membership.dossiers.exporting import refused
from lianxin.membership.dossiers.importing.running import run


class Command(BaseCommand):
    help = "导入党员名册（.xlsx、.xls、.ods、CSV）。表头不论次序；同一份文件再导入一次不变。有退回的行时退出码为 1。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="只检查，不写入")
        parser.add_argument("--basis", default="", help="名册的依据：从哪里来、和什么核对过；不写就记文件名")
        parser.add_argument("--rejects", type=Path, help="把退回的行和原因写进这个 .xlsx")
        parser.add_argument("--json", action="store_true", help="最后一行输出 JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            basis = (options["basis"] or f"名册文件 {options['file'].name}")[:100]
            outcome = run(
                options["file"].read_bytes(), actor=SYSTEM, dry=options["dry_run"], progress=_progress, basis=basis
            )
        except (SheetError, OSError) as error:
            self.stderr.write(str(error))
            sys.exit(2)
        word = "可以新建" if options["dry_run"] else "新建"
        self.stdout.write(
            f"{word} {outcome.fresh} 份，更正 {outcome.changed} 份，未变 {outcome.unchanged} 份，退回 {len(outcome.refused)} 行。"
        )
        for row in outcome.refused[:20]:
            self.stdout.write(f"  第 {row.number} 行：{'；'.join(row.reasons)}")
        if options["rejects"] and outcome.refused:
            options["rejects"].write_bytes(refused(outcome.refused))
        if options["json"]:
            told = [{"row": row.number, "reason": "；".join(row.reasons)} for row in outcome.refused]
            self.stdout.write(
                json.dumps(
                    {"imported": outcome.fresh + outcome.changed, "unchanged": outcome.unchanged, "refused": told},
                    ensure_ascii=False,
                )
            )
        sys.exit(1 if outcome.refused else 0)


def _progress(done: int, total: int) -> None:
    if sys.stderr.isatty() or done == total:
        sys.stderr.write(f"\r{done}/{total} 行")
        sys.stderr.flush()
