"""`lianxin import_codes FILE.csv`: administrative divisions by GB/T 2260."""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from lianxin.foundation.organisations.actions import import_regions
from lianxin.foundation.organisations.models import Region


class Command(BaseCommand):
    help = "导入行政区划代码（CSV，表头含 code、name、level）。重复导入只更新变化的行。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--json", action="store_true", help="最后一行输出 JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with options["file"].open(encoding="utf-8-sig", newline="") as file:
                rows = list(csv.DictReader(file))
        except (OSError, UnicodeDecodeError) as error:
            self.stderr.write(f"文件无法读取：{error}")
            sys.exit(2)
        good: list[tuple[str, str, str]] = []
        refused: list[dict[str, Any]] = []
        for line, row in enumerate(rows, 2):
            reason = _fault(row)
            if reason:
                refused.append({"row": line, "reason": reason})
            else:
                good.append((row["code"].strip(), row["name"].strip(), (row.get("level") or "").strip()))
        imported, unchanged = import_regions(rows=good)
        self.stdout.write(f"导入 {imported} 条，未变 {unchanged} 条，退回 {len(refused)} 行。")
        if options["json"]:
            figures = {"imported": imported, "unchanged": unchanged, "refused": refused}
            self.stdout.write(json.dumps(figures, ensure_ascii=False))
        sys.exit(1 if refused else 0)


def _fault(row: dict[str, Any]) -> str:
    code, name = (row.get("code") or "").strip(), (row.get("name") or "").strip()
    if not (code.isdigit() and len(code) in (6, 9, 12)):
        return f"代码应为 6、9 或 12 位数字：{code[:12] or '空'}"
    if not name:
        return "没有名称"
    for column, text in (("name", name), ("level", (row.get("level") or "").strip())):
        most = int(getattr(Region._meta.get_field(column), "max_length", 0))
        if len(text) > most:
            return f"{column} 最多 {most} 个字：{text[:12]}"
    return ""
