"""``lianxin serve``: the whole platform from one command."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from lianxin.foundation.jobs import supervisor


class Command(BaseCommand):
    """Turns itself into the supervisor, which needs no Django and so hardly any memory."""

    help = "启动网页服务、后台任务和定时任务，直到按 Ctrl+C。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=int(os.environ.get("PORT") or 8000), help="端口，缺省 8000")
        parser.add_argument("--host", default="127.0.0.1", help="监听地址，缺省只供本机访问")

    def handle(self, **options: Any) -> None:
        self.stdout.flush()
        script = str(Path(supervisor.__file__).resolve())
        # -P: the script's folder must not come first on the path, its queue.py would hide Python's own
        arguments = [sys.executable, "-P", script, str(settings.ROOT), options["host"], str(options["port"])]
        os.execv(sys.executable, arguments)  # noqa: S606 - no shell is wanted
