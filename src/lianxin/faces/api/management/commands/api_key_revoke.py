"""``lianxin api_key revoke NAME``: the key opens nothing from now on."""

from __future__ import annotations

import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from lianxin.faces.api.actions import revoke_key
from lianxin.kernel.actor import SYSTEM
from lianxin.kernel.decision import Refused


class Command(BaseCommand):
    """Exit code 1 when there is no such key in use."""

    help = "收回一把接口钥匙。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", metavar="NAME", help="使用方的名称")
        parser.add_argument("--json", action="store_true", help="最后一行输出一个 JSON 对象")

    def handle(self, **options: Any) -> None:
        try:
            row = revoke_key(actor=SYSTEM, name=options["name"])
        except Refused as refused:
            self.stderr.write(str(refused))
            sys.exit(1)
        report = (
            json.dumps({"revoked": row.name}, ensure_ascii=False) if options["json"] else f"已收回 {row.name} 的钥匙"
        )
        self.stdout.write(report)
