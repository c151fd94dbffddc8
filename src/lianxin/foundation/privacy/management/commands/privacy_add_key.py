"""``lianxin privacy add_key``: a fresh key for the sealed fields."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from lianxin.foundation.privacy.keyring import add_key, path
from lianxin.kernel.actor import SYSTEM


class Command(BaseCommand):
    """The new key seals from now on; run ``lianxin privacy rotate`` afterwards."""

    help = "增加一把加密密钥，新写入的个人信息用它加密。之后请运行 lianxin privacy rotate。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="最后一行输出一个 JSON 对象")

    def handle(self, **options: Any) -> None:
        key_id = add_key(actor=SYSTEM)
        self.stdout.write(f"已增加密钥 {key_id}，存放在 {path()}。请先备份这个文件，再运行 lianxin privacy rotate。")
        if options["json"]:
            self.stdout.write(json.dumps({"key": key_id}))
