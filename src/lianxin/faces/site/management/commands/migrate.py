"""`lianxin migrate`: Django's own, with states that are drawn sparingly."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import CommandParser
from django.core.management.commands import migrate
from django.db import connections
from django.db.migrations.recorder import MigrationRecorder

from lianxin.foundation.spine.migrating import drawn_sparingly


class Command(migrate.Command):
    help = "建立或更新数据库里的表。"

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--json", action="store_true", help="最后一行输出 JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        recorder = MigrationRecorder(connections[options["database"]])
        before = set(recorder.applied_migrations())
        with drawn_sparingly():
            super().handle(*args, **options)
        if options.get("json"):
            self.stdout.write(json.dumps({"changed": len(before ^ set(recorder.applied_migrations()))}))
