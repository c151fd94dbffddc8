"""`lianxin import_disclosure_catalogue FILE.csv`: lines of the catalogues of organisations."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from lianxin.publicity.disclosure.importing import HEADINGS, FileError, read, write


class Command(BaseCommand):
    help = f"导入党务公开目录（CSV，表头：{'、'.join(HEADINGS.values())}）。编号相同的改成表里写的，再导入一次不变。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--json", action="store_true", help="最后一行输出 JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            outcome = write(rows=read(options["file"]))
        except (FileError, OSError) as error:
            self.stderr.write(str(error))
            sys.exit(2)
        self.stdout.write(
            f"列入或修改 {outcome.imported} 项，未变 {outcome.unchanged} 项，退回 {len(outcome.refused)} 行。"
        )
        for line, reason in outcome.refused[:20]:
            self.stdout.write(f"  第 {line} 行：{reason}")
        if options["json"]:
            refused = [{"row": line, "reason": reason} for line, reason in outcome.refused]
            figures = {"imported": outcome.imported, "unchanged": outcome.unchanged, "refused": refused}
            self.stdout.write(json.dumps(figures, ensure_ascii=False))
        sys.exit(1 if outcome.refused else 0)
