"""``lianxin election verify FILE.bel``: does everything in the archive of an election hold?"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from django.core.management.base import CommandError, CommandParser

from lianxin.democracy.ballotbox.archive import grew_from, load
from lianxin.democracy.ballotbox.texts import MalformedError, fingerprint
from lianxin.democracy.ballotbox.verifying import Check, Report, verify
from lianxin.democracy.elections.management.spoken import SpokenCommand, of_the_system, told


class Command(SpokenCommand):
    """Prints every check; exit code 1 when one does not hold, 2 when the file cannot be read. Needs no database."""

    help = "核对一份选举档案（.bel）：每张选票、每步打乱、合计和结果。退出码 0：已有的部分全部成立；1：有一项不成立；2：文件打不开，或者命令写错。"
    words = "election verify"
    missing_args_message = "请写明档案文件，例如：lianxin election verify 文件.bel"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        what, how = parser.add_argument_group("核对什么"), parser.add_argument_group("怎样核对")
        what.add_argument("file", metavar="FILE.bel", help="选举档案")
        how.add_argument(
            "--since",
            metavar="上次的.bel",
            help="您上次核对过的同一份档案：看新的是不是接着它写下来的，里面的票不再核对一遍",
        )
        how.add_argument(
            "--jobs", type=int, default=os.cpu_count() or 1, metavar="N", help="同时用几个处理器，不写就全用"
        )
        how.add_argument("--json", action="store_true", help="最后一行输出一个 JSON 对象")

    def handle(self, **options: object) -> None:
        jobs, since = int(str(options["jobs"])), options["since"]
        if jobs < 1:
            raise CommandError("--jobs 至少是 1", returncode=2)
        raw = _read(options["file"])
        report = self._after(_read(since), raw, jobs) if since else verify(raw, jobs=jobs, seen=self._progress)
        self._print(report)
        if options["json"]:
            self.stdout.write(json.dumps(report.plain(), ensure_ascii=False))
        if not report.holds:
            sys.exit(1)

    def _after(self, older: bytes, raw: bytes, jobs: int) -> Report:
        """Ballots of an older file are not computed again, if and only if the file begins with it."""
        try:
            before = {fingerprint(text) for text in load(older).of("Ballot")}
        except MalformedError as wrong:
            raise CommandError("上次的档案读不懂，请不写 --since，全部核对一遍", returncode=2) from wrong
        grew = grew_from(older, raw)
        known = before if grew else set[str]()
        report = verify(raw, jobs=jobs, known=known.__contains__, seen=self._progress)
        report.checks.insert(0, Check("档案是从上次核对的那份接着写下来的", grew))
        report.notes.append(f"上次的 {len(known)} 张票没有重新核对")
        return report

    def _print(self, report: Report) -> None:
        for check in report.checks:
            self.stdout.write(
                f"{'成立' if check.holds else '不成立'}  {check.what}{'：' if check.why else ''}{told(check.why)}"
            )
        for note in report.notes:
            self.stdout.write(f"注意  {note}")
        if report.uuid:
            self.stdout.write(f"选举 {report.uuid}，链头 {report.head}")
        if report.verified:
            self.stdout.write(f"选票 {report.ballots} 张，用 {report.seconds:.1f} 秒，每秒 {report.rate:.0f} 张")
        whole = "全部成立" if report.complete else "已有的部分全部成立，选举还没有结束"
        self.stdout.write(f"结论：{whole if report.holds else '不成立'}")

    def _progress(self, done: int, total: int) -> None:
        if self.stderr.isatty():
            self.stderr.write(f"\r核对选票 {done} / {total}", ending="\n" if done == total else "")


def _read(path: object) -> bytes:
    try:
        return Path(str(path)).read_bytes()
    except OSError as wrong:
        raise CommandError(f"打不开 {path}：{of_the_system(wrong)}", returncode=2) from wrong
