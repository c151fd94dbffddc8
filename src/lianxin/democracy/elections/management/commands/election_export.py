"""``lianxin election export UUID --to DIR``: the archive of a round as a file that anybody can check."""

from __future__ import annotations

import json
from pathlib import Path

from django.core.management.base import CommandError, CommandParser

from lianxin.democracy.elections import box, queries
from lianxin.democracy.elections.management.spoken import SpokenCommand, of_the_system
from lianxin.democracy.elections.models import Round


class Command(SpokenCommand):
    """Writes UUID.bel, whole or not at all; exit code 2 when there is no such round, no archive yet, or no place for it."""

    help = "把一轮选举的档案写成 UUID.bel，交给任何人核对；选举代号在票箱页面的网址里。退出码 0：写好了；2：没有这次选举、还没有档案或者写不进去。"
    words = "election export"
    requires_system_checks: list[str] = []
    missing_args_message = "请写明选举代号和文件夹，例如：lianxin election export 选举代号 --to 文件夹"

    def add_arguments(self, parser: CommandParser) -> None:
        what, how = parser.add_argument_group("写哪一轮"), parser.add_argument_group("怎样写")
        what.add_argument("uuid", metavar="UUID", help="选举代号")
        how.add_argument("--to", required=True, metavar="DIR", help="写到哪个文件夹；没有就建")
        how.add_argument("--json", action="store_true", help="最后一行输出一个 JSON 对象")

    def handle(self, **options: object) -> None:
        row = queries.round_by(str(options["uuid"]))
        if row is None:
            raise CommandError(f"没有代号是 {options['uuid']} 的选举", returncode=2)
        head = box.head(row)
        if head is None:
            raise CommandError("还没有档案：没有开始投票，或者全部用纸质票", returncode=2)
        path = Path(str(options["to"])) / f"{row.uuid}.bel"
        try:
            size = self._write(row, path)
        except OSError as wrong:
            raise CommandError(f"写不进 {path}：{of_the_system(wrong)}", returncode=2) from wrong
        ballots = row.links.filter(kind="Ballot").count()
        self.stdout.write(f"已写好 {path}，{size} 字节，选票 {ballots} 张，链头 {head.hash}")
        self.stdout.write(f"核对：lianxin election verify {path}")
        if options["json"]:
            figures = {"file": str(path), "bytes": size, "ballots": ballots, "height": head.height, "head": head.hash}
            self.stdout.write(json.dumps(figures, ensure_ascii=False))

    def _write(self, row: Round, path: Path) -> int:
        """Bytes written. An older file is replaced only when the new one is whole."""
        path.parent.mkdir(parents=True, exist_ok=True)
        beside, size = path.with_suffix(".bel.part"), 0
        with beside.open("wb") as file:
            for number, piece in enumerate(box.file_of(row)):
                size += file.write(piece)
                if self.stderr.isatty() and number % 100 == 0:
                    self.stderr.write(f"\r已写 {size} 字节", ending="")
        beside.replace(path)
        return size
