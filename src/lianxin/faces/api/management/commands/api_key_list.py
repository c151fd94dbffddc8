"""``lianxin api_key list``: who holds a key, since when, and when it was last used."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from lianxin.faces.api.models import ApiKey


class Command(BaseCommand):
    """Never prints a key: none is kept."""

    help = "列出接口钥匙。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="最后一行输出一个 JSON 对象")

    def handle(self, **options: Any) -> None:
        rows = [_line(row) for row in ApiKey.objects.all()]
        if options["json"]:
            self.stdout.write(json.dumps({"keys": rows}, ensure_ascii=False))
            return
        for row in rows:
            state = "已收回" if row["revoked"] else f"最近使用 {row['used_on'] or '还没有'}"
            self.stdout.write(f"{row['hint']}…  {row['name']}  {row['created_on']} 发放  {state}")
        if not rows:
            self.stdout.write("还没有发放过钥匙。")


def _line(row: ApiKey) -> dict[str, Any]:
    return {
        "name": row.name,
        "hint": row.hint,
        "created_on": f"{row.created_at:%Y-%m-%d}",
        "used_on": str(row.used_on) if row.used_on else None,
        "revoked": row.revoked_at is not None,
    }
