"""`lianxin import_topics FILE.csv`: the taxonomy of matters."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from lianxin.voice.letters.importing.reading import FileError
from lianxin.voice.letters.importing.topics import read, write


class Command(BaseCommand):
    help = "导入事项分类（CSV，表头：一级分类、二级分类、三级分类）。已有的分类不变。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--json", action="store_true", help="最后一行输出 JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            outcome = write(rows=read(options["file"]))
        except (FileError, OSError) as error:
            self.stderr.write(str(error))
            sys.exit(2)
        self.stdout.write(f"新增 {outcome.imported} 行，未变 {outcome.unchanged} 行，退回 {len(outcome.refused)} 行。")
        for line, reason in outcome.refused[:20]:
            self.stdout.write(f"  第 {line} 行：{reason}")
        if options["json"]:
            refused = [{"row": line, "reason": reason} for line, reason in outcome.refused]
            figures = {"imported": outcome.imported, "unchanged": outcome.unchanged, "refused": refused}
            self.stdout.write(json.dumps(figures, ensure_ascii=False))
        sys.exit(1 if outcome.refused else 0)
