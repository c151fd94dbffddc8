"""``lianxin audit export FILE``: lines and seals as JSON lines, for keeping or checking elsewhere."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TextIO

from django.core.management.base import BaseCommand, CommandParser
from django.forms.models import model_to_dict

from lianxin.foundation.audit.hashing import moment_text
from lianxin.foundation.audit.models import AuditLine, Seal
from lianxin.foundation.spine.actions import action, record
from lianxin.foundation.spine.progress import teller
from lianxin.kernel.actor import SYSTEM, Actor


@action("audit.export")
def note_export(*, actor: Actor, count: int) -> None:
    """An export is itself recorded."""
    record("audit.export", actor=actor, count=count)


def objects() -> Iterator[dict[str, Any]]:
    """Every line, then every seal, in their order, with the fields that are hashed."""
    for line in AuditLine.objects.unscoped("export").order_by("pk").iterator(chunk_size=1000):
        yield {"type": "line", **model_to_dict(line), "id": line.pk, "moment": moment_text(line.moment)}
    for seal in Seal.objects.order_by("number").iterator(chunk_size=50):
        yield {"type": "seal", **model_to_dict(seal), "moment": moment_text(seal.moment)}


class Command(BaseCommand):
    """Writes to FILE (mode 0600, never over an existing one) or to the standard output with ``-``."""

    help = "导出全部操作记录和封存（每行一个 JSON 对象）。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="目标文件；- 表示标准输出")
        parser.add_argument("--json", action="store_true", help="最后一行输出一个 JSON 对象")

    def handle(self, **options: Any) -> None:
        if options["file"] == "-":
            count = self._write(sys.stdout)
        else:
            try:
                handle = os.open(Path(options["file"]), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            except FileExistsError:
                self.stderr.write("文件已存在，没有覆盖。请换一个文件名。")
                sys.exit(2)
            with os.fdopen(handle, "w", encoding="utf-8") as out:
                count = self._write(out)
        note_export(actor=SYSTEM, count=count)
        report = self.stderr if options["file"] == "-" else self.stdout
        report.write(json.dumps({"exported": count}) if options["json"] else f"已导出 {count} 行")

    def _write(self, out: TextIO) -> int:
        total = AuditLine.objects.unscoped("export").count() + Seal.objects.count()
        tell, count = teller(self.stderr, "行", every=1000), 0
        for count, item in enumerate(objects(), 1):
            out.write(json.dumps(item, ensure_ascii=False) + "\n")
            tell(count, max(total, count + 1))  # lines that are written meanwhile are exported too
        tell(count, count)
        return count
