"""`lianxin import_letters FILE.csv [--rejects OUT.csv]`: history of an older system."""

from __future__ import annotations

import csv
import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.search.actions import in_bulk
from lianxin.foundation.search.sources import refresh_frequencies
from lianxin.foundation.spine.bulk import look_again
from lianxin.kernel.actor import SYSTEM
from lianxin.voice.letters.importing.feeding import Batch, feed
from lianxin.voice.letters.importing.reading import Bad, FileError
from lianxin.voice.letters.importing.writing import Outcome, write

#: so many new letters change which words are common
MANY = 5000


class Command(BaseCommand):
    help = (
        "导入历史留言（CSV，表头：留言编号、留言用户、留言主题、留言时间、留言详情、答复意见、答复时间）。"
        "同一编号重复导入不会重复；不合格的行带行号和原因退回，其余照常导入。"
        "退出码：0 全部导入，1 有行被退回，2 文件无法读取。"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--rejects", type=Path, help="把被退回的行连同行号和原因写到这个 CSV")
        parser.add_argument("--organisation", default="", help="归到哪个组织（组织代码），默认最上级组织")
        parser.add_argument("--hold", action="store_true", help="先不公开（默认按旧系统已公开处理）")
        parser.add_argument("--json", action="store_true", help="最后一行输出 JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        organisation = _organisation(options["organisation"])
        started = time.monotonic()
        try:
            heading, parts = feed(options["file"])
            total = self._bring_in(parts, organisation, public=not options["hold"])
        except (FileError, OSError) as error:
            self.stderr.write(str(error))
            sys.exit(2)
        if total.imported >= MANY:
            refresh_frequencies()
            look_again()
        if options["rejects"]:
            write_rejects(options["rejects"], heading, total.refused)
        self._report(total, time.monotonic() - started, as_json=options["json"])
        sys.exit(1 if total.refused else 0)

    def _bring_in(self, parts: Iterator[Batch], organisation: Organisation, *, public: bool) -> Outcome:
        total = Outcome()
        started, seen = time.monotonic(), 0
        with in_bulk():
            for batch in parts:
                got = write(actor=SYSTEM, rows=batch, organisation=organisation, public=public)
                total.add(got)
                seen += len(batch)
                self.stderr.write(f"\r已处理 {seen} 行，{seen / (time.monotonic() - started):.0f} 行/秒", ending="")
        self.stderr.write("")
        return total

    def _report(self, total: Outcome, seconds: float, *, as_json: bool) -> None:
        self.stdout.write(
            f"导入 {total.imported} 件，未变 {total.unchanged} 件，退回 {len(total.refused)} 行，用时 {seconds:.1f} 秒。"
        )
        for bad in total.refused[:20]:
            self.stdout.write(f"  第 {bad.line} 行：{bad.reason}")
        if len(total.refused) > 20:
            self.stdout.write(f"  其余 {len(total.refused) - 20} 行请用 --rejects 查看。")
        if as_json:
            refused = [{"row": bad.line, "reason": bad.reason} for bad in total.refused]
            figures = {"imported": total.imported, "unchanged": total.unchanged, "refused": refused}
            self.stdout.write(json.dumps(figures | {"seconds": round(seconds, 2)}, ensure_ascii=False))


def _organisation(code: str) -> Organisation:
    rows = Organisation.objects.filter(code=code) if code else Organisation.objects.filter(depth=1)
    found = rows.order_by("path").first()
    if found is None:
        raise CommandError("没有这个组织；请先建立组织，或用 --organisation 指定组织代码。")
    return found


def write_rejects(path: Path, heading: list[str], refused: list[Bad]) -> None:
    """The refused rows as they were, after their line and reason, to be mended and imported again."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        out = csv.writer(file)
        out.writerow(["行号", "原因", *heading])
        out.writerows([bad.line, bad.reason, *bad.cells] for bad in refused)
