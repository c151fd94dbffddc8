"""``lianxin import_regulation FILE.md``: a readable page with an anchor per article."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from lianxin.foundation.rules.actions import Imported, import_text
from lianxin.foundation.rules.texts import RegulationText, parse, read_text
from lianxin.kernel.actor import SYSTEM


class Command(BaseCommand):
    """Counts articles."""

    help = (
        "导入法规全文（Markdown，每条另起一行），生成带条文锚点的页面；重复导入不会重复。"
        "退出码：0 已经导入或没有变化，1 有行被退回（整份不导入），2 文件无法读取。"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="法规全文文件（.md，UTF-8 或 GB18030）")
        parser.add_argument("--json", action="store_true", help="最后一行输出一个 JSON 对象")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        try:
            text = parse(read_text(path.read_bytes()))
        except OSError as error:
            raise CommandError(f"打不开文件 {path}：{error.strerror}", returncode=2) from error
        except ValueError as error:
            raise CommandError(str(error), returncode=2) from error
        if not text.refused and (text.in_force or text.issued) is None:
            self.stderr.write("提醒：没有找到发布或施行日期，页面上会注明日期未知。")
        done = None if text.refused else import_text(actor=SYSTEM, text=text)
        self._say(text, done)
        if options["json"]:
            self.stdout.write(json.dumps(_figures(text, done), ensure_ascii=False))
        if done is None:
            raise SystemExit(1)

    def _say(self, text: RegulationText, done: Imported | None) -> None:
        for line in text.refused:
            self.stderr.write(f"第 {line.row} 行：{line.reason}")
        if done is None:
            self.stderr.write("没有导入任何内容，请改好文件后再试。")
            return
        self.stdout.write(
            f"《{text.title}》：导入 {done.imported} 条，未变 {done.unchanged} 条，页面 {done.regulation.page}"
        )
        if text.missing:
            self.stdout.write("原文缺少的条号：" + "、".join(map(str, text.missing)))


def _figures(text: RegulationText, done: Imported | None) -> dict[str, Any]:
    return {
        "imported": done.imported if done else 0,
        "unchanged": done.unchanged if done else 0,
        "refused": [{"row": line.row, "reason": line.reason} for line in text.refused],
        "removed": done.removed if done else 0,
        "title": text.title,
        "version": text.version,
        "in_force": text.in_force.isoformat() if text.in_force else None,
        "missing": text.missing,
        "url": done.regulation.page if done else None,
    }
