"""``lianxin import_articles FILE.jsonl [--rejects OUT] [--pictures DIR] [--json]``: an old site moves in."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from lianxin.foundation.search.actions import in_bulk
from lianxin.foundation.search.sources import refresh_frequencies
from lianxin.foundation.spine import moment
from lianxin.foundation.spine.bulk import look_again
from lianxin.kernel.actor import SYSTEM

from ...importing.feeding import feed
from ...importing.reading import Bad
from ...importing.writing import Outcome, write

#: so many new items change which words are common
MANY = 2000


class Command(BaseCommand):
    help = (
        "旧网站的文章搬进来（JSONL，一行一个对象：id、title、body、published_at、source、organisation、column，"
        "可带 summary、author、pictures）。同一编号重复导入不会重复，内容变了就更新；不合格的行带行号和原因退回，其余照常导入。"
        "组织还没有站点的，按模板建站。退出码：0 全部导入，1 有行被退回，2 文件无法读取。"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--rejects", type=Path, help="把被退回的行连同行号和原因写到这个 JSONL")
        parser.add_argument("--pictures", type=Path, help="图片所在的文件夹，默认是文件所在的文件夹")
        parser.add_argument("--json", action="store_true", help="最后一行输出 JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        file, begun = options["file"], time.monotonic()
        folder = options["pictures"] or file.parent
        try:
            if not folder.is_dir():
                raise NotADirectoryError(f"没有这个图片文件夹：{folder}")
            total = self._bring_in(file, folder)
        except OSError as error:
            self.stderr.write(f"文件无法读取：{error}")
            sys.exit(2)
        if total.imported >= MANY:
            refresh_frequencies()
            look_again()
        total.refused.sort(key=lambda bad: bad.line)
        if options["rejects"]:
            write_rejects(options["rejects"], total.refused)
        self._report(total, time.monotonic() - begun, as_json=options["json"])
        sys.exit(1 if total.refused else 0)

    def _bring_in(self, file: Path, folder: Path) -> Outcome:
        total, begun, seen = Outcome(), time.monotonic(), 0
        with in_bulk():
            for rows in feed(file, folder, moment.now()):
                total.add(write(actor=SYSTEM, rows=rows, file=file.name))
                seen += len(rows)
                self.stderr.write(f"\r已处理 {seen} 行，{seen / (time.monotonic() - begun):.0f} 行/秒", ending="")
        self.stderr.write("")
        return total

    def _report(self, total: Outcome, seconds: float, *, as_json: bool) -> None:
        self.stdout.write(
            f"导入 {total.imported} 篇，更新 {total.updated} 篇，未变 {total.unchanged} 篇，退回 {len(total.refused)} 行，"
            f"用时 {seconds:.1f} 秒。"
        )
        if total.founded:
            self.stdout.write(f"新建站点 {len(total.founded)} 个：{'、'.join(total.founded[:10])}")
        for word, number in total.dropped.most_common(12):
            self.stdout.write(f"  清理：{word} {number} 处")
        for bad in total.refused[:20]:
            self.stdout.write(f"  第 {bad.line} 行：{bad.reason}")
        if len(total.refused) > 20:
            self.stdout.write(f"  其余 {len(total.refused) - 20} 行请用 --rejects 查看。")
        if as_json:
            figures = {
                "imported": total.imported, "updated": total.updated, "unchanged": total.unchanged,
                "refused": [{"row": bad.line, "reason": bad.reason} for bad in total.refused],
                "founded": total.founded, "dropped": dict(total.dropped), "seconds": round(seconds, 2),
            }  # fmt: skip
            self.stdout.write(json.dumps(figures, ensure_ascii=False))


def write_rejects(path: Path, refused: list[Bad]) -> None:
    """The refused lines as they were, with line and reason, to be mended and imported again."""
    with path.open("w", encoding="utf-8") as file:
        for bad in refused:
            try:
                was: Any = json.loads(bad.raw)
            except (ValueError, RecursionError):
                was = bad.raw
            file.write(json.dumps({"row": bad.line, "reason": bad.reason, "line": was}, ensure_ascii=True) + "\n")
