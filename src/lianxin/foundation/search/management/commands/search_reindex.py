"""``lianxin search reindex [--kind KIND] [--json]``: fill the index anew from what the rooms hold."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from time import monotonic
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ...actions import Entry, drop_kind, in_bulk, put_many
from ...sources import SOURCES, Registered, refresh_frequencies


class Command(BaseCommand):
    """Readers keep finding the old entries until each batch replaces them."""

    help = "重建搜索索引。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--kind", action="append", default=[], help="只重建这一类，可重复给出")
        parser.add_argument("--json", action="store_true", help="最后一行输出 JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        unknown = sorted(set(options["kind"]) - set(SOURCES))
        if unknown:
            raise CommandError(f"没有这一类：{'、'.join(unknown)}。可选：{'、'.join(sorted(SOURCES)) or '（暂无）'}")
        begun = monotonic()
        figures: dict[str, dict[str, int]] = {}
        with in_bulk():
            for kind in options["kind"] or sorted(SOURCES):
                figures[kind] = self._one(SOURCES[kind], show=not options["json"])
        kept = refresh_frequencies()
        seconds = round(monotonic() - begun, 1)
        if options["json"]:
            self.stdout.write(json.dumps({"kinds": figures, "terms": kept, "seconds": seconds}))
        else:
            self.stdout.write(f"完成，用时 {seconds} 秒。")

    def _one(self, source: Registered, *, show: bool) -> dict[str, int]:
        size = source.size() if source.size and show else 0
        seen: set[int] = set()
        indexed = put_many(self._watched(source.entries(), seen, source.kind, size, show))
        removed = drop_kind(source.kind, keep=seen)
        if show:
            self.stderr.write(f"\r{source.kind}：收录 {indexed} 条，移除 {removed} 条")
        return {"indexed": indexed, "removed": removed}

    def _watched(self, entries: Iterable[Entry], seen: set[int], kind: str, size: int, show: bool) -> Iterator[Entry]:
        for number, entry in enumerate(entries, 1):
            seen.add(entry.object_id)
            if show and number % 1000 == 0:
                sys.stderr.write(f"\r{kind}：{number}{f' / {size}' if size else ''}")
                sys.stderr.flush()
            yield entry
