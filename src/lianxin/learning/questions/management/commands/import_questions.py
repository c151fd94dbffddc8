"""`lianxin import_questions FILE --organisation CODE`: questions of a bank from a spreadsheet or CSV."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from lianxin.foundation.organisations.models import Organisation
from lianxin.kernel.actor import SYSTEM
from lianxin.kernel.sheets import SheetError
from lianxin.learning.questions.importing.running import refused, run


class Command(BaseCommand):
    help = "导入题库（.xlsx、.xls、.ods、CSV）。同一份文件再导入一次不变；导入的题要另一位同志复核。有退回的行时退出码为 1。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--organisation", default="", help="放进哪个党组织的题库（组织代码）；不写就放最上级组织")
        parser.add_argument("--dry-run", action="store_true", help="只检查，不写入")
        parser.add_argument("--rejects", type=Path, help="把退回的行和原因写进这个 .xlsx")
        parser.add_argument("--json", action="store_true", help="最后一行输出 JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        office = _office(options["organisation"])
        if office is None:
            self.stderr.write("没有这个组织代码，或者还没有建组织。")
            sys.exit(2)
        try:
            outcome = run(options["file"].read_bytes(), actor=SYSTEM, organisation=office, dry=options["dry_run"])
        except (SheetError, OSError) as error:
            self.stderr.write(str(error))
            sys.exit(2)
        word = "可以导入" if options["dry_run"] else "导入"
        self.stdout.write(f"{word} {outcome.fresh} 题，未变 {outcome.unchanged} 题，退回 {len(outcome.refused)} 行。")
        for row in outcome.refused[:20]:
            self.stdout.write(f"  第 {row.number} 行：{'；'.join(row.reasons)}")
        if options["rejects"] and outcome.refused:
            options["rejects"].write_bytes(refused(outcome.refused))
        if options["json"]:
            told = [{"row": row.number, "reason": "；".join(row.reasons)} for row in outcome.refused]
            figures = {"imported": outcome.fresh, "unchanged": outcome.unchanged, "refused": told}
            self.stdout.write(json.dumps(figures, ensure_ascii=False))
        sys.exit(1 if outcome.refused else 0)


def _office(code: str) -> Organisation | None:
    rows = Organisation.objects.filter(closed_on=None)
    return rows.filter(code=code).first() if code else rows.order_by("path").first()
