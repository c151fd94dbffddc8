"""``lianxin api_key add NAME``: a key for a program that sends letters through Open311."""

from __future__ import annotations

import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from lianxin.faces.api.actions import add_key
from lianxin.kernel.actor import SYSTEM
from lianxin.kernel.decision import Refused


class Command(BaseCommand):
    """Prints the key once; only its hash is kept."""

    help = "发放一把接口钥匙，凭它可以通过 Open311 提交留言。钥匙只显示一次。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", metavar="NAME", help="使用方的名称")
        parser.add_argument("--json", action="store_true", help="最后一行输出一个 JSON 对象")

    def handle(self, **options: Any) -> None:
        try:
            row, key = add_key(actor=SYSTEM, name=options["name"])
        except Refused as refused:
            self.stderr.write(str(refused))
            sys.exit(1)
        if options["json"]:
            self.stdout.write(json.dumps({"name": row.name, "key": key}, ensure_ascii=False))
        else:
            self.stdout.write(f"{row.name} 的钥匙（只显示这一次，请妥善保存）：\n{key}")
