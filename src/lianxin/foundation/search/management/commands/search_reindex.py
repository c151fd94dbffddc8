"""``lianxin search reindex [--kind KIND] [--json]``: fill the index anew from what the rooms hold."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from time import monotonic
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from lianxin.foundation.spine.progress import teller

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
                figures[kind] = self._one(SOURCES[kind])
        kept = refresh_frequencies()
        seconds = round(monotonic() - begun, 1)
        if options["json"]:
            self.stdout.write(json.dumps({"kinds": figures, "terms": kept, "seconds": seconds}))
        else:
            self.stdout.write(f"完成，用时 {seconds} 秒。")

    def _one(self, source: Registered) -> dict[str, int]:
        size = source.size() if source.size else 0
        seen: set[int] = set()
        indexed = put_many(self._watched(source.entries(), seen, source.kind, size))
        removed = drop_kind(source.kind, keep=seen)
        self.stderr.write(f"\r{source.kind}：收录 {indexed} 条，移除 {removed} 条")
        return {"indexed": indexed, "removed": removed}

    def _watched(self, entries: Iterable[Entry], seen: set[int], kind: str, size: int) -> Iterator[Entry]:
        tell = teller(self.stderr, f"条 {kind}", every=1000)
        for number, entry in enumerate(entries, 1):
            seen.add(entry.object_id)
            tell(number, max(size, number + 1))  # the end is said with what was taken away
            yield entry
