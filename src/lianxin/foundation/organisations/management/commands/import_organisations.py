"""`lianxin import_organisations FILE`: the tree of organisations from a spreadsheet or CSV."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from lianxin.foundation.organisations.importing.running import refused, run
from lianxin.foundation.spine.progress import teller
from lianxin.kernel.actor import SYSTEM
from lianxin.kernel.decision import Refused
from lianxin.kernel.sheets import SheetError


class Command(BaseCommand):
    help = "导入组织（.xlsx、.xls、.ods、CSV）。表头和行都不论次序；同一份文件再导入一次不变。有退回的行时退出码为 1。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="只检查，不写入")
        parser.add_argument("--rejects", type=Path, help="把退回的行和原因写进这个 .xlsx")
        parser.add_argument("--json", action="store_true", help="最后一行输出 JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            told = teller(self.stderr, "行", every=100)
            outcome = run(options["file"].read_bytes(), actor=SYSTEM, dry=options["dry_run"], progress=told)
        except (SheetError, OSError) as error:
            self.stderr.write(str(error))
            sys.exit(2)
        except Refused as refusal:  # somebody changed the tree between the look and the writing
            self.stderr.write(f"{refusal.denied.reason}什么都没有写入，请再导入一次。")
            sys.exit(1)
        word = "可以成立" if options["dry_run"] else "成立"
        self.stdout.write(
            f"{word} {outcome.fresh} 个，变更 {outcome.changed} 个，未变 {outcome.unchanged} 个，退回 {len(outcome.refused)} 行。"
        )
        for row in outcome.refused[:20]:
            self.stdout.write(f"  第 {row.number} 行：{'；'.join(row.reasons)}")
        if options["rejects"] and outcome.refused:
            options["rejects"].write_bytes(refused(outcome.refused))
        if options["json"]:
            rows = [{"row": row.number, "reason": "；".join(row.reasons)} for row in outcome.refused]
            figures = {"imported": outcome.fresh + outcome.changed, "unchanged": outcome.unchanged, "refused": rows}
            self.stdout.write(json.dumps(figures, ensure_ascii=False))
        sys.exit(1 if outcome.refused else 0)
